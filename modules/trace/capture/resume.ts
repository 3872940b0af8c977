import { existsSync } from 'node:fs'
import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { finishJob, type JobRow, runningJobs } from '../store/jobs.ts'
import { scan } from './document.ts'
import { capture } from './run.ts'
import { fileSource, forget, spoolPath } from './spool.ts'

/** Takes up what a process that died had not finished: nothing accepted is lost, nothing is stored twice. */
export async function resume(house: House): Promise<void> {
  const jobs = await house.db.transaction(systemCaller, runningJobs)
  for (const job of jobs) {
    const path = spoolPath(house, job.id)
    if (!existsSync(path)) await end(house, job)
    else {
      const source = fileSource(path, job.format)
      const scanned = await scan(source, false, Number.POSITIVE_INFINITY)
      if ('head' in scanned) await capture(house, job, source, scanned.head)
      else await end(house, job)
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
