import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ConfigFault } from './config.ts'
import { type Edge, startEdge } from './edge.ts'
import { messageOf, reason, reasonOf } from './reason.ts'
import type { Config } from './schema.ts'
import { type Locale, localeFrom, say } from './words.ts'

export { ConfigFault } from './config.ts'
export { type Edge, type EdgeOptions, type EdgeState, startEdge } from './edge.ts'
export { type Config, ConfigSchema, type DeviceConfig } from './schema.ts'

/** A graceful end takes at most this long; then the process ends anyway (the log loses nothing by it). */
const stopMsMax = 2500

if (import.meta.main) await run()

async function run(): Promise<void> {
  const path = configPath()
  let locale = localeFrom(undefined, process.env)
  try {
    if (path === undefined) return refuse(say(locale, reason('edge.config.usage')))
    const config = readConfig(path)
    locale = localeFrom(
      config.language === 'en' || config.language === 'zh' ? config.language : undefined,
      process.env,
    )
    stopOnSignal(await startEdge(config), locale)
  } catch (error) {
    refuse(error instanceof ConfigFault ? faultLines(error, locale) : say(locale, reasonOf(error)))
  }
}

function configPath(): string | undefined {
  try {
    return parseArgs({ options: { config: { type: 'string' } } }).values.config
  } catch {
    return undefined
  }
}

function readConfig(path: string): Config {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Config
  } catch (error) {
    const locale = localeFrom(undefined, process.env)
    throw new Error(say(locale, reason('edge.config.file', { path, message: messageOf(error) })))
  }
}

function faultLines(fault: ConfigFault, locale: Locale): string {
  const lines = fault.faults.map((found) => {
    return `  ${found.field}: ${say(locale, reason(found.rule, found.values ?? {}))}`
  })
  return [say(locale, reason('edge.config.invalid', { count: lines.length })), ...lines].join('\n')
}

function refuse(text: string): void {
  process.stderr.write(`${text}\n`)
  process.exitCode = 1
}

function stopOnSignal(edge: Edge, locale: Locale): void {
  let isStopping = false
  const stop = () => {
    if (isStopping) return
    isStopping = true
    setTimeout(() => process.exit(1), stopMsMax).unref()
    edge.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${say(locale, reason('edge.process.failed', { message: messageOf(error) }))}\n`)
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  // A supervisor that started us holds the other end of this channel; when it goes, so do we.
  process.once('disconnect', stop)
}
