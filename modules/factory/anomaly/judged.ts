import { adapt, type Model } from '@ronghe/anomaly'
import type { House } from '@ronghe/kit/module'
import type { JudgedStretch } from '../store/anomalies.ts'
import type { TagRow } from '../store/tags.ts'
import { type Reading, readRows, stepDown, stepUp } from './read.ts'

/** Stretches of people's words that count, the newest. */
export const judgedMax = 200
/** Longest stretch of rows that is scored for one judgement. */
const stretchRowsMax = 5000

/** The model with its threshold moved by all that people said, in whatever sequence. */
export async function judgedModel(
  house: House,
  watch: Reading,
  tags: readonly TagRow[],
  model: Model,
  said: readonly JudgedStretch[],
): Promise<Model> {
  const feedback = []
  for (const { id, judgement, fromMicros, toMicros } of said) {
    if (judgement === 'ignored') continue
    const rows = await rowsAround(house, watch, tags, model, { fromMicros, toMicros })
    feedback.push({ id, judgement, rows })
  }
  return adapt({ ...model, judged: [] }, feedback)
}

/** The stretch with the rows before it that fill what scoring remembers. */
async function rowsAround(
  house: House,
  watch: Reading,
  tags: readonly TagRow[],
  { lagCount, windowCount }: Model,
  stretch: { fromMicros: number; toMicros: number },
) {
  const { stepSeconds } = watch.settings
  const before = (lagCount + windowCount) * stepSeconds * 1_000_000
  const fromMicros = stepDown(stretch.fromMicros, stepSeconds) - before
  const most = fromMicros + stretchRowsMax * stepSeconds * 1_000_000
  const toMicros = Math.min(stepUp(stretch.toMicros, stepSeconds), most)
  return (await readRows(house, watch, tags, { fromMicros, toMicros }))?.rows ?? []
}
