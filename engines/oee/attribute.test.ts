import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { attribute } from './attribute.ts'
import type { Attribution, TimeInput } from './model.ts'
import { eightHours, minute, planned, said, seen, span } from './test/sample.ts'

const shift = planned('shift', 0, 480)
const everyday: TimeInput = { window: eightHours, calendar: [shift], observations: [] }

/** The intervals as text, `class from–to` in minutes. */
function drawn(attribution: Attribution): string {
  return attribution.intervals
    .map(({ timeClass, fromMicros, toMicros }) => `${timeClass} ${fromMicros / minute}–${toMicros / minute}`)
    .join(', ')
}

function attributed(more: Partial<TimeInput>): Attribution {
  return attribute({ ...everyday, ...more })
}

describe('one class for every moment', () => {
  it('OEE-1 an ordinary shift adds up to its eight hours', () => {
    const result = attributed({
      calendar: [shift, planned('break', 240, 270)],
      observations: [
        seen('setup', 0, 30),
        seen('production', 30, 300),
        seen('down', 300, 330),
        seen('idle', 330, 400),
      ],
    })
    assert.equal(
      drawn(result),
      'setup 0–30, production 30–240, plannedStop 240–270, production 270–300, ' +
        'down 300–330, idle 330–400, unknown 400–480',
    )
    assert.deepEqual(result.totals, {
      notPlanned: 0,
      plannedStop: 30 * minute,
      unknown: 80 * minute,
      idle: 70 * minute,
      down: 30 * minute,
      delay: 0,
      setup: 30 * minute,
      production: 240 * minute,
    })
  })

  it('OEE-1 stops that overlap are not taken off twice: availability cannot become negative', () => {
    const result = attributed({
      overrides: [
        said('tool', 'down', 0, 300, { recorded: 1 }),
        said('material', 'down', 100, 400, { recorded: 2 }),
        said('repair', 'down', 200, 480, { recorded: 3 }),
      ],
    })
    assert.equal(result.totals.down, 480 * minute)
    assert.equal(drawn(result), 'down 0–100, down 100–200, down 200–480')
  })

  it('OEE-2 refuses times that are not whole microseconds, and says whose', () => {
    assert.throws(
      () => attributed({ calendar: [planned('shift', 0, 1 / 7e6, 'early')] }),
      /calendar early toMicros/,
    )
    assert.throws(
      () => attributed({ observations: [seen('idle', Number.NaN, 5)] }),
      /observation .* fromMicros/,
    )
    assert.throws(() => attributed({ overrides: [said('x', null, 0, Infinity)] }), /override x toMicros/)
    assert.throws(() => attributed({ window: { fromMicros: 5, toMicros: 5 } }), /positive length/)
  })

  it('OEE-3 leaves out what is reversed, empty or outside, and says so', () => {
    const result = attributed({
      calendar: [shift, planned('break', 500, 600)],
      observations: [seen('production', 0, 480), seen('down', 100, 50), seen('idle', 70, 70)],
      overrides: [said('past', 'down', -60, 0)],
    })
    assert.deepEqual(result.ignored, [
      { input: 'calendar', id: 'break', why: 'outside' },
      { input: 'observation', id: 'down@100', why: 'reversed' },
      { input: 'observation', id: 'idle@70', why: 'empty' },
      { input: 'override', id: 'past', why: 'outside' },
    ])
    assert.equal(drawn(result), 'production 0–480')
  })

  it('OEE-9 every interval names who decided, the input and the rule', () => {
    const { intervals } = attributed({
      calendar: [planned('shift', 0, 300), planned('break', 100, 130)],
      observations: [seen('production', 0, 100, { reason: 'auto' }), seen('idle', 130, 200)],
      overrides: [said('tool', 'down', 150, 200)],
    })
    assert.deepEqual(
      intervals.map(({ decidedBy, reference, reason, rule }) => [decidedBy, reference, reason, rule]),
      [
        ['observation', 'production@0', 'auto', 'OEE-15'],
        ['calendar', 'break', 'break', 'OEE-11'],
        ['observation', 'idle@130', null, 'OEE-18'],
        ['override', 'tool', 'tool', 'OEE-17'],
        ['silence', null, null, 'OEE-19'],
        ['calendar', null, null, 'OEE-12'],
      ],
    )
  })
})

