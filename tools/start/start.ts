import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ConfigFault, readConfig } from '@ronghe/kit/config'
import { StartFault } from './fault.ts'
import type { Ready } from './messages.ts'
import { type Programs, Stopped, supervise } from './supervisor.ts'
import { blocks, both, complain, duration, faultText, print, t } from './words.ts'

const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '')

/** Signals of one Ctrl-C arrive up to three times (terminal, npm, the first program); they count as one. */
const sameSignalMs = 1000

if (import.meta.main) {
  await run(process.argv.slice(2), root, {
    server: `${root}/apps/server/main.ts`,
    plant: `${root}/apps/plant/main.ts`,
    edge: `${root}/apps/edge/main.ts`,
  })
}

/**
 * The whole life of `npm start` in the repository at `root`: starts, tells, waits for the end, leaves
 * nothing running.
 */
export async function run(args: readonly string[], root: string, programs: Programs): Promise<void> {
  const startMs = performance.now() - Number(process.env.RONGHE_START_MS_BEFORE ?? 0)
  const options = readOptions(args)
  if (options === null) return
  const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { version: string }
  print(t('start.title', { version, dataDirectory: options.config.DATA_DIR }))
  const supervisor = supervise({ root, programs, ...options }, end)
  let endingMs = Number.NaN

  function end(): void {
    if (Number.isNaN(endingMs)) {
      endingMs = performance.now()
      print(t('start.stopping'))
      void finish()
    } else if (performance.now() - endingMs > sameSignalMs) {
      print(t('start.killing'))
      supervisor.kill()
    }
  }

  async function finish(): Promise<void> {
    await supervisor.stop()
    print(t('start.stopped', { took: duration(performance.now() - endingMs) }))
    process.exit(process.exitCode ?? 0)
  }

  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, end)
  // The program that started us is gone, and with it whoever could end us.
  process.once('disconnect', end)
  try {
    const ready = await supervisor.start()
    greet(ready, performance.now() - startMs)
  } catch (error) {
    if (error instanceof Stopped || !Number.isNaN(endingMs)) return
    complain(`\n${faultText(error)}`)
    process.exitCode = 1
    end()
  }
}

function readOptions(args: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...args], options: { empty: { type: 'boolean', default: false } } })
    return { empty: values.empty, config: readConfig(process.env) }
  } catch (error) {
    const text =
      error instanceof ConfigFault
        ? blocks('start.config', { faults: error.faults.map((fault) => `  - ${fault}`).join('\n') })
        : faultText(new StartFault('start.usage', { reason: (error as Error).message }))
    complain(text)
    process.exitCode = 1
    return null
  }
}

/** The address and the sample accounts, in both languages. */
function greet(ready: Ready, tookMs: number): void {
  print('')
  print(blocks('start.ready', { url: ready.url, took: duration(tookMs) }))
  const { accounts = [] } = ready
  if (accounts.length === 0) print(blocks('start.noAccounts'))
  else {
    print(blocks('start.accounts'))
    const width = Math.max(...accounts.map((one) => one.user.length))
    for (const { user, password, role } of accounts) {
      print(`  ${user.padEnd(width)}  ${password}  ${both(role)}`)
    }
  }
  print(blocks('start.hint'))
}
