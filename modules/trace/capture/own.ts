import { type EventJson, namespacesOf, validateEvent } from '@ronghe/epcis'
import type { Sql } from '@ronghe/kit/db'
import { officialContext } from '../binding/answer.ts'
import { insertEvents, seqsOfIds } from '../store/events.ts'
import { finishJob, insertJob, type JobRow, tellCaptured } from '../store/jobs.ts'
import { prepare } from './prepare.ts'
import { describe } from './run.ts'

/** The prefix of what rooms of the house add to events of their own. */
export const ownContext = [officialContext, { ronghe: 'urn:ronghe:' }] as const
const around = { namespaces: namespacesOf([...ownContext]), ignore: new Set<string>() }

export type OwnCapture = {
  organisationId: string
  /** What of the house makes them: `recall`, `rule`, `scan`. */
  source: string
  personName: string | null
  now: Date
  newId: () => string
}

/**
 * Captures events that the house makes itself, in the transaction of what they tell; answers their numbers in
 * the sequence of the events. What was captured under its id before stays as it is.
 */
export async function captureOwn(
  sql: Sql,
  events: readonly (EventJson & { eventID: string })[],
  { organisationId, source, personName, now, newId }: OwnCapture,
): Promise<bigint[]> {
  const faults = events.flatMap((event, index) => validateEvent(event, `eventList[${index}]`))
  if (faults.length > 0) throw new Error(`events of ${source} are not valid: ${describe(faults)}`)
  const job: JobRow = {
    ...{ id: newId(), organisationId, behaviour: 'rollback', source, format: 'json', createdAt: now },
    ...{ finishedAt: now, running: true, success: true, events: events.length, stored: 0, errors: [] },
    personName,
  }
  await insertJob(sql, job)
  const prepared = events.map((event) => prepare(event, around))
  const { stored, conflicts } = await insertEvents(sql, prepared, { organisationId, jobId: job.id, now })
  const [conflict] = conflicts
  if (conflict) throw new Error(`another event is called ${conflict.eventId}`)
  await finishJob(sql, { ...job, stored, finishedAt: now })
  if (stored > 0) await tellCaptured(sql)
  const seqs = await seqsOfIds(
    sql,
    organisationId,
    events.map(({ eventID }) => eventID),
  )
  return events.map(({ eventID }) => seqs.get(eventID)!)
}
