import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { microsOf } from '../micros.ts'
import * as anomalies from '../store/anomalies.ts'
import * as store from '../store/anomaly-watches.ts'
import { judgedMax, judgedModel } from './judged.ts'
import { readRows, signalsOf, stepDown } from './read.ts'
import { learnInThread } from './thread.ts'

/** What a threshold is multiplied by: high tells more, and more in vain. */
const margins = { low: 2.5, usual: 1.5, high: 1.1 } as const
const waitMsMax = 3_600_000
/** States follow signals by some seconds. */
const slackMicros = 60_000_000
/** Reading is most of the work that can be told; the thread has the rest. */
const readPercent = 80

/**
 * Learns what a watch was asked to. Whatever kills it leaves the watch asked for; one that is asked for anew
 * meanwhile, or is wanted no more, keeps nothing of it.
 */
export async function learnWatch(house: House, watch: store.WatchRow): Promise<void> {
  const { settings } = watch
  const fromMicros = stepDown(microsOf(settings.learnFrom), settings.stepSeconds)
  const toMicros = stepDown(microsOf(settings.learnTo), settings.stepSeconds)
  const total = (toMicros - fromMicros) / (settings.stepSeconds * 1_000_000)
  if (isEarly(house, watch, toMicros)) return
  const tags = await signalsOf(house, watch)
  if (tags.length < settings.tagIds.length) return fail(house, watch, 'factory.anomaly.fault.signalGone')
  const read = await readRows(house, watch, tags, { fromMicros, toMicros }, (count) =>
    progress(house, watch, Math.round((count / total) * readPercent)),
  )
  if (!read) return
  const rows = read.rows.filter((row) => row.some((value) => value !== null)).length
  const options = { signals: settings.tagIds, marginFactor: margins[settings.sensitivity] }
  const learnt = await learnInThread({ rows: read.rows, options })
  if ('refused' in learnt) return fail(house, watch, wordOf(learnt.refused))
  if (!(await progress(house, watch, 90))) return
  const said = await house.act(systemCaller, ({ sql }) => anomalies.judgedStretches(sql, watch.id, judgedMax))
  const model = await judgedModel(house, watch, tags, learnt.model, said)
  await house.act(systemCaller, async ({ sql, now }) => {
    await anomalies.closeAnomalies(sql, watch.id)
    await store.keepModel(sql, watch, { model, rows, evaluatedTo: toMicros }, now)
  })
  tell(house, watch)
}

/** Are signals of the span still on their way, as after an outage? They are waited for, and not for ever. */
function isEarly(house: House, { knownTo, askedAt, settings }: store.WatchRow, toMicros: number): boolean {
  const waitedMs = house.clock.now().getTime() - askedAt.getTime()
  const slack = settings.stepSeconds * 1_000_000 + slackMicros
  return (knownTo ?? 0) < toMicros - slack && waitedMs < waitMsMax
}

/** Few enough rows are a person's to mend; the engine's words are not for people. */
function wordOf(refused: string): string {
  return refused.includes('value') ? 'factory.anomaly.fault.signalSilent' : 'factory.anomaly.fault.tooFew'
}

async function progress(house: House, watch: store.WatchRow, percent: number): Promise<boolean> {
  const isWanted = await house.act(systemCaller, ({ sql }) => store.noteProgress(sql, watch, percent))
  if (isWanted) tell(house, watch)
  return isWanted
}

async function fail(house: House, watch: store.WatchRow, word: string): Promise<void> {
  await house.act(systemCaller, ({ sql }) => store.failLearning(sql, watch, word))
  tell(house, watch)
}

/** Pages that show the watch ask again. */
export function tell(house: House, { id, organisationId }: { id: string; organisationId: string }): void {
  house.publish({ name: 'factory.anomalies', may: 'factory.read', organisationId }, { watchId: id })
}
