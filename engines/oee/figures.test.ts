import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { attribute } from './attribute.ts'
import { type Elements, elementsOf, type Production, timesOf } from './elements.ts'
import { type Figure, type Figures, figuresOf, type Missing } from './figures.ts'
import type { TimeInput } from './model.ts'
import { type Ratio, ratio } from './ratio.ts'
import { eightHours, made, minute, planned, running, seen } from './test/sample.ts'

/**
 * The day of the examples, in minutes: 480 of calendar, 30 of break, so PBT 450; setup 30, production 300,
 * delay 20, down 40, idle 30, unknown 30. PRI one minute; 240 made, 228 of them good.
 */
const day: TimeInput = {
  window: eightHours,
  calendar: [planned('shift', 0, 480), planned('break', 240, 270)],
  observations: [
    seen('setup', 0, 30),
    seen('production', 30, 240),
    seen('production', 270, 360),
    seen('delay', 360, 380),
    seen('down', 380, 420),
    seen('idle', 420, 450),
  ],
}
const output: Production = {
  counts: [made(200, 150, 10), made(350, 78, 2)],
  runs: [running('p', 0, 480, 60)],
  orderMicros: BigInt(500 * minute),
}

function elements(input: Partial<TimeInput> = {}, production: Partial<Production> = {}): Elements {
  return elementsOf(attribute({ ...day, ...input }), { ...output, ...production }).elements
}

function figures(input: Partial<TimeInput> = {}, production: Partial<Production> = {}): Figures {
  return figuresOf(elements(input, production))
}

function holds(figure: Figure, top: number, bottom: number): void {
  const expected: Ratio = ratio(top, bottom)
  assert.deepEqual(figure.ratio, expected)
  assert.equal(figure.missing, null)
  assert.ok(Math.abs(figure.value! - top / bottom) < 1e-12)
}

function misses(figure: Figure, why: Missing): void {
  assert.deepEqual(figure, { ratio: null, value: null, missing: why })
}

describe('times', () => {
  it('OEE-51 follow the chain of ISO 22400-2', () => {
    const times = timesOf(elements().time)
    const minutes = Object.fromEntries(
      Object.entries(times).map(([name, micros]) => [name, Number(micros) / minute]),
    )
    assert.deepEqual(minutes, {
      calendar: 480,
      plannedOperation: 480,
      plannedBusy: 450,
      busy: 350,
      processing: 330,
      production: 300,
      setup: 30,
      delay: 20,
      down: 70,
      unknown: 30,
    })
  })

  it('OEE-51 AUBT = AUPT + ADET, AUPT = APT + AUST, PBT = AUBT + ADOT + unknown', () => {
    const times = timesOf(elements().time)
    assert.equal(times.busy, times.processing + times.delay)
    assert.equal(times.processing, times.production + times.setup)
    assert.equal(times.plannedBusy, times.busy + times.down + times.unknown)
  })

  it('OEE-51 free time is in the calendar and not in the plan', () => {
    const times = timesOf(elements({ calendar: [planned('shift', 0, 400)] }).time)
    assert.equal(times.plannedOperation, BigInt(400 * minute))
    assert.equal(times.calendar, BigInt(480 * minute))
  })
})

describe('figures of an ordinary day', () => {
  const day = figures()

  it('OEE-52 availability is APT / PBT, and unknown time lowers it', () => {
    holds(day.availability, 300, 450)
  })

  it('OEE-52 availability of known time stands beside it, with the known share', () => {
    holds(day.availabilityKnown, 300, 420)
    holds(day.knownRatio, 420, 450)
  })

  it('OEE-53 effectiveness is PRI·PQ / APT', () => {
    holds(day.effectiveness, 240, 300)
    assert.equal(day.overSpeed, false)
  })

  it('OEE-54 quality ratio is GQ / PQ', () => {
    holds(day.qualityRatio, 228, 240)
  })

  it('OEE-55 OEE is their product', () => {
    holds(day.oee, 300 * 240 * 228, 450 * 300 * 240)
    holds(day.oee, 228, 450)
  })

  it('OEE-56 NEE is AUPT/PBT · E · Q: setup does not lower it', () => {
    holds(day.nee, 330 * 240 * 228, 450 * 300 * 240)
    assert.notDeepEqual(day.nee.ratio, ratio(300 * 228, 450 * 240), 'A·Q is not NEE')
  })

  it('OEE-55 by time it is what good items needed of the plan', () => {
    holds(day.oeeByTime, 228, 450)
  })

  it('OEE-57 the other figures of the standard', () => {
    holds(day.utilisationEfficiency, 300, 350)
    holds(day.technicalEfficiency, 300, 320)
    holds(day.setupRatio, 30, 330)
    holds(day.allocationEfficiency, 350, 450)
    holds(day.allocationRatio, 350, 500)
    holds(day.productionProcessRatio, 300, 500)
    holds(day.throughputPerHour, 240 * 60, 500)
  })
})

