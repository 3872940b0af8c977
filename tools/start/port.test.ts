import assert from 'node:assert/strict'
import net from 'node:net'
import test from 'node:test'
import { checkPort, programOn } from './port.ts'

test('a free port passes; a taken one names the program that has it', async (t) => {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as net.AddressInfo
  const code = process.platform === 'linux' ? 'start.port.takenBy' : 'start.port.taken'
  await assert.rejects(
    checkPort({ host: '127.0.0.1', port, setting: 'PORT' }),
    (error: { code: string; values: { pid?: number } }) => {
      assert.equal(error.code, code)
      if (code === 'start.port.takenBy') assert.equal(error.values.pid, process.pid)
      return true
    },
  )
  await new Promise((resolve) => server.close(resolve))
  await checkPort({ host: '127.0.0.1', port, setting: 'PORT' })
  await checkPort({ host: '127.0.0.1', port: 0, setting: 'PORT' })
  assert.equal(await programOn(port), null)
})

test('an address that this machine does not have is said', async () => {
  // 192.0.2.0/24 is for documentation (RFC 5737), so no machine has it.
  await assert.rejects(checkPort({ host: '192.0.2.7', port: 8080, setting: 'PORT' }), {
    code: 'start.host.unknown',
  })
})
