import type { House } from '@ronghe/kit/module'
import type { JobRow } from '../store/jobs.ts'

/** A job that has not begun. */
export function newJob(
  house: House,
  id: string,
  organisationId: string,
  behaviour: JobRow['behaviour'],
  format: JobRow['format'],
  personName: string | null,
): JobRow {
  return {
    id,
    organisationId,
    behaviour,
    source: 'capture',
    format,
    createdAt: house.clock.now(),
    finishedAt: null,
    running: true,
    success: true,
    events: 0,
    stored: 0,
    errors: [],
    personName,
  }
}
