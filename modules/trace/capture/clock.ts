import type { House } from '@ronghe/kit/module'
import type { JobRow } from '../store/jobs.ts'
import type { Reading } from './document.ts'

const minuteMs = 60_000

/** The last moment at which something may have happened: now, and what clocks may differ by. */
export function latestOf(house: House): number {
  return house.clock.now().getTime() + house.config.TRACE_FUTURE_MINUTES_MAX * minuteMs
}

/** How a document is read that comes now: all events are judged before any is kept, or each for itself. */
export function readingOf(house: House, behaviour: JobRow['behaviour']): Reading {
  return {
    judges: behaviour === 'rollback',
    eventsMax: house.config.TRACE_CAPTURE_EVENTS_MAX,
    latestMs: latestOf(house),
  }
}
