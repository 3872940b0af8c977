import type { DocumentFault, Head } from '@ronghe/epcis'
import { type Caller, systemCaller } from '@ronghe/kit/auth'
import type { Sql } from '@ronghe/kit/db'
import type { House } from '@ronghe/kit/module'
import { seal } from '../chain/seal.ts'
import { type OpenLink, openLink } from '../store/chain.ts'
import { insertUnder } from '../store/events.ts'
import { advanceJob, finishJob, type JobError, type JobRow, tellCaptured } from '../store/jobs.ts'
import { keepVocabulary } from '../store/vocabulary.ts'
import { type Batch, batchesOf } from './batches.ts'
import { readingOf } from './clock.ts'
import type { Source } from './document.ts'

const errorsMax = 100

type Job = Pick<JobRow, 'id' | 'organisationId' | 'behaviour'>
type Count = { events: number; stored: number; errors: JobError[]; failed: number }
export type Batches = AsyncIterable<Batch>

/** Acts for the organisation of a job, whoever asked for it. */
function ownerOf({ organisationId }: Job): Caller {
  return { ...systemCaller, organisationId, reach: 'own' }
}

/** Captures a scanned document in this thread; a short one that the program made itself. */
export function capture(house: House, job: Job, source: Source, head: Head): Promise<Count> {
  const reading = { ...readingOf(house, job.behaviour), judges: false }
  return captureBatches(house, job, batchesOf(source, head, reading), head.masterData)
}

/**
 * Captures a document that comes in batches. `rollback`: all events or none, in one transaction. `proceed`:
 * what can be kept is kept, batch by batch. Captured twice, it changes nothing the second time.
 */
export async function captureBatches(
  house: House,
  job: Job,
  batches: Batches,
  masterData: Head['masterData'],
): Promise<Count> {
  const count: Count = { events: 0, stored: 0, errors: [], failed: 0 }
  const owner = ownerOf(job)
  if (job.behaviour === 'rollback') {
    const isWhole = await house.db
      .transaction(owner, async (sql) => {
        const link = await openLink(sql)
        for await (const batch of batches) {
          await keep(sql, batch, job, house, count, link)
          if (count.failed > 0) throw new RollbackAsked()
        }
        await keepVocabulary(sql, job.organisationId, masterData, house.clock.now())
        await seal(sql, link, { organisationId: job.organisationId, now: house.clock.now() })
        return true
      })
      .catch((error: unknown) => {
        if (error instanceof RollbackAsked) return false
        throw error
      })
    if (!isWhole) count.stored = 0
  } else await proceed(house, job, owner, batches, count, masterData)
  await house.db.transaction(owner, async (sql) => {
    const { events, stored, errors, failed } = count
    const end = { id: job.id, success: failed === 0, events, stored, errors }
    await finishJob(sql, { ...end, finishedAt: house.clock.now() })
    if (stored > 0) await tellCaptured(sql)
  })
  house.log.debug({ job: job.id, events: count.events }, 'captured')
  return count
}

class RollbackAsked extends Error {}

async function proceed(
  house: House,
  job: Job,
  owner: Caller,
  batches: Batches,
  count: Count,
  masterData: Head['masterData'],
): Promise<void> {
  for await (const batch of batches) {
    await house.db.transaction(owner, async (sql) => {
      const link = await openLink(sql)
      await keep(sql, batch, job, house, count, link)
      const { events, stored, failed } = count
      await advanceJob(sql, { id: job.id, success: failed === 0, events, stored })
      await seal(sql, link, { organisationId: job.organisationId, now: house.clock.now() })
    })
  }
  await house.db.transaction(owner, (sql) =>
    keepVocabulary(sql, job.organisationId, masterData, house.clock.now()),
  )
}

async function keep(
  sql: Sql,
  { events, invalid, packed, indexes }: Batch,
  job: Job,
  house: House,
  count: Count,
  link: OpenLink,
): Promise<void> {
  count.events += events
  for (const { faults } of invalid) fail(count, job, invalidError(faults))
  if (count.failed > 0 && job.behaviour === 'rollback') return
  const about = { organisationId: job.organisationId, jobId: job.id, now: house.clock.now() }
  const { stored, conflicts } = await insertUnder(sql, packed, about, link)
  count.stored += stored
  for (const { index, eventId } of conflicts) {
    fail(count, job, {
      type: 'epcisException:ResourceAlreadyExistsException',
      title: 'Another event has this id',
      status: 409,
      detail: `eventList[${indexes[index]}].eventID: ${eventId}`,
    })
  }
}

function fail(count: Count, job: Job, error: JobError): void {
  count.failed += 1
  if (count.errors.length < errorsMax) count.errors.push({ ...error, instance: `/epcis/capture/${job.id}` })
}

function invalidError(faults: readonly DocumentFault[]): JobError {
  return {
    type: 'epcisException:ValidationException',
    title: 'The event is not valid',
    status: 400,
    detail: describe(faults),
  }
}

/** Path and rule of every fault, as programs and people read them. */
export function describe(faults: readonly DocumentFault[]): string {
  return faults
    .slice(0, 20)
    .map(({ path, rule, found }) => `${path || 'document'}: ${rule}${found === '' ? '' : ` (${found})`}`)
    .join('; ')
}
