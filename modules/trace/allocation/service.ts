import { Readable } from 'node:stream'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { trace } from '../contract.ts'
import { masterKey, writtenKey } from '../master/key.ts'
import { fieldFault } from '../master/masters.ts'
import { ownId } from '../master/policy.ts'
import { ownPrefixOf } from '../master/store/prefixes.ts'
import type { AllocationLine } from './contract.ts'
import {
  type Counter,
  type CounterKind,
  numberAt,
  overlap,
  placeOf,
  roomOf,
  widthOf,
  withDay,
} from './numbers.ts'
import {
  type AllocationListed,
  type CounterRow,
  countersOf,
  insertAllocation,
  insertCounter,
  listAllocations,
  lockSubject,
  usedAbove,
} from './store.ts'

type Routes = Pick<
  Service<typeof trace>,
  'allocations' | 'allocate' | 'allocation' | 'numbers' | 'numbersFile'
>
type Wish = {
  numberKind: CounterKind
  subject: string
  scheme?: Counter['scheme']
  prefix?: string
  width?: number
}

/** Longest lot and serial number (AI 10, AI 21). */
const lengthMax = 20

/** GTINs, SSCCs, lots and serial numbers, given out in blocks. */
export const allocation: Routes = {
  async allocations(ctx, { query }) {
    const { rows, total } = await listAllocations(ctx.sql, query)
    return { rows: rows.map(lineOf), total }
  },

  async allocate(ctx, { body }) {
    const { id, organisationId } = await takeNumbers(ctx, body)
    const line = lineOf(await known(ctx, id))
    await ctx.audit({
      action: 'trace.numbers.allocated',
      subject: 'trace.allocation',
      subjectId: id,
      organisationId,
      after: line,
    })
    return line
  },

  async allocation(ctx, { params }) {
    return lineOf(await known(ctx, params.allocationId))
  },

  async numbers(ctx, { params, query }) {
    const row = await known(ctx, params.allocationId)
    const { page = 1, pageSize = 20, q } = query
    if (q) return foundIn(row, q.trim())
    const from = (page - 1) * pageSize
    const count = Math.max(0, Math.min(pageSize, row.count - from))
    const rows = Array.from({ length: count }, (_, at) => numberRow(row, row.first + BigInt(from + at)))
    return { rows, total: row.count }
  },

  async numbersFile(ctx, { params }) {
    const row = await known(ctx, params.allocationId)
    const name = `${row.kind}-${row.subject}-${row.count}.csv`
    return { name, mediaType: 'text/csv; charset=utf-8', content: Readable.from(linesOf(row)) }
  },
}

/** Gives out the next numbers of a counter, in the transaction of what they are for. */
export async function takeNumbers(
  ctx: Ctx,
  wish: Wish & { count: number; note?: string },
): Promise<{ id: string; organisationId: string; numbers: string[] }> {
  const organisationId = ownId(ctx)
  const wished = await shapeOf(ctx, organisationId, wish)
  await lockSubject(ctx.sql, wished.kind, wished.subject)
  const counter = await counterFor(ctx, organisationId, wished)
  const first = counter.next
  const room = roomOf(counter) - first
  if (room < BigInt(wish.count)) throw new Fault('trace.allocation.exhausted', { room: String(room) })
  const id = ctx.newId()
  await insertAllocation(ctx.sql, {
    ...{ id, organisationId, counterId: counter.id, first, count: wish.count },
    ...{ note: wish.note?.trim() || null, createdAt: ctx.now, personName: ctx.caller.personName },
  })
  return {
    ...{ id, organisationId },
    get numbers() {
      return Array.from({ length: wish.count }, (_, at) => numberAt(counter, first + BigInt(at)))
    },
  }
}

/** Checks who owns what is counted, and what the numbers shall look like. */
export async function shapeOf(
  ctx: Ctx,
  organisationId: string,
  wish: Wish,
): Promise<Omit<Counter, 'secret'>> {
  const { numberKind: kind, subject, scheme = 'sequence' } = wish
  const prefix = withDay(wish.prefix ?? '', ctx.now)
  if (kind === 'gtin' || kind === 'sscc') {
    if ((await ownPrefixOf(ctx.sql, organisationId, subject)) !== subject)
      throw fieldFault('subject', 'trace.rule.notOwnPrefix')
    if (scheme !== 'sequence') throw fieldFault('scheme', 'trace.rule.sequenceOnly')
    if (prefix !== '' && !/^\d$/.test(prefix)) throw fieldFault('prefix', 'trace.rule.oneDigit')
    return { kind, subject, scheme, prefix: prefix || '0', width: widthOf(kind, subject) }
  }
  const key = masterKey('product', subject)
  if (!key) throw fieldFault('subject', 'trace.rule.identifier.product')
  const gtin = writtenKey(key)
  if (!(await ownPrefixOf(ctx.sql, organisationId, gtin.slice(1))))
    throw fieldFault('subject', 'trace.rule.notOwnPrefix')
  const width = wish.width ?? (scheme === 'random' ? 10 : 6)
  if (prefix.length + width > lengthMax) throw fieldFault('width', 'trace.rule.numberLong')
  // Fewer than a million million possible numbers are soon guessed.
  if (scheme === 'random' && width < 8) throw fieldFault('width', 'trace.rule.guessable')
  return { kind, subject: gtin, scheme, prefix, width }
}