describe('the calendar', () => {
  it('OEE-11 a stop stands before the shift it lies in, whichever came first', () => {
    const stops = [planned('break', 60, 90), planned('maintenance', 80, 120)]
    const expected = 'unknown 0–60, plannedStop 60–80, plannedStop 80–120, unknown 120–480'
    assert.equal(drawn(attributed({ calendar: [shift, ...stops] })), expected)
    assert.equal(drawn(attributed({ calendar: [...stops, shift] })), expected)
  })

  it('OEE-11 a holiday is not planned, and stands before all else', () => {
    const result = attributed({
      calendar: [shift, planned('maintenance', 0, 60), planned('holiday', 0, 480)],
    })
    assert.equal(drawn(result), 'notPlanned 0–480')
    assert.equal(result.intervals[0]?.reference, 'holiday')
  })

  it('OEE-11 overtime is planned busy time like a shift', () => {
    const result = attributed({ calendar: [planned('shift', 0, 240), planned('overtime', 240, 300)] })
    assert.equal(drawn(result), 'unknown 0–300, notPlanned 300–480')
  })

  it('OEE-11 a stop outside any shift is a planned stop, not free time', () => {
    const result = attributed({ calendar: [planned('shift', 0, 240), planned('maintenance', 300, 360)] })
    assert.equal(drawn(result), 'unknown 0–240, notPlanned 240–300, plannedStop 300–360, notPlanned 360–480')
  })

  it('OEE-11 shifts that overlap or come twice plan their time once', () => {
    const result = attributed({
      calendar: [planned('shift', 0, 300, 'early'), planned('shift', 200, 480, 'late'), shift],
    })
    assert.equal(result.totals.unknown, 480 * minute)
  })

  it('OEE-11 an entry may name its reason', () => {
    const calendar = [shift, { ...planned('break', 60, 90), reason: 'lunch' }]
    assert.equal(attributed({ calendar }).intervals[1]?.reason, 'lunch')
  })

  it('OEE-12 what no entry covers is not planned, whatever was seen there', () => {
    const result = attributed({ calendar: [], observations: [seen('down', 0, 200), seen('idle', 200, 480)] })
    assert.equal(drawn(result), 'notPlanned 0–480')
  })

  it('OEE-13 production outside the plan is not busy time, and is told apart', () => {
    const calendar = [planned('shift', 0, 240), planned('break', 100, 130)]
    const result = attributed({ calendar, observations: [seen('production', 0, 300)] })
    assert.equal(
      drawn(result),
      'production 0–100, plannedStop 100–130, production 130–240, notPlanned 240–480',
    )
    assert.equal(result.productionOutsidePlanMicros, 90 * minute)
  })

  it('OEE-13 where the site says so, production outside the plan enlarges the plan', () => {
    const calendar = [planned('shift', 0, 240), planned('break', 100, 130)]
    const observations = [seen('production', 0, 300), seen('idle', 300, 400)]
    const result = attributed({ calendar, observations, productionOutsidePlan: 'include' })
    assert.equal(
      drawn(result),
      'production 0–100, production 100–130, production 130–240, production 240–300, notPlanned 300–480',
    )
    assert.equal(result.productionOutsidePlanMicros, 0)
    assert.deepEqual(
      result.intervals.map((interval) => interval.rule),
      ['OEE-15', 'OEE-13', 'OEE-15', 'OEE-13', 'OEE-12'],
    )
  })
})

describe('witnesses', () => {
  it('OEE-16 of two witnesses the worse for availability is believed', () => {
    const order = ['down', 'delay', 'idle', 'setup', 'production', 'unknown'] as const
    order.forEach((worse, index) => {
      for (const better of order.slice(index + 1)) {
        const observations = [seen(better, 0, 480), seen(worse, 0, 480)]
        assert.equal(drawn(attributed({ observations })), `${worse} 0–480`)
      }
    })
  })

  it('OEE-16 a witness who knows nothing does not silence one who knows', () => {
    const observations = [seen('unknown', 0, 480), seen('production', 100, 200)]
    assert.equal(drawn(attributed({ observations })), 'unknown 0–100, production 100–200, unknown 200–480')
  })

  it('OEE-16 of equal states the later recorded names the reason; then the greater id', () => {
    const early = seen('down', 0, 480, { id: 'z', reason: 'early', recorded: 1 })
    const late = seen('down', 0, 480, { id: 'a', reason: 'late', recorded: 2 })
    const twin = seen('down', 0, 480, { id: 'b', reason: 'twin', recorded: 2 })
    assert.equal(attributed({ observations: [late, early] }).intervals[0]?.reason, 'late')
    assert.equal(attributed({ observations: [early, twin, late] }).intervals[0]?.reason, 'twin')
  })

  it('OEE-18 what a witness saw holds where nobody said otherwise', () => {
    const observations = [seen('delay', 0, 100, { reason: 'feedHold' })]
    const { intervals } = attributed({ observations })
    assert.equal(intervals[0]?.timeClass, 'delay')
    assert.equal(intervals[0]?.reason, 'feedHold')
  })

  it('OEE-19 no witness: unknown, inside planned time', () => {
    assert.equal(drawn(attributed({})), 'unknown 0–480')
  })
})

