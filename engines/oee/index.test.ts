import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import {
  attribute,
  bindTags,
  credit,
  type Elements,
  figures,
  figuresOf,
  incrementsOf,
  mtconnectRules,
  type Report,
  ratio,
  rollUp,
  type Signals,
  statesFromSignals,
  toNumber,
} from './index.ts'

const here = dirname(fileURLToPath(import.meta.url))
const minute = 60_000_000

/** A machine's morning as a server would bring it: signals, calendar, a person's word, a part counter. */
function morning(): { report: Report; elements: Elements } {
  const window = { fromMicros: 0, toMicros: 240 * minute }
  const point = (at: number, value: string | number) => ({
    timeMicros: at * minute,
    value,
    quality: 'good' as const,
  })
  const lost = { timeMicros: 200 * minute, value: null, quality: 'bad' as const }
  const signals: Signals = {
    'tag-1': [point(0, 'READY'), point(20, 'ACTIVE'), point(100, 'FEED_HOLD'), point(110, 'ACTIVE'), lost],
    'tag-2': [point(0, 'AUTOMATIC')],
  }
  const rules = bindTags(mtconnectRules, { EXECUTION: 'tag-1', CONTROLLER_MODE: 'tag-2' })
  const observations = statesFromSignals(rules, signals, window)
  const calendar = [{ id: 'shift-1', kind: 'shift' as const, ...window }]
  const changeover = { fromMicros: 0, toMicros: 20 * minute, state: 'setup' as const, reason: 'changeover' }
  const overrides = [{ id: 'word-1', recorded: 1, ...changeover }]
  const attribution = attribute({ window, calendar, observations, overrides })
  const counter = [point(20, 1000), point(60, 1040), point(150, 1120), point(190, 1160)]
  const counts = incrementsOf(counter).map(({ timeMicros, quantity }) => ({
    timeMicros,
    good: quantity,
    rejected: 0,
  }))
  const runs = [{ id: 'run-1', product: 'p', ...window, plannedMicros: minute }]
  const report = figures({ attribution, counts, runs })
  assert.equal(credit(attribution, counts, runs).planned.produced, 160n)
  return { report, elements: report.elements }
}

describe('the engine’s door', () => {
  it('leads from signals to figures', () => {
    const { figures: all } = morning().report
    assert.equal(toNumber(all.availability.ratio!), 170 / 240)
    assert.equal(toNumber(all.effectiveness.ratio!), 160 / 170)
    assert.equal(all.qualityRatio.value, 1)
    assert.equal(all.oee.value, 160 / 240)
    assert.deepEqual(all.nee.ratio, ratio(190 * 160, 240 * 170))
    assert.equal(all.knownRatio.value, 200 / 240)
  })

  it('leads from machines to a region by sums', () => {
    const { elements } = morning()
    const together = rollUp([
      { id: 'a', elements },
      { id: 'b', elements },
    ])
    assert.deepEqual(together.figures.oee, figuresOf(elements).oee)
  })

  it('does the same twice: it keeps nothing between calls', () => {
    assert.deepEqual(morning(), morning())
  })
})

describe('the specification', () => {
  const spec = readFileSync(join(here, 'SPEC.md'), 'utf8')
  const defined = new Set([...spec.matchAll(/\*\*(OEE-\d+)\*\*/g)].map((match) => match[1]!))
  const texts = ['.', 'test'].flatMap((folder) =>
    readdirSync(join(here, folder))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => ({ file: join(folder, file), text: readFileSync(join(here, folder, file), 'utf8') })),
  )

  it('numbers every rule once', () => {
    const numbers = [...spec.matchAll(/\*\*(OEE-\d+)\*\*/g)].map((match) => match[1]!)
    assert.equal(new Set(numbers).size, numbers.length)
    assert.ok(numbers.length > 40)
  })

  it('has every rule that code or tests name', () => {
    for (const { file, text } of texts) {
      for (const [rule] of text.matchAll(/OEE-\d+/g)) assert.ok(defined.has(rule), `${file} names ${rule}`)
    }
  })

  it('has no rule that no test names', () => {
    const named = new Set(
      texts
        .filter(({ file }) => file.endsWith('.test.ts'))
        .flatMap(({ text }) => text.match(/OEE-\d+/g) ?? []),
    )
    for (const rule of defined) assert.ok(named.has(rule), `${rule} has no test`)
  })

  it('is kept by code that reads no file, no clock and no chance', () => {
    const tests = /\.(test|bench)\.ts$|^test/
    for (const { file, text } of texts) {
      if (tests.test(file)) continue
      assert.doesNotMatch(text, /from '(node:|[a-z@])|Date\.now|new Date|Math\.random|process\./, file)
    }
  })
})