describe('figures above 1', () => {
  it('OEE-53 effectiveness above 1 is told and not cut', () => {
    const fast = figures({}, { runs: [running('p', 0, 480, 90)] })
    holds(fast.effectiveness, 360, 300)
    assert.equal(fast.overSpeed, true)
    holds(fast.oee, 300 * 360 * 228, 450 * 300 * 240)
  })

  it('OEE-53 exactly 1 is not over speed', () => {
    const exact = figures({}, { runs: [running('p', 0, 480, 75)] })
    holds(exact.effectiveness, 1, 1)
    assert.equal(exact.overSpeed, false)
  })
})

describe('figures without a value', () => {
  it('OEE-58 no counts: no effectiveness, no quality, no OEE, and why', () => {
    const blind = figures({}, { counts: null })
    holds(blind.availability, 300, 450)
    for (const figure of [blind.effectiveness, blind.qualityRatio, blind.oee, blind.nee, blind.oeeByTime]) {
      misses(figure, 'noCounts')
    }
    misses(blind.throughputPerHour, 'noCounts')
    assert.equal(blind.overSpeed, false)
  })

  it('OEE-58 no planned run time: quality, but no effectiveness and no OEE', () => {
    const unplanned = figures({}, { runs: [] })
    misses(unplanned.effectiveness, 'noIdealCycle')
    misses(unplanned.oee, 'noIdealCycle')
    misses(unplanned.nee, 'noIdealCycle')
    misses(unplanned.oeeByTime, 'noIdealCycle')
    holds(unplanned.qualityRatio, 228, 240)
  })

  it('OEE-58 nothing planned: nothing can be said of the plan', () => {
    const sunday = figures({ calendar: [] })
    for (const figure of [sunday.availability, sunday.oee, sunday.nee, sunday.oeeByTime, sunday.knownRatio]) {
      misses(figure, 'noPlannedTime')
    }
    misses(sunday.availabilityKnown, 'noKnownTime')
    misses(sunday.utilisationEfficiency, 'noBusyTime')
    misses(sunday.setupRatio, 'noProcessingTime')
    misses(sunday.technicalEfficiency, 'noProductionTime')
  })

  it('OEE-58 no order time: no figure of orders', () => {
    for (const orderMicros of [null, 0n]) {
      const free = figures({}, { orderMicros })
      misses(free.allocationRatio, 'noOrderTime')
      misses(free.productionProcessRatio, 'noOrderTime')
      misses(free.throughputPerHour, 'noOrderTime')
    }
  })

  it('OEE-58 made in a time without production: effectiveness has no value', () => {
    const strange = figures({ observations: [seen('idle', 0, 480)] })
    holds(strange.availability, 0, 1)
    misses(strange.effectiveness, 'noProductionTime')
    misses(strange.oee, 'noProductionTime')
    holds(strange.oeeByTime, 228, 450)
  })

  it('OEE-54 a machine that stood all day and counts has OEE 0, though its factors have no value', () => {
    const stood = figures({ observations: [seen('down', 0, 480)] }, { counts: [] })
    misses(stood.effectiveness, 'noProductionTime')
    misses(stood.qualityRatio, 'nothingProduced')
    holds(stood.oee, 0, 1)
    holds(stood.nee, 0, 1)
    holds(stood.oeeByTime, 0, 1)
  })

  it('OEE-54 a machine that ran and made nothing has effectiveness 0 and OEE 0', () => {
    const dry = figures({}, { counts: [] })
    holds(dry.effectiveness, 0, 1)
    misses(dry.qualityRatio, 'nothingProduced')
    holds(dry.oee, 0, 1)
  })

  it('OEE-52 a machine nobody saw has availability 0, known share 0, and no OEE', () => {
    const dark = figures({ observations: [] }, { counts: [] })
    holds(dark.availability, 0, 1)
    holds(dark.knownRatio, 0, 1)
    misses(dark.availabilityKnown, 'noKnownTime')
    misses(dark.oee, 'noKnownTime')
  })
})

describe('several products', () => {
  const runs = [running('p', 0, 240, 60), running('q', 240, 480, 20)]
  const counts = [made(200, 100, 0), made(350, 90, 30)]
  const mixed = figures({}, { runs, counts })

  it('OEE-53 effectiveness sums PRI·PQ over the products', () => {
    holds(mixed.effectiveness, 100 * 60 + 120 * 20, 300 * 60)
  })

  it('OEE-55 OEE is the product of the standard; by time it may differ, and both are told', () => {
    holds(mixed.oee, 300 * (8400 / 60) * 190, 450 * 300 * 220)
    holds(mixed.oeeByTime, 100 * 60 + 90 * 20, 450 * 60)
  })
})
