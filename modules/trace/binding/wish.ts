import { destinationFault } from '../deliver/address.ts'
import { type Schedule, scheduleFault } from '../deliver/schedule.ts'
import type { SubscriptionRow } from '../store/queries.ts'
import { Problem } from './problem.ts'

/** What a subscriber asks for. */
export type Wish = Pick<
  SubscriptionRow,
  'dest' | 'signatureToken' | 'schedule' | 'stream' | 'reportIfEmpty'
> & {
  initialRecordTime: Date | null
}

/** Reads a subscription and refuses what cannot be. */
export function wishOf(body: Record<string, unknown>, allowed: ReadonlySet<string>): Wish {
  const { dest, signatureToken, schedule, stream, reportIfEmpty, initialRecordTime } = body
  if (typeof dest !== 'string') throw wrong('dest: a web address')
  const fault = destinationFault(dest, allowed)
  if (fault) throw wrong(`dest: ${fault}`)
  if (signatureToken !== undefined && (typeof signatureToken !== 'string' || signatureToken.length > 500)) {
    throw wrong('signatureToken: a text')
  }
  return {
    dest,
    signatureToken: signatureToken === undefined ? null : (signatureToken as string),
    ...timing({ schedule, stream }),
    reportIfEmpty: flag('reportIfEmpty', reportIfEmpty),
    initialRecordTime: instant(initialRecordTime),
  }
}

/** Exactly one of a schedule and a stream. */
export function timing({
  schedule,
  stream,
}: {
  schedule?: unknown
  stream?: unknown
}): Pick<Wish, 'schedule' | 'stream'> {
  const isStream = flag('stream', stream)
  if (schedule === undefined) {
    if (!isStream) throw wrong('schedule or stream: one of them')
    return { schedule: null, stream: true }
  }
  if (isStream) throw wrong('schedule or stream: not both')
  if (typeof schedule !== 'object' || schedule === null) throw wrong('schedule: an object')
  const fault = scheduleFault(schedule as Record<string, unknown>)
  if (fault) throw wrong(`schedule.${fault}`)
  return { schedule: schedule as Schedule, stream: false }
}

export function flag(name: string, value: unknown): boolean {
  if (value === undefined || value === false || value === 'false') return false
  if (value === true || value === 'true' || value === '') return true
  throw wrong(`${name}: true or false`)
}

export function instant(value: unknown): Date | null {
  if (value === undefined) return null
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  if (Number.isNaN(time)) throw wrong('initialRecordTime: a time')
  return new Date(time)
}

function wrong(detail: string): Problem {
  return new Problem('SubscriptionControlsException', detail)
}