/** The counter that goes on, or a new one that can never give a number of another or of an event. */
async function counterFor(
  ctx: Ctx,
  organisationId: string,
  shape: Omit<Counter, 'secret'>,
): Promise<CounterRow> {
  const counters = await countersOf(ctx.sql, shape.kind, shape.subject)
  const same = counters.find((one) => {
    return one.prefix === shape.prefix && one.width === shape.width && one.scheme === shape.scheme
  })
  if (same) return same
  const isSerial = shape.kind === 'lot' || shape.kind === 'serial'
  if (isSerial && counters.some((one) => overlap(one, shape)))
    throw new Fault('trace.allocation.overlaps', { prefix: shape.prefix })
  const secret = new Uint8Array(ctx.house.clock.randomBytes(32))
  const counter = { ...shape, secret, id: ctx.newId(), next: 0n }
  const row = { ...counter, next: await firstFree(ctx, organisationId, counter) }
  await insertCounter(ctx.sql, organisationId, row)
  return row
}

/** Behind the highest number that an event or the register has already. */
async function firstFree(ctx: Ctx, organisationId: string, counter: Counter): Promise<bigint> {
  const { kind, subject, prefix } = counter
  if (counter.scheme === 'random') return 0n
  const stems = {
    gtin: `01/${prefix}${subject}`,
    sscc: `00/${prefix}${subject}`,
    lot: `01/${subject}/10/${prefix}`,
    serial: `01/${subject}/21/${prefix}`,
  }
  let next = 0n
  for (const key of await usedAbove(ctx.sql, organisationId, `https://id.gs1.org/${stems[kind]}`)) {
    const place = placeIn(counter, key.split('/'))
    if (place !== null && place >= next) next = place + 1n
  }
  return next
}

function placeIn(counter: Counter, [, , , , main = '', , below = '']: string[]): bigint | null {
  if (counter.kind === 'lot' || counter.kind === 'serial') return placeOf(counter, below)
  const counted = main.slice(counter.prefix.length + counter.subject.length, -1)
  return /^\d+$/.test(counted) ? BigInt(counted) : null
}

async function known(ctx: Ctx, id: string): Promise<AllocationListed> {
  const { rows } = await listAllocations(ctx.sql, { id })
  if (!rows[0]) throw new Fault('trace.allocation.unknown')
  return rows[0]
}

function lineOf(row: AllocationListed): AllocationLine {
  return {
    id: row.id,
    numberKind: row.kind,
    subject: row.subject,
    subjectName: row.subjectName,
    prefix: row.prefix,
    scheme: row.scheme,
    count: row.count,
    firstNumber: numberAt(row, row.first),
    lastNumber: numberAt(row, row.first + BigInt(row.count) - 1n),
    note: row.note,
    createdAt: row.createdAt.toISOString(),
    personName: row.personName,
  }
}

function numberRow(row: AllocationListed, place: bigint): { number: string; link: string } {
  const number = numberAt(row, place)
  return { number, link: linkOf(row, number) }
}

/** The path of the digital link that a label carries. */
function linkOf({ kind, subject }: Counter, number: string): string {
  if (kind === 'gtin') return `/01/${number}`
  if (kind === 'sscc') return `/00/${number}`
  return `/01/${subject}/${kind === 'lot' ? '10' : '21'}/${number}`
}

/** Is the number one of this block? */
function foundIn(row: AllocationListed, number: string) {
  const isOther = row.kind === 'gtin' || row.kind === 'sscc'
  const place = isOther ? placeIn(row, ['', '', '', '', number]) : placeOf(row, number)
  const isIn = place !== null && place >= row.first && place < row.first + BigInt(row.count)
  return isIn && numberAt(row, place) === number
    ? { rows: [{ number, link: linkOf(row, number) }], total: 1 }
    : { rows: [], total: 0 }
}

/** In pieces of a thousand lines, so that a million needs no memory. */
function* linesOf(row: AllocationListed): Generator<string> {
  yield '\uFEFFnumber,link\r\n'
  let piece = ''
  for (let at = 0; at < row.count; at += 1) {
    const { number, link } = numberRow(row, row.first + BigInt(at))
    piece += `${number},${link}\r\n`
    if (at % 1000 === 999) {
      yield piece
      piece = ''
    }
  }
  yield piece
}
