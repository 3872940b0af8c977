import { emptyMemory, type Model, score } from '@ronghe/anomaly'
import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { startRounds } from '@ronghe/kit/rounds'
import { QUALITY_GOOD, QUALITY_STALE } from '@ronghe/kit/series'
import { keepAnomaly } from '../store/anomalies.ts'
import * as store from '../store/anomaly-watches.ts'
import { learnWatch, tell } from './learn.ts'
import { readRows, rowsEach, signalsOf, stepDown } from './read.ts'
import { follow, nothing, type ScoredRow, type Stretch, sharesOf } from './stretch.ts'

const roundMs = 5000
/** Questions of one round to one watch; the rest follows in the next. */
const questionsMax = 8
/** What a watch missed for longer is let be. */
const behindDaysMax = 92

/** Learns what was asked for, and follows what was learned; where it stands is in the database. */
export function startAnomalies(house: House): () => Promise<void> {
  const round = () => anomalyRound(house)
  return startRounds(house.log, { everyMs: roundMs, failed: 'anomalies not followed', round })
}

export async function anomalyRound(house: House): Promise<void> {
  const watches = await house.act(systemCaller, ({ sql }) => store.watchesAtWork(sql))
  for (const watch of watches) {
    if (watch.state === 'learning') await learnWatch(house, watch)
    else for (let count = 0; count < questionsMax; count++) if (!(await advance(house, watch.id))) break
  }
}

/** Scores the next rows of a watch; false when there are none yet. */
async function advance(house: House, id: string): Promise<boolean> {
  const { watch, newId } = await house.act(systemCaller, async (ctx) => ({
    watch: await store.watchById(ctx.sql, id),
    newId: ctx.newId,
  }))
  if (!watch?.model || watch.state !== 'watching') return false
  const window = windowOf(watch, house.clock.now().getTime() * 1000)
  if (!window) return false
  const tags = await signalsOf(house, watch)
  if (tags.length < watch.settings.tagIds.length) return false
  const read = await readRows(house, watch, tags, window)
  if (!read) return false
  const scored = scoreRows(watch, watch.model, read, window.stepMicros, newId)
  await appendScores(house, watch, scored.rows)
  const isKept = await house.act(systemCaller, async (ctx) => {
    const last = scored.rows.at(-1)?.percent ?? null
    const after = { memory: scored.memory, evaluatedTo: window.toMicros, score: last }
    if (!(await store.keepFollowing(ctx.sql, watch, after))) return false
    await keepStretches(ctx, watch, scored.ended, scored.memory.following.open)
    return true
  })
  if (isKept) tell(house, watch)
  return isKept
}

/** The next whole steps that are known, at most as many as one question takes. */
function windowOf(watch: store.WatchRow, nowMicros: number) {
  const { stepSeconds } = watch.settings
  const stepMicros = stepSeconds * 1_000_000
  const earliest = stepDown(nowMicros - behindDaysMax * 86_400_000_000, stepSeconds)
  const fromMicros = Math.max(watch.evaluatedTo ?? earliest, earliest)
  const known = stepDown(Math.min(watch.knownTo ?? 0, nowMicros), stepSeconds)
  const toMicros = Math.min(known, fromMicros + rowsEach * stepMicros)
  return toMicros > fromMicros ? { fromMicros, toMicros, stepMicros } : null
}

/** Rows scored one after the other, going on from what is remembered. */
export function scoreRows(
  before: Pick<store.WatchRow, 'memory'>,
  model: Model,
  read: { at: readonly number[]; rows: readonly (readonly (number | null)[])[] },
  stepMicros: number,
  newId: () => string,
) {
  let scoring = before.memory?.scoring ?? emptyMemory()
  let following = before.memory?.following ?? nothing
  const rows: ScoredRow[] = []
  const ended: Stretch[] = []
  for (const [index, row] of read.rows.entries()) {
    const scored = score(model, scoring, row)
    scoring = scored.memory
    const fromMicros = read.at[index] ?? 0
    const percent = scored.score === null ? null : (scored.score / model.threshold) * 100
    const parts = partsOf(model, scored)
    const one = { fromMicros, toMicros: fromMicros + stepMicros, percent, parts }
    rows.push(one)
    const next = follow(following, one, newId)
    following = next.after
    if (next.ended) ended.push(next.ended)
  }
  const last = rows.at(-1)
  const isSilent = last ? last.percent === null : (before.memory?.isSilent ?? false)
  return { rows, ended, memory: { scoring, following, isSilent } }
}

/** Each signal's part of the score, in the model's order. */
function partsOf(model: Model, scored: ReturnType<typeof score>): number[] {
  const shares = new Map(scored.contributions.map(({ signal, share }) => [signal, share]))
  return model.signals.map((signal) => (shares.get(signal) ?? 0) * (scored.score ?? 0))
}

/** The score as points of its own signal; silence is one stale point, so that it does not seem to go on. */
async function appendScores(house: House, watch: store.WatchRow, rows: readonly ScoredRow[]): Promise<void> {
  const wasSilent = (index: number) =>
    index === 0 ? (watch.memory?.isSilent ?? false) : rows[index - 1]?.percent === null
  const told = rows.filter((row, index) => row.percent !== null || !wasSilent(index))
  if (told.length === 0) return
  const [number = 0] = await house.series.resolve([watch.tagId])
  await house.series.append({
    source: `anomaly/${watch.id}`,
    offset: null,
    series: Int32Array.from(told, () => number),
    timeMicros: Float64Array.from(told, (row) => row.toMicros),
    value: Float64Array.from(told, (row) => row.percent ?? Number.NaN),
    text: told.map(() => null),
    quality: Uint16Array.from(told, (row) => (row.percent === null ? QUALITY_STALE : QUALITY_GOOD)),
  })
}

async function keepStretches(
  ctx: Ctx,
  watch: store.WatchRow,
  ended: readonly Stretch[],
  open: Stretch | null,
): Promise<void> {
  const { organisationId, equipmentId, version } = watch
  const keep = ({ id, fromMicros, toMicros, peak, weights }: Stretch, isOpen: boolean) =>
    keepAnomaly(ctx.sql, {
      ...{ id, organisationId, equipmentId, version, fromMicros, toMicros, isOpen, peak },
      watchId: watch.id,
      contributions: sharesOf(weights, watch.settings.tagIds),
    })
  for (const one of ended) await keep(one, false)
  if (open) await keep(open, true)
}
