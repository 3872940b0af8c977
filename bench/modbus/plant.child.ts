import { createServer, type Server } from 'node:net'
import { Aedes } from 'aedes'
import modbus from 'jsmodbus'
import sparkplug from 'sparkplug-payload'

/**
 * Modbus TCP devices and the host that acknowledges what the edge sends, in a process of their own, so that
 * only the edge is measured. Arguments: devices, registers of each, registers that change every second.
 */
const [devices = 1, registers = 1, changing = 0] = process.argv.slice(2).map(Number)
const codec = sparkplug.get('spBv1.0')
if (!codec) throw new Error('sparkplug-payload does not know spBv1.0')

const banks = Array.from({ length: devices }, () => Buffer.alloc(registers * 2))
const ports: number[] = []
for (const holding of banks) {
  const server = createServer()
  new modbus.server.TCP(server, { holding })
  server.on('connection', (socket) => socket.on('error', () => {}))
  ports.push(await listen(server))
}
let step = 0
setInterval(() => {
  step = (step + 1) % 60_000
  for (const bank of banks) for (let at = 0; at < changing; at++) bank.writeUInt16BE(step, at * 2)
}, 1000)

const broker = await Aedes.createBroker()
const mqtt = await listen(createServer(broker.handle))
let stream = ''
let records = 0
broker.on('publish', ({ topic, payload }) => {
  const type = topic.split('/')[2]
  if (type !== 'NBIRTH' && type !== 'DDATA') return
  const metrics = codec.decodePayload(payload as Buffer).metrics ?? []
  const saying = (name: string) => metrics.find((metric) => metric.name === name)?.value
  if (type === 'NBIRTH') stream = String(saying('Buffer/Stream'))
  else records += metrics.length - 2
  const offset = type === 'NBIRTH' ? 0 : Number(String(saying('Buffer/Offset')))
  const command = codec.encodePayload({
    timestamp: Date.now(),
    metrics: [
      { name: 'Buffer/Stream', type: 'String', value: stream },
      { name: 'Buffer/Acknowledged', type: 'UInt64', value: offset },
    ],
  })
  const packet = { cmd: 'publish' as const, qos: 0 as const, dup: false, retain: false }
  broker.publish({ ...packet, topic: 'spBv1.0/bench/NCMD/edge', payload: Buffer.from(command) }, () => {})
})
process.on('message', () => process.send?.({ records }))
process.once('disconnect', () => process.exit(0))
process.send?.({ ports, mqtt })

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
}
