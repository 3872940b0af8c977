import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { eventually } from '../test/index.ts'
import { charactersMax, openLog } from './log.ts'

/** A log, and what was written of it, piece by piece. */
function written(level = 'info') {
  const pieces: string[] = []
  const log = openLog(level, { write: (text) => void pieces.push(text) })
  const said = () =>
    pieces
      .join('')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  return { log, pieces, said }
}

describe('a line of the log', () => {
  test('is written with others, soon and in order', async () => {
    const { log, pieces, said } = written()
    for (let at = 0; at < 50; at += 1) log.info({ at })
    assert.equal(pieces.length, 0)
    await eventually('the lines are written', () => pieces.length > 0)
    assert.equal(pieces.length, 1)
    assert.deepEqual(
      said().map(({ at }) => at),
      Array.from({ length: 50 }, (_, at) => at),
    )
    log.info('later')
    await eventually('the next line too', () => pieces.length === 2)
  })

  test('that tells of something wrong is written at once, behind what waited', () => {
    for (const level of ['warn', 'error', 'fatal'] as const) {
      const { log, pieces, said } = written()
      log.info('before')
      log.child({ requestId: 'a' })[level]('wrong')
      assert.deepEqual(
        said().map(({ msg }) => msg),
        ['before', 'wrong'],
      )
      log.info('after')
      assert.equal(pieces.length, 1)
    }
  })

  test('does not wait when very many do', () => {
    const { log, pieces } = written()
    const long = 'x'.repeat(charactersMax / 8)
    for (let at = 0; at < 8; at += 1) log.info(long)
    assert.equal(pieces.length, 1)
  })

  test('below the level is none, and a secret in one is not written', async () => {
    const { log, pieces, said } = written('warn')
    log.info('nothing')
    log.warn({ password: 'a', user: { token: 'b' }, headers: { cookie: 'c' } }, 'kept')
    assert.deepEqual(
      said().map(({ password, user, headers }) => [password, user, headers]),
      [['[Redacted]', { token: '[Redacted]' }, { cookie: '[Redacted]' }]],
    )
    assert.equal(pieces.length, 1)
  })

  test('is written before the program ends, however it ends', () => {
    const file = new URL('./log.ts', import.meta.url).href
    for (const end of ['process.exit(0)', "throw new Error('by mistake')", '']) {
      const program = `import { openLog } from '${file}'
        openLog('info').info('the last')
        ${end}`
      const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
        encoding: 'utf8',
      })
      assert.match(stdout, /"msg":"the last"/, end)
    }
  })
})
