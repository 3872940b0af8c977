import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { run as aggregate } from '@ronghe/aggregate/bench'
import { run as alarm } from '@ronghe/alarm/bench'
import { run as anomaly } from '@ronghe/anomaly/bench'
import { run as epcis } from '@ronghe/epcis/bench'
import { run as oee } from '@ronghe/oee/bench'
import { run as scoring } from '@ronghe/scoring/bench'
import { run as sparkplug } from '@ronghe/sparkplug/bench'
import { buildWebIfStale, builtFolder } from '@ronghe/web/build'
import { large as largeRegion, runAssess } from './assess/assess.ts'
import { large as largeEnergy, runEnergy } from './energy/energy.ts'
import { large as largeFigures, runGovernance } from './governance/governance.ts'
import { large as largeIngest, runIngest } from './ingest/ingest.ts'
import { large as largePlant, runModbus } from './modbus/modbus.ts'
import { large as largePhone, runPhone } from './phone/phone.ts'
import { type Row, readResults, withRows, writeResults } from './results.ts'
import { fuxaProgram } from './tags/fuxa.ts'
import { large as largeTags, runTags } from './tags/tags.ts'
import { large } from './telemetry/points.ts'
import { runTelemetry } from './telemetry/telemetry.ts'
import { large as largeTrace, runTrace } from './trace/trace.ts'

/**
 * Runs every benchmark large (or those named) and writes `RESULTS.md` and `results.json`, conditions first.
 * Figures of benchmarks that are not run stay as they are.
 */
const say = (text: string) => console.log(text)
type Alone = Omit<Row, 'engine' | 'peer' | 'ratio'> & { peer?: NonNullable<Row['peer']> }
const alone = (engine: string, run: (options: { large: boolean }) => Promise<Alone[]>) => async () =>
  (await run({ large: true })).map((one): Row => {
    const { peer = null } = one
    const isMoreBetter = one.unit !== '%'
    const ratio = peer && (isMoreBetter ? one.value / peer.value : peer.value / one.value)
    return { engine, ...one, peer, ratio }
  })
const engines: Record<string, () => Promise<Row[]>> = {
  telemetry: () => runTelemetry(large, { withPeers: true, say }),
  modbus: () => runModbus(largePlant),
  ingest: () => runIngest(largeIngest),
  tags: () => runTags(largeTags, fuxaProgram()),
  aggregate: alone('aggregate', aggregate),
  alarm: alone('alarm', alarm),
  assess: () => runAssess(largeRegion),
  governance: () => runGovernance(largeFigures),
  anomaly: alone('anomaly', anomaly),
  energy: () => runEnergy(largeEnergy),
  epcis: alone('epcis', epcis),
  oee: alone('oee', oee),
  async phone() {
    await buildWebIfStale()
    return runPhone(largePhone, builtFolder)
  },
  scoring: alone('scoring', scoring),
  sparkplug: alone('sparkplug', sparkplug),
  trace: () => runTrace(largeTrace),
}

const named = process.argv.slice(2)
const unknown = named.filter((name) => !Object.hasOwn(engines, name))
if (unknown.length > 0) {
  say(`No benchmark is named ${unknown.join(', ')}; there are: ${Object.keys(engines).join(', ')}`)
  process.exit(1)
}
const folder = fileURLToPath(new URL('.', import.meta.url))
const processor = `${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown'}`
const machine = `${processor}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.version}`
let results = { ...(await readResults(`${folder}results.json`)), machine }
for (const [engine, run] of Object.entries(engines)) {
  if (named.length > 0 && !named.includes(engine)) continue
  const load = os.loadavg()[0]?.toFixed(1)
  const at = `${new Date().toISOString().slice(0, 10)}, load of the machine before: ${load}`
  results = withRows(results, engine, await run(), at)
  await writeResults(folder, results)
}
say(`bench/RESULTS.md: ${results.rows.length} figures`)
