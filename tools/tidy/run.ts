import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { drawing, drawingPath } from './drawing.ts'
import { type House, readHouse } from './house.ts'
import { faultLine, judge } from './judge.ts'
import { ratios } from './rules/test-ratio.ts'
import { rules } from './rules.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean', default: false },
    rules: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    root: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const usage = `node tools/tidy/run.ts [--only <rule>]… [--root <folder>] [<path beginning>…]
  --write   print the drawing of the house to ${drawingPath}
  --rules   list the rules and their reasons`

const root = resolve(values.root ?? fileURLToPath(new URL('../../', import.meta.url)))
if (values.help) console.log(usage)
else if (values.rules) console.log(rules.map(({ name, why }) => `${name.padEnd(18)} ${why}`).join('\n'))
else if (values.write) writeDrawing(readHouse(root))
else process.exitCode = report(readHouse(root)) ? 0 : 1

function writeDrawing(house: House): void {
  const path = join(root, drawingPath)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, drawing(house))
  console.log(drawingPath)
}

/** Prints every fault and the ratio of tests; true when there is no fault. */
function report(house: House): boolean {
  const startedMs = performance.now()
  const chosen = rules.filter(({ name }) => !values.only || values.only.includes(name))
  const faults = judge(house, chosen).filter(
    ({ path }) => positionals.length === 0 || positionals.some((start) => path.startsWith(start)),
  )
  for (const fault of faults) console.log(faultLine(fault))
  if (positionals.length === 0 && !values.only) {
    for (const { folder, code, pages, tests, wanted } of ratios(house)) {
      const ratio = code === 0 ? '–' : (tests / code).toFixed(2)
      console.log(
        `${folder}: ${code} lines of code, ${tests} of test, ratio ${ratio} (≥ ${wanted}); ${pages} of pages`,
      )
    }
  }
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(
    `tidy: ${faults.length} faults in ${house.files.length} files by ${chosen.length} rules, ${seconds} s`,
  )
  return faults.length === 0
}
