import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { attribute } from './attribute.ts'
import { elementsOf, type Production } from './elements.ts'
import {
  type BigLossName,
  lossesByReason,
  type ReasonCatalogue,
  sixBigLosses,
  stopsOf,
  stopsWithLosses,
  waterfall,
} from './losses.ts'
import type { Attribution, TimeInput } from './model.ts'
import { type Ratio, ratio, toNumber } from './ratio.ts'
import { eightHours, made, minute, planned, running, said, seen } from './test/sample.ts'

const day: TimeInput = {
  window: eightHours,
  calendar: [planned('shift', 0, 450), planned('break', 240, 270)],
  observations: [
    seen('setup', 0, 30, { reason: 'changeover' }),
    seen('production', 30, 240),
    seen('production', 270, 330),
    seen('delay', 330, 334, { reason: 'jam' }),
    seen('production', 334, 350),
    seen('delay', 350, 370, { reason: 'jam' }),
    seen('down', 370, 400, { reason: 'spindle' }),
    seen('idle', 400, 403, { reason: 'ready' }),
    seen('production', 403, 417),
    seen('idle', 417, 440, { reason: 'ready' }),
  ],
}
const output: Production = {
  counts: [made(200, 200, 10, { rejectedStartup: 4 }), made(345, 60, 0)],
  runs: [running('p', 0, 480, 60)],
}

const attribution = attribute(day)
const { elements } = elementsOf(attribution, output)

/** A ratio of microseconds in minutes. */
function inMinutes(value: Ratio | null): number | null {
  return value && toNumber(value) / minute
}

describe('the waterfall', () => {
  it('OEE-70 goes from calendar time to what good items needed, step by step', () => {
    const steps = waterfall(elements).map(({ step, loss, left }) => [step, inMinutes(loss), inMinutes(left)])
    assert.deepEqual(steps, [
      ['notPlanned', 30, 450],
      ['plannedStop', 30, 420],
      ['unknown', 10, 410],
      ['idle', 26, 384],
      ['down', 30, 354],
      ['delay', 24, 330],
      ['setup', 30, 300],
      ['speed', 30, 270],
      ['quality', 10, 260],
    ])
  })

  it('OEE-70 a speed loss below 0 says that items came faster than planned', () => {
    const fast = elementsOf(attribution, { ...output, runs: [running('p', 0, 480, 80)] }).elements
    const speed = waterfall(fast).find(({ step }) => step === 'speed')
    assert.equal(inMinutes(speed!.loss), -60)
    assert.equal(inMinutes(speed!.left), 360)
  })

  it('OEE-70 ends where counts or planned run times are missing', () => {
    for (const production of [{ counts: null }, { ...output, runs: [] }]) {
      const steps = waterfall(elementsOf(attribution, production).elements)
      assert.equal(inMinutes(steps.find(({ step }) => step === 'setup')!.left), 300)
      assert.deepEqual(steps.slice(-2), [
        { step: 'speed', loss: null, left: null },
        { step: 'quality', loss: null, left: null },
      ])
    }
  })
})

describe('losses by reason', () => {
  it('OEE-71 are sorted by time, with the number of stops', () => {
    const rows = lossesByReason(attribution).map(({ timeClass, reason, micros, events }) => [
      timeClass,
      reason,
      micros / minute,
      events,
    ])
    assert.deepEqual(rows, [
      ['down', 'spindle', 30, 1],
      ['notPlanned', null, 30, 1],
      ['plannedStop', 'break', 30, 1],
      ['setup', 'changeover', 30, 1],
      ['idle', 'ready', 26, 2],
      ['delay', 'jam', 24, 2],
      ['unknown', null, 10, 1],
    ])
  })

  it('OEE-71 sum to the window less production', () => {
    const sum = lossesByReason(attribution).reduce((total, loss) => total + loss.micros, 0)
    assert.equal(sum, 480 * minute - attribution.totals.production)
  })

  it('OEE-71 one stop told by two people under one reason is one stop', () => {
    const overrides = [said('tool', 'down', 400, 402), { ...said('tool', 'down', 402, 403), id: 'second' }]
    const loss = lossesByReason(attribute({ ...day, overrides })).find(({ reason }) => reason === 'tool')
    assert.equal(loss?.events, 1)
    assert.equal(loss?.micros, 3 * minute)
    assert.equal(loss?.declaredMicros, 3 * minute)
  })

  it('OEE-71 what people declared stands apart from what was seen under the same reason', () => {
    const overrides = [said('jam', 'delay', 370, 400)]
    const loss = lossesByReason(attribute({ ...day, overrides })).find(({ reason }) => reason === 'jam')
    assert.equal(loss?.micros, 54 * minute)
    assert.equal(loss?.declaredMicros, 30 * minute)
  })

  it('OEE-71 are none where all was production', () => {
    const all = attribute({
      ...day,
      calendar: [planned('shift', 0, 480)],
      observations: [seen('production', 0, 480)],
    })
    assert.deepEqual(lossesByReason(all), [])
  })
})

