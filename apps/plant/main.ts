import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type PlantConfig, PlantConfigFault, readPlantConfig } from './config.ts'
import { type Plant, startPlant } from './plant.ts'

export { type PlantConfig, PlantConfigFault, readPlantConfig } from './config.ts'
export { type Plant, startPlant } from './plant.ts'

const usage = 'node apps/plant/main.ts [--config plant.json] [--speed 0] [--data-directory ./data/plant]'

if (process.argv[1] === fileURLToPath(import.meta.url)) await run()

/**
 * The process: reads its configuration, plays until it is told to end, and logs one JSON line for each event.
 */
async function run(): Promise<void> {
  try {
    const starting = startPlant(readCommandLine(process.argv.slice(2)))
    endWhenTold(starting)
    const { mtconnectUrl, opcuaUrl, machines } = await starting
    log('info', 'plant.ready', { mtconnectUrl, opcuaUrl, machines, startMs: Math.round(performance.now()) })
  } catch (error) {
    log('error', 'plant.failed', explain(error))
    process.exitCode = 1
    // Whoever started this process need not go away for it to end.
    process.channel?.unref()
  }
}

/**
 * Ends at a signal, and when the process that started this one goes away, even while the plant is starting.
 */
function endWhenTold(starting: Promise<Plant>): void {
  const end = (reason: string) => {
    log('info', 'plant.stopping', { reason })
    // What does not close in time is cut off; nothing here needs saving.
    setTimeout(() => process.exit(), stopMsMax).unref()
    const stopped = starting.then((plant) => plant.stop())
    void stopped.catch(() => {}).then(() => process.exit())
  }
  process.once('SIGTERM', () => end('SIGTERM'))
  process.once('SIGINT', () => end('SIGINT'))
  process.once('disconnect', () => end('disconnect'))
}

const stopMsMax = 1500

function readCommandLine(args: string[]): PlantConfig {
  const { values } = parseArgs({
    args,
    options: {
      config: { type: 'string' },
      speed: { type: 'string' },
      'data-directory': { type: 'string' },
    },
  })
  const file = values.config ?? fileURLToPath(new URL('./plant.json', import.meta.url))
  const given = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  if (values.speed !== undefined) given.speed = Number(values.speed)
  if (values['data-directory'] !== undefined) given.dataDirectory = values['data-directory']
  return readPlantConfig(given)
}

function explain(error: unknown): Record<string, unknown> {
  if (error instanceof PlantConfigFault) return { faults: error.faults }
  const { code, message, port } = error as NodeJS.ErrnoException & { port?: number }
  if (code?.startsWith('ERR_PARSE_ARGS') === true) return { message, usage }
  return { message, ...(code === undefined ? {} : { code }), ...(port === undefined ? {} : { port }) }
}

function log(level: 'info' | 'error', event: string, fields: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ level, time: new Date().toISOString(), event, ...fields })}\n`)
}
