import { writeFile } from 'node:fs/promises'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { run as series } from '@ronghe/kit/series/bench'
import { run as oee } from '@ronghe/oee/bench'

/**
 * Runs every benchmark large (or those named) and writes `RESULTS.md` and `results.json`, conditions first.
 */
const engines = { telemetry: series, oee }
const named = process.argv.slice(2)
const processor = `${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown'}`
const machine = `${processor}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.version}`
const rows: {
  engine: string
  name: string
  value: number
  unit: string
  peer: string | null
  ratio: number | null
  conditions: string
}[] = []
for (const [engine, run] of Object.entries(engines)) {
  if (named.length > 0 && !named.includes(engine)) continue
  for (const one of await run({ large: true })) rows.push({ engine, ...one, peer: null, ratio: null })
}
const folder = fileURLToPath(new URL('.', import.meta.url))
await writeFile(`${folder}results.json`, `${JSON.stringify({ machine, rows }, null, 2)}\n`)
const lines = rows.map(
  (row) =>
    `| ${row.engine} | ${row.conditions} | ${row.name} | ${row.value.toPrecision(4)} ${row.unit} | – |`,
)
await writeFile(
  `${folder}RESULTS.md`,
  [
    `# Measurements`,
    '',
    `Machine: ${machine}. Others may share it. No peer was measured in this run.`,
    '',
    '| engine | conditions | what | value | peer |',
    '| --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n'),
)
console.log(`bench/RESULTS.md: ${rows.length} figures`)
