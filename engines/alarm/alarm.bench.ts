import {
  type Announced,
  type Definition,
  emptyMemory,
  evaluate,
  type SignalPoint,
  statisticsOf,
} from './index.ts'

export type Measurement = { name: string; value: number; unit: string; conditions: string }

const second = 1_000_000

/** A small generator of our own, so that every run measures the same inputs. */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** A value that wanders, one point a second. */
function wandering(size: number): SignalPoint[] {
  const draw = generator(1)
  let value = 50
  return Array.from({ length: size }, (_, index) => {
    value += (50 - value) * 0.01 + (draw() - 0.5) * 6
    return {
      timeMicros: index * second,
      value,
      quality: draw() < 0.001 ? ('bad' as const) : ('good' as const),
    }
  })
}

function measured(
  name: string,
  size: number,
  unit: string,
  conditions: string,
  work: () => void,
): Measurement {
  work()
  const start = performance.now()
  work()
  const seconds = Math.max((performance.now() - start) / 1000, 1e-6)
  return { name, value: Math.max(1, Math.round(size / seconds)), unit: `${unit}/s`, conditions }
}

function delayed(trigger: Definition['trigger']): Definition {
  return { trigger, onDelayMicros: 5 * second, offDelayMicros: 3 * second }
}

/** Measures the engine; `large` takes some seconds, otherwise it is quick enough for a test. */
export async function run(options: { large: boolean }): Promise<Measurement[]> {
  const size = options.large ? 1_000_000 : 1000
  const signals = { a: wandering(size) }
  const window = { fromMicros: 0, toMicros: size * second }
  const limit = delayed({ kind: 'limit', signal: 'a', level: 'H', limit: 60, deadBand: 2 })
  const side = { side: 'either', limit: 1, deadBand: 0.1 } as const
  const rate = delayed({ kind: 'rate', signal: 'a', perMicros: second, windowMicros: 10 * second, ...side })
  const wander = `${size} points of one signal at 1 s, delays of 5 s and 3 s`
  const going = (definition: Definition) => () => void evaluate(definition, emptyMemory(0), signals, window)
  const draw = generator(2)
  const announced = Array.from({ length: size }, (_, index): Announced => {
    const announcedMicros = index * second
    const clearedMicros = announcedMicros + Math.floor(draw() * 900) * second
    const source = `s${Math.floor(draw() * 500)}`
    return {
      source,
      rank: 1 + Math.floor(draw() * 4),
      announcedMicros,
      clearedMicros,
      acknowledgedMicros: null,
    }
  })
  return [
    measured('alarm.limit', size, 'points', wander, going(limit)),
    measured('alarm.rate', size, 'points', wander, going(rate)),
    measured('alarm.live', size, 'points', `${wander}, one window a point`, () => {
      let memory = emptyMemory(0)
      for (let index = 0; index < size; index += 1) {
        const from = index * second
        const points = signals.a.slice(Math.max(0, index - 1), index + 1)
        memory = evaluate(limit, memory, { a: points }, { fromMicros: from, toMicros: from + second }).memory
      }
    }),
    measured('alarm.statistics', size, 'alarms', `${size} alarms of 500 sources, one a second`, () => {
      statisticsOf(announced, window)
    }),
  ]
}
