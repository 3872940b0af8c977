import { type Ride, type RideQuestion, rides, type TraceEvent } from '@ronghe/epcis'
import type { Sql } from '@ronghe/kit/db'
import { emptyings, packings, seqsDuring, seqsNaming } from '../store/rides.ts'

/** An event that tells of a thing. */
export type Telling = {
  seq: bigint
  eventTime: Date
  /** Parts that the thing, or the carrier that the event names, plays in it. */
  roles: number[]
  /** From the thing outward, up to the carrier that the event names; empty where it names the thing. */
  carriers: readonly string[]
  /** Neither declared an error, nor the declaration of one; else it is told, and counts for nothing. */
  isStanding: boolean
}

export type ToldOf = { tellings: Telling[]; isTruncated: boolean }

/** Item, inner box, box, carton, pallet, container, vehicle, ship. */
const depthMax = 8
const ridesMax = 200
/** Packings of one thing, and emptyings of one carrier, that are looked at. */
const packingsMax = 2000

/**
 * Everything that happened to a thing: its own events, and those of what it was packed in for as long as it
 * was inside. Whoever asks is told what they may see, of boxes as of the thing.
 */
export async function toldOf(sql: Sql, id: string, limit: number): Promise<ToldOf> {
  const own = await seqsNaming(sql, id, limit + 1)
  if (own.length === 0) return { tellings: [], isTruncated: false }
  const found = await ridesOf(sql, id)
  const during = found.rides.length > 0 ? await seqsDuring(sql, found.rides, limit + 1) : []
  const tellings = new Map<bigint, Telling>(own.map((row) => [row.seq, { ...row, carriers: [] }]))
  for (const { place, ...row } of during) {
    const { through, carrier } = found.rides[place - 1]!
    const carriers = [...through, carrier]
    const known = tellings.get(row.seq)
    if (!known || known.carriers.length > carriers.length)
      tellings.set(row.seq, { ...row, carriers, isStanding: true })
  }
  const told = [...tellings.values()].sort(inTime)
  const isCut = told.length > limit || during.length > limit
  return { tellings: told.slice(0, limit), isTruncated: found.isTruncated || isCut }
}

function inTime(one: Telling, other: Telling): number {
  return one.eventTime.getTime() - other.eventTime.getTime() || (one.seq < other.seq ? -1 : 1)
}

/** Asks the database step by step what carried the thing; times are microseconds. */
async function ridesOf(sql: Sql, id: string): Promise<{ rides: readonly Ride[]; isTruncated: boolean }> {
  const search = rides(id, { depthMax, ridesMax })
  let isCut = false
  let step = search.next()
  while (!step.done) {
    const answers = new Map<RideQuestion, readonly TraceEvent[]>()
    const inside = step.value.filter((one) => one.about === 'inside')
    const emptied = step.value.filter((one) => one.about === 'emptied')
    const packed = inside.length > 0 ? await packings(sql, inside, packingsMax) : []
    const ended = emptied.length > 0 ? await emptyings(sql, emptied, packingsMax) : []
    for (const [at, question] of inside.entries()) answers.set(question, packed[at]!)
    for (const [at, question] of emptied.entries()) answers.set(question, ended[at]!)
    isCut ||= [...answers.values()].some(({ length }) => length >= packingsMax)
    step = search.next(answers)
  }
  return { ...step.value, isTruncated: step.value.isTruncated || isCut }
}
