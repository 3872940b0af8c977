import { attribute } from './attribute.ts'
import type { Count, Observation, Override, TimeInput } from './model.ts'
import { mtconnectRules } from './mtconnect.ts'
import { figures } from './report.ts'
import { rollUp } from './rollup.ts'
import { type SignalPoint, statesFromSignals } from './states.ts'

/** One measurement. */
export type Measurement = { name: string; value: number; unit: string; conditions: string }

const dayMicros = 86_400_000_000

/** A small generator of our own, so that every run measures the same inputs. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function messySignals(size: number): Record<string, SignalPoint[]> {
  const draw = generator(1)
  const executions = ['ACTIVE', 'READY', 'INTERRUPTED', 'FEED_HOLD', 'STOPPED', 'UNAVAILABLE']
  const modes = ['AUTOMATIC', 'AUTOMATIC', 'AUTOMATIC', 'MANUAL']
  const points = (values: readonly string[]): SignalPoint[] =>
    Array.from({ length: size / 2 }, () => ({
      timeMicros: draw(dayMicros),
      value: values[draw(values.length)]!,
      quality: 'good' as const,
    }))
  return { EXECUTION: points(executions), CONTROLLER_MODE: points(modes) }
}

function messyTime(size: number): TimeInput {
  const draw = generator(2)
  const states = ['production', 'setup', 'delay', 'down', 'idle', 'unknown'] as const
  const stretch = (): { fromMicros: number; toMicros: number } => {
    const fromMicros = draw(dayMicros)
    return { fromMicros, toMicros: fromMicros + draw(dayMicros / 50) }
  }
  const observations = Array.from({ length: size }, (_, index): Observation => {
    return { id: `o${index}`, state: states[draw(6)]!, reason: `r${draw(20)}`, recorded: index, ...stretch() }
  })
  const overrides = Array.from({ length: Math.ceil(size / 10) }, (_, index): Override => {
    return { id: `w${index}`, state: 'down', reason: `r${draw(20)}`, recorded: index, ...stretch() }
  })
  const window = { fromMicros: 0, toMicros: dayMicros }
  const calendar = [
    { id: 'early', kind: 'shift' as const, fromMicros: dayMicros / 4, toMicros: (dayMicros * 7) / 12 },
    { id: 'late', kind: 'shift' as const, fromMicros: (dayMicros * 7) / 12, toMicros: (dayMicros * 11) / 12 },
    {
      id: 'meal',
      kind: 'break' as const,
      fromMicros: dayMicros / 2,
      toMicros: dayMicros / 2 + 1_800_000_000,
    },
  ]
  return { window, calendar, observations, overrides }
}

function measured(
  name: string,
  items: [number, string],
  repeats: number,
  conditions: string,
  work: () => void,
) {
  work()
  const start = performance.now()
  for (let index = 0; index < repeats; index += 1) work()
  const seconds = (performance.now() - start) / 1000
  const value = Math.round((items[0] * repeats) / seconds)
  const measurement: Measurement = { name, value, unit: `${items[1]}/s`, conditions }
  return measurement
}

/** Measures the engine; `large` takes some seconds, otherwise it is quick enough for a test. */
export async function run(options: { large: boolean }): Promise<Measurement[]> {
  const size = options.large ? 200_000 : 200
  const repeats = options.large ? 5 : 1
  const window = { fromMicros: 0, toMicros: dayMicros }
  const signals = messySignals(size)
  const time = messyTime(size)
  const attribution = attribute(time)
  const draw = generator(3)
  const counts = Array.from(
    { length: size },
    (): Count => ({ timeMicros: draw(dayMicros), good: 1, rejected: 0 }),
  )
  const runs = [{ id: 'run', product: 'p', ...window, plannedMicros: 400_000 }]
  const report = figures({ attribution, counts, runs })
  const parts = Array.from({ length: size / 100 }, (_, index) => ({
    id: `${index}`,
    elements: report.elements,
  }))
  const disorder = `${size} points of two tags over a day, in disorder`
  const overlap = `${size} observations over a day, each overlapping 2 % of them, ${size / 10} overrides`
  const crediting = `${size} counts over ${attribution.intervals.length} intervals`
  return [
    measured('oee.states', [size, 'points'], repeats, disorder, () => {
      statesFromSignals(mtconnectRules, signals, window)
    }),
    measured('oee.attribute', [size, 'observations'], repeats, overlap, () => {
      attribute(time)
    }),
    measured('oee.figures', [size, 'counts'], repeats, crediting, () => {
      figures({ attribution, counts, runs })
    }),
    measured(
      'oee.rollup',
      [parts.length, 'machines'],
      repeats,
      `${parts.length} machines of one window`,
      () => {
        rollUp(parts)
      },
    ),
  ]
}
