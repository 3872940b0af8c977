import { existsSync } from 'node:fs'
import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { finishJob, type JobRow, runningJobs } from '../store/jobs.ts'
import { readingOf } from './clock.ts'
import { deskOf } from './desk.ts'
import { captureBatches } from './run.ts'
import { forget, spoolPath } from './spool.ts'

/** Takes up what a process that died had not finished: nothing accepted is lost, nothing is stored twice. */
export async function resume(house: House): Promise<void> {
  const jobs = await house.db.transaction(systemCaller, runningJobs)
  for (const job of jobs) {
    const path = spoolPath(house, job.id)
    if (!existsSync(path)) await end(house, job)
    else {
      // Accepted is accepted: it is judged again event by event, and not counted again.
      const order = { ...readingOf(house, job.behaviour), judges: false, eventsMax: Number.MAX_SAFE_INTEGER }
      const { scan, batches, close } = await deskOf(house).open({ format: job.format, path }, order)
      if ('head' in scan) await captureBatches(house, job, batches, scan.head.masterData)
      else await end(house, job)
      close()
      await forget(house, job.id)
    }
  }
}

/** A document that was short died with its request: its sender had no answer and sends it again. */
async function end(house: House, job: JobRow): Promise<void> {
  const error = {
    type: 'epcisException:ImplementationException',
    title: 'The program was stopped before the document was captured',
    status: 500,
    detail: '',
  }
  await house.db.transaction(systemCaller, (sql) =>
    finishJob(sql, {
      id: job.id,
      success: false,
      events: job.events,
      stored: job.stored,
      errors: [error],
      finishedAt: house.clock.now(),
    }),
  )
}
