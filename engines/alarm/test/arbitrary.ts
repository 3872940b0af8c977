import fc from 'fast-check'
import type { Activation, Definition, SignalPoint, Signals, Trigger } from '../model.ts'

/** One second; every generated time is a whole number of them, so that the twin can step by it. */
export const second = 1_000_000
export const window = { fromMicros: 1000 * second, toMicros: 1090 * second }
/** The same number every time: a failure can be seen again. */
export const settings = { seed: 18_002, numRuns: 400 }

const seconds = (min: number, max: number) => fc.integer({ min, max }).map((count) => count * second)
const side = fc.constantFrom('above' as const, 'below' as const, 'either' as const)
const small = fc.integer({ min: 0, max: 4 })

const trigger: fc.Arbitrary<Trigger> = fc.oneof(
  fc.record({
    kind: fc.constant('limit' as const),
    signal: fc.constant('a'),
    level: fc.constantFrom('HH' as const, 'H' as const, 'L' as const, 'LL' as const),
    limit: fc.integer({ min: -3, max: 5 }),
    deadBand: small,
  }),
  fc.record({
    kind: fc.constant('rate' as const),
    signal: fc.constant('a'),
    side,
    limit: small,
    perMicros: seconds(1, 4),
    windowMicros: seconds(1, 9),
    deadBand: small,
  }),
  fc.record({
    kind: fc.constant('deviation' as const),
    signal: fc.constant('a'),
    side,
    target: fc.oneof(fc.constant({ signal: 'b' }), fc.record({ value: fc.integer({ min: -2, max: 4 }) })),
    limit: small,
    deadBand: small,
  }),
  fc.record({
    kind: fc.constant('stale' as const),
    signal: fc.constant('a'),
    silenceMicros: seconds(1, 15),
  }),
  fc.record({ kind: fc.constant('quality' as const), signal: fc.constant('a') }),
  fc.record({
    kind: fc.constant('discrepancy' as const),
    command: fc.constant('b'),
    feedback: fc.constant('a'),
    tolerance: fc.integer({ min: 0, max: 2 }),
    pairs: fc.constantFrom([], [[1, 2] as const], [[1, 'ON'] as const, [2, 'OFF'] as const]),
  }),
  fc.record({ kind: fc.constant('rule' as const), signal: fc.constant('a') }),
  fc.record({
    kind: fc.constant('reported' as const),
    signal: fc.constant('a'),
    values: fc.constantFrom(['ON'], [1, 'OFF'], [3]),
  }),
)

/** A definition of any kind, half of them with delays. */
export const definition: fc.Arbitrary<Definition> = fc.record({
  trigger,
  onDelayMicros: fc.oneof(fc.constant(0), seconds(1, 12)),
  offDelayMicros: fc.oneof(fc.constant(0), seconds(1, 12)),
})

const point: fc.Arbitrary<SignalPoint> = fc.record({
  timeMicros: seconds(985, 1095),
  value: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: -5, max: 8 }) },
    { weight: 2, arbitrary: fc.constantFrom('ON', 'OFF', null, Number.NaN) },
  ),
  quality: fc.constantFrom('good', 'good', 'good', 'good', 'good', 'bad', 'stale'),
})

/** No two points of one signal at one time: which of them holds depends on their sequence. */
const points = fc.uniqueArray(point, { maxLength: 24, selector: ({ timeMicros }) => timeMicros })

export const signals: fc.Arbitrary<Signals> = fc.record({ a: points, b: points })

/** Ascending stretches that neither overlap nor touch, the last open now and then. */
export const activations: fc.Arbitrary<Activation[]> = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 12 }), fc.boolean())
  .map(([times, isOpen]) => {
    const ascending = times.toSorted((left, right) => left - right)
    const list: Activation[] = []
    for (let index = 0; index + 1 < ascending.length; index += 2)
      list.push({ fromMicros: ascending[index]!, toMicros: ascending[index + 1]! })
    const last = list.at(-1)
    if (isOpen && last) last.toMicros = null
    return list
  })