describe('what people say', () => {
  it('OEE-17 a person names what a stop was', () => {
    const observations = [seen('production', 0, 100), seen('idle', 100, 200), seen('production', 200, 480)]
    const result = attributed({ observations, overrides: [said('changeover', 'setup', 100, 200)] })
    assert.equal(drawn(result), 'production 0–100, setup 100–200, production 200–480')
    assert.equal(result.declared.setup, 100 * minute)
    assert.equal(result.declared.production, 0)
  })

  it('OEE-17 a reason without a state keeps the state that was seen', () => {
    const observations = [seen('delay', 0, 100), seen('idle', 100, 200)]
    const result = attributed({ observations, overrides: [said('material', null, 0, 200)] })
    assert.equal(drawn(result), 'delay 0–100, idle 100–200, unknown 200–480')
    assert.deepEqual(
      result.intervals.map((interval) => interval.reason),
      ['material', 'material', null],
    )
  })

  it('OEE-17 a reason where nothing was seen is a stop somebody saw', () => {
    const observations = [seen('unknown', 0, 100)]
    const result = attributed({ observations, overrides: [said('power cut', null, 0, 200)] })
    assert.equal(drawn(result), 'down 0–200, unknown 200–480')
  })

  it('OEE-17 the later word holds, in whatever sequence they arrive', () => {
    const first = said('tool', 'down', 0, 300, { recorded: 1 })
    const second = said('setup', 'setup', 100, 200, { recorded: 2 })
    const expected = 'down 0–100, setup 100–200, down 200–300, unknown 300–480'
    assert.equal(drawn(attributed({ overrides: [first, second] })), expected)
    assert.equal(drawn(attributed({ overrides: [second, first] })), expected)
  })

  it('OEE-15 a stop declared over production takes none of it: the machine’s own word stands', () => {
    const observations = [seen('idle', 0, 100), seen('production', 100, 150), seen('idle', 150, 300)]
    const result = attributed({ observations, overrides: [said('tool', 'down', 0, 300)] })
    assert.equal(drawn(result), 'down 0–100, production 100–150, down 150–300, unknown 300–480')
  })

  it('OEE-14 a word meant for production overrules it, such as running without a part', () => {
    const observations = [seen('production', 0, 300)]
    const overrides = [said('warm-up', 'setup', 0, 60, { overProduction: true })]
    const result = attributed({ observations, overrides })
    assert.equal(drawn(result), 'setup 0–60, production 60–300, unknown 300–480')
    assert.equal(result.intervals[0]?.rule, 'OEE-14')
  })

  it('OEE-14 such a word stands before a later one that is not meant for production', () => {
    const overrides = [
      said('warm-up', 'setup', 0, 60, { overProduction: true, recorded: 1 }),
      said('tool', 'down', 0, 100, { recorded: 2 }),
    ]
    assert.equal(drawn(attributed({ overrides })), 'setup 0–60, down 60–100, unknown 100–480')
  })

  it('OEE-7 production that only a person reports counts, and is told apart', () => {
    const result = attributed({ overrides: [said('logged by hand', 'production', 0, 100)] })
    assert.equal(result.totals.production, 100 * minute)
    assert.equal(result.declared.production, 100 * minute)
  })

  it('OEE-10 nobody makes planned time of a break, or a break of planned time', () => {
    const calendar = [shift, planned('break', 100, 130)]
    const overrides = [said('we worked', 'production', 90, 140, { overProduction: true })]
    assert.equal(
      drawn(attributed({ calendar, overrides })),
      'unknown 0–90, production 90–100, plannedStop 100–130, production 130–140, unknown 140–480',
    )
  })
})

describe('late and repeated inputs', () => {
  it('OEE-5 the same message twice changes nothing', () => {
    const observations = [seen('production', 0, 100), seen('idle', 100, 480)]
    const once = attributed({ observations })
    const twice = attributed({ observations: [...observations, ...observations] })
    assert.deepEqual(twice, once)
  })

  it('OEE-6 an observation that comes late fills its own time and no other', () => {
    const before = attributed({ observations: [seen('production', 0, 100)] })
    const after = attributed({ observations: [seen('production', 0, 100), seen('idle', 200, 300)] })
    assert.equal(drawn(before), 'production 0–100, unknown 100–480')
    assert.equal(drawn(after), 'production 0–100, unknown 100–200, idle 200–300, unknown 300–480')
  })

  it('OEE-6 a microsecond can be the whole window', () => {
    const window = { fromMicros: 5 * minute, toMicros: 5 * minute + 1 }
    const result = attribute({ window, calendar: [shift], observations: [seen('production', 0, 10)] })
    assert.equal(result.totals.production, 1)
    assert.deepEqual(result.intervals[0], {
      ...window,
      timeClass: 'production',
      reason: null,
      decidedBy: 'observation',
      reference: 'production@0',
      rule: 'OEE-15',
    })
  })

  it('OEE-6 intervals of one input that others interrupt are whole again where they go on', () => {
    const observations = [seen('idle', 0, 480)]
    const overrides = [{ ...said('tool', 'down', 0, 0), ...span(100, 200) }]
    const { intervals } = attributed({ observations, overrides })
    assert.deepEqual(
      intervals.map((interval) => interval.reference),
      ['idle@0', 'tool', 'idle@0'],
    )
  })
})
