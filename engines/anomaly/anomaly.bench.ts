import { emptyMemory, learn, score, streamNext, streamStart } from './index.ts'
import { type NabEntry, nabScore, profiles, readNab } from './test/nab.ts'
import { pump, signals } from './test/sample.ts'
import { outlierScore, readSkab } from './test/skab.ts'

export type Measurement = {
  name: string
  value: number
  unit: string
  conditions: string
  /** Figures of others by the same score, as they published them; sources in `RESULTS-anomaly.md`. */
  peer?: { name: string; value: number }
}

const published: Readonly<Record<string, Measurement['peer']>> = {
  'anomaly.skab.all.f1': { name: 'Conv-AE, published', value: 0.78 },
  'anomaly.skab.all.far': { name: 'Conv-AE, published', value: 13.55 },
  'anomaly.skab.all.mar': { name: 'Conv-AE, published', value: 28.02 },
  'anomaly.nab.all.standard': { name: 'Numenta HTM, published', value: 70.5 },
  'anomaly.nab.all.lowFalsePositives': { name: 'Numenta HTM, published', value: 62.6 },
  'anomaly.nab.all.lowFalseNegatives': { name: 'Numenta HTM, published', value: 75.2 },
}

/** Where labelled sets lie: RONGHE_SHARED, or `shared/data` beside the project. */
const shared = process.env.RONGHE_SHARED ?? new URL('../../../shared/data', import.meta.url).pathname

/** Measures speed, and when `large` the quality on the labelled sets; an absent set is told and left out. */
export async function run(options: { large: boolean }): Promise<Measurement[]> {
  const speed = measureSpeed(options.large ? 20_000 : 300)
  if (!options.large) return speed
  return [...speed, ...measureSkab(), ...measureNab()].map((one) => {
    const peer = published[one.name]
    return peer ? { ...one, peer } : one
  })
}

function measureSpeed(count: number): Measurement[] {
  const rows = pump(count, 1)
  const learnStart = performance.now()
  const model = learn(rows, { signals })
  const learnSeconds = (performance.now() - learnStart) / 1000
  const scoreStart = performance.now()
  let memory = emptyMemory()
  for (const row of rows) memory = score(model, memory, row).memory
  const scoreSeconds = (performance.now() - scoreStart) / 1000
  const conditions = `${count} rows of 3 generated signals, default options`
  return [
    { name: 'anomaly.learn', value: Math.round(count / learnSeconds), unit: 'rows/s', conditions },
    { name: 'anomaly.score', value: Math.round(count / scoreSeconds), unit: 'rows/s', conditions },
  ]
}

function measureSkab(): Measurement[] {
  const experiments = readSkab(`${shared}/ts-skab/data`)
  if (!experiments) {
    console.log(`SKIPPED: no ts-skab in ${shared}`)
    return []
  }
  const chosen = experiments.filter(({ name }) => name.startsWith('valve1'))
  const others = experiments.filter(({ name }) => !name.startsWith('valve1'))
  const groups = { all: experiments, valve1: chosen, others }
  return Object.entries(groups).flatMap(([group, members]) => {
    const outcome = outlierScore(members, {})
    const conditions = `${members.length} experiments, 400 rows to learn in each, ${outcome.points} judged`
    return [
      { name: `anomaly.skab.${group}.f1`, value: outcome.f1, unit: 'ratio', conditions },
      { name: `anomaly.skab.${group}.far`, value: outcome.falseAlarmPercent, unit: '%', conditions },
      { name: `anomaly.skab.${group}.mar`, value: outcome.missedAlarmPercent, unit: '%', conditions },
    ]
  })
}

function measureNab(): Measurement[] {
  const series = readNab(`${shared}/ts-nab`)
  if (!series) {
    console.log(`SKIPPED: no ts-nab in ${shared}`)
    return []
  }
  const corpus = series.map((one): NabEntry => ({ series: one, scores: nabScores(one.values) }))
  const odd = corpus.filter((_, at) => at % 2 === 1)
  return Object.entries({ all: corpus, odd }).flatMap(([group, members]) =>
    Object.entries(profiles).map(([name, profile]) => {
      const { score: value, windowCount } = nabScore(members, profile)
      const conditions = `${members.length} series, ${windowCount} windows, best common threshold`
      return { name: `anomaly.nab.${group}.${name}`, value, unit: 'points', conditions }
    }),
  )
}

/** NAB allows no setting per series: each begins anew with the default options. */
function nabScores(values: readonly number[]): number[] {
  let stream = streamStart()
  return values.map((value) => {
    const next = streamNext(stream, value)
    stream = next.stream
    return next.told
  })
}
