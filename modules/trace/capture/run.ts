import type { DocumentFault, Head } from '@ronghe/epcis'
import { type Caller, systemCaller } from '@ronghe/kit/auth'
import type { Sql } from '@ronghe/kit/db'
import type { House } from '@ronghe/kit/module'
import { seal } from '../chain/seal.ts'
import { type OpenLink, openLink } from '../store/chain.ts'
import { insertUnder } from '../store/events.ts'
import { advanceJob, finishJob, type JobError, type JobRow, tellCaptured } from '../store/jobs.ts'
import { keepVocabulary } from '../store/vocabulary.ts'
import { eventsOf, type Read, type Source } from './document.ts'
import { type PreparedEvent, prepare } from './prepare.ts'

const batchEvents = 500
const errorsMax = 100

type Job = Pick<JobRow, 'id' | 'organisationId' | 'behaviour'>
type Count = { events: number; stored: number; errors: JobError[]; failed: number }

/** Acts for the organisation of a job, whoever asked for it. */
function ownerOf({ organisationId }: Job): Caller {
  return { ...systemCaller, organisationId, reach: 'own' }
}

/**
 * Captures a scanned document. `rollback`: all events or none, in one transaction. `proceed`: what can be
 * kept
 * is kept, batch by batch. Captured twice, it changes nothing the second time.
 */
export async function capture(house: House, job: Job, source: Source, head: Head): Promise<Count> {
  const count: Count = { events: 0, stored: 0, errors: [], failed: 0 }
  const owner = ownerOf(job)
  if (job.behaviour === 'rollback') {
    const isWhole = await house.db
      .transaction(owner, async (sql) => {
        const link = await openLink(sql)
        await all(house, job, source, head, count, (events) => keep(sql, events, job, house, count, link))
        if (count.failed > 0) throw new RollbackAsked()
        await keepVocabulary(sql, job.organisationId, head.masterData, house.clock.now())
        await seal(sql, link, { organisationId: job.organisationId, now: house.clock.now() })
        return true
      })
      .catch((error: unknown) => {
        if (error instanceof RollbackAsked) return false
        throw error
      })
    if (!isWhole) count.stored = 0
  } else {
    await all(house, job, source, head, count, (events) =>
      house.db.transaction(owner, async (sql) => {
        const link = await openLink(sql)
        await keep(sql, events, job, house, count, link)
        await seal(sql, link, { organisationId: job.organisationId, now: house.clock.now() })
        await advanceJob(sql, {
          id: job.id,
          success: count.failed === 0,
          events: count.events,
          stored: count.stored,
        })
      }),
    )
    await house.db.transaction(owner, (sql) =>
      keepVocabulary(sql, job.organisationId, head.masterData, house.clock.now()),
    )
  }
  await house.db.transaction(owner, async (sql) => {
    const { events, stored, errors, failed } = count
    const end = { id: job.id, success: failed === 0, events, stored, errors }
    await finishJob(sql, { ...end, finishedAt: house.clock.now() })
    if (stored > 0) await tellCaptured(sql)
  })
  return count
}

class RollbackAsked extends Error {}

/** Runs over the events in batches; the faulty ones are counted and left out. */
async function all(
  house: House,
  job: Job,
  source: Source,
  head: Head,
  count: Count,
  keepBatch: (events: { index: number; event: PreparedEvent }[]) => Promise<void>,
): Promise<void> {
  let batch: { index: number; event: PreparedEvent }[] = []
  for await (const read of eventsOf(source, head)) {
    count.events += 1
    if (read.faults.length > 0) fail(count, job, invalid(read))
    else batch.push({ index: read.index, event: prepare(read.event, read.around) })
    if (count.failed > 0 && job.behaviour === 'rollback') return
    if (batch.length < batchEvents) continue
    await keepBatch(batch)
    batch = []
    // Other requests get their turn between two batches.
    await new Promise((resolve) => setImmediate(resolve))
    if (count.failed > 0 && job.behaviour === 'rollback') return
  }
  if (batch.length > 0) await keepBatch(batch)
  house.log.debug({ job: job.id, events: count.events }, 'captured')
}

async function keep(
  sql: Sql,
  batch: readonly { index: number; event: PreparedEvent }[],
  job: Job,
  house: House,
  count: Count,
  link: OpenLink,
): Promise<void> {
  const about = { organisationId: job.organisationId, jobId: job.id, now: house.clock.now() }
  const { stored, conflicts } = await insertUnder(
    sql,
    batch.map(({ event }) => event),
    about,
    link,
  )
  count.stored += stored
  for (const { index, eventId } of conflicts) {
    fail(count, job, {
      type: 'epcisException:ResourceAlreadyExistsException',
      title: 'Another event has this id',
      status: 409,
      detail: `eventList[${batch[index]!.index}].eventID: ${eventId}`,
    })
  }
}

function fail(count: Count, job: Job, error: JobError): void {
  count.failed += 1
  if (count.errors.length < errorsMax) count.errors.push({ ...error, instance: `/epcis/capture/${job.id}` })
}

function invalid({ faults }: Read): JobError {
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