describe('the six big losses', () => {
  function sorted(
    reasons?: ReasonCatalogue,
    minorStopMinutes?: number,
  ): Partial<Record<BigLossName, number | null>> {
    const limit = minorStopMinutes === undefined ? {} : { minorStopMicrosMax: minorStopMinutes * minute }
    const losses = sixBigLosses(attribution, elements, { ...(reasons ? { reasons } : {}), ...limit })
    return Object.fromEntries(Object.entries(losses).map(([name, value]) => [name, inMinutes(value)]))
  }

  it('OEE-72 by class and length, where nothing is known of the reasons', () => {
    assert.deepEqual(sorted(), {
      equipmentFailure: 50,
      setupAdjustment: 30,
      idlingMinorStop: 7,
      reducedSpeed: 30,
      processDefect: 6,
      startupReject: 4,
      waiting: 23,
      unknown: 10,
    })
  })

  it('OEE-72 the bound of a minor stop belongs to it', () => {
    assert.equal(sorted({}, 4).idlingMinorStop, 7)
    assert.equal(sorted({}, 3).idlingMinorStop, 3)
    assert.equal(sorted({}, 20).idlingMinorStop, 27)
    assert.equal(sorted({}, 23).idlingMinorStop, 50)
  })

  it('OEE-72 the catalogue’s word stands', () => {
    const reasons: ReasonCatalogue = {
      jam: { loss: 'idlingMinorStop' },
      ready: { loss: 'waiting' },
      spindle: { loss: 'reducedSpeed' },
    }
    const losses = sorted(reasons)
    assert.equal(losses.idlingMinorStop, 24)
    assert.equal(losses.waiting, 26)
    assert.equal(losses.equipmentFailure, 0)
    assert.equal(losses.reducedSpeed, 60)
  })

  it('OEE-72 takes no reason from an object’s ancestors', () => {
    const odd = attribute({ ...day, observations: [seen('down', 0, 480, { reason: 'toString' })] })
    const losses = sixBigLosses(odd, elementsOf(odd, output).elements)
    assert.equal(inMinutes(losses.equipmentFailure), 420)
  })

  it('OEE-72 with what good items needed they make planned busy time', () => {
    const losses = Object.values(sixBigLosses(attribution, elements))
    const sum = losses.reduce((total, loss) => total + inMinutes(loss)!, 0)
    assert.equal(sum + 260, 420)
  })

  it('OEE-72 have no value where counts are missing, but times have', () => {
    const losses = sixBigLosses(attribution, elementsOf(attribution, { counts: null }).elements)
    assert.equal(losses.reducedSpeed, null)
    assert.equal(losses.processDefect, null)
    assert.equal(losses.startupReject, null)
    assert.deepEqual(losses.setupAdjustment, ratio(30 * minute))
  })

  it('OEE-72 a stop that changes its witness is one stop, and not two minor ones', () => {
    const observations = [
      seen('idle', 0, 4, { id: 'a', reason: 'ready' }),
      seen('idle', 4, 8, { id: 'b', reason: 'ready' }),
    ]
    const calendar = [planned('shift', 0, 8)]
    const split: Attribution = attribute({ ...day, calendar, observations })
    assert.equal(stopsOf(split).length, 1)
    const losses = sixBigLosses(split, elementsOf(split, output).elements)
    assert.equal(inMinutes(losses.waiting), 8)
  })

  it('OEE-72 a stop that a break interrupts is two', () => {
    const observations = [seen('idle', 0, 480, { reason: 'ready' })]
    const stops = stopsOf(attribute({ ...day, observations }))
    assert.deepEqual(
      stops.map(({ fromMicros, toMicros }) => [fromMicros / minute, toMicros / minute]),
      [
        [0, 240],
        [270, 450],
      ],
    )
  })
})

describe('micro-stops', () => {
  const micro = (rules: Parameters<typeof stopsWithLosses>[1], input = day) =>
    stopsWithLosses(attribute(input), rules)
      .filter((stop) => stop.isMicro)
      .map((stop) => [stop.timeClass, stop.fromMicros / minute, stop.loss])

  it('OEE-74 a short delay, idle or down stretch is a minor stop, whatever the catalogue says', () => {
    const reasons = { jam: { loss: 'equipmentFailure' as const } }
    assert.deepEqual(micro({ reasons, microStopMicrosMax: 4 * minute }), [
      ['delay', 330, 'idlingMinorStop'],
      ['idle', 400, 'idlingMinorStop'],
    ])
    const [short, long] = stopsWithLosses(attribute(day), { reasons }).filter(
      ({ reason }) => reason === 'jam',
    )
    assert.deepEqual([short?.loss, long?.loss], ['equipmentFailure', 'equipmentFailure'])
  })

  it('OEE-74 the bound is within; 0 knows none; setup and unknown are never micro-stops', () => {
    assert.equal(micro({ microStopMicrosMax: 4 * minute - 1 }).length, 1)
    assert.equal(micro({}).length, 0)
    const classes = new Set(micro({ microStopMicrosMax: 480 * minute }).map(([timeClass]) => timeClass))
    assert.deepEqual([...classes].sort(), ['delay', 'down', 'idle'])
  })

  it('OEE-74 of what a person spoke is no micro-stop', () => {
    const overrides = [said('jam', 'delay', 330, 334)]
    assert.deepEqual(
      micro({ microStopMicrosMax: 4 * minute }, { ...day, overrides }).map(([, at]) => at),
      [400],
    )
  })

  it('OEE-72 with micro-stops the losses still make PBT exactly', () => {
    const sum = Object.values(sixBigLosses(attribution, elements, { microStopMicrosMax: 20 * minute }))
    const idealGood = elements.output?.idealGood
    const total = sum.reduce<number>((left, loss) => left + (inMinutes(loss) ?? 0), inMinutes(idealGood!)!)
    assert.equal(total, 420)
  })
})
