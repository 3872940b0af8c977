import { type EventJson, namespacesOf } from '@ronghe/epcis'
import type { Sql } from '@ronghe/kit/db'
import { type PreparedEvent, prepare } from '../capture/prepare.ts'
import { type DerivedRow, type KeptKey, keysOfEvents, understood } from '../store/verify.ts'

const columns = [
  ...(['hash', 'type', 'action', 'bizStep', 'disposition', 'readPoint', 'bizLocation'] as const),
  ...(['transformationId', 'errorReason', 'context'] as const),
]

/** By event, the names of what a row says otherwise than its body does; nothing for those that agree. */
export async function derivedDifferences(
  sql: Sql,
  rows: readonly DerivedRow[],
): Promise<ReadonlyMap<bigint, string[]>> {
  const prepared = rows.map(preparedOf)
  const times = await understood(
    sql,
    prepared.flatMap((one) => [one?.eventTime ?? null, one?.declaredAt ?? null]),
  )
  const kept = Map.groupBy(
    await keysOfEvents(
      sql,
      rows.map(({ seq }) => seq),
    ),
    ({ seq }) => seq,
  )
  const found = new Map<bigint, string[]>()
  for (const [index, row] of rows.entries()) {
    const one = prepared[index]
    const names = one
      ? [
          ...columns.filter((name) => one[name] !== row[name]),
          ...(typeof one.event.eventID === 'string' || row.eventId === one.eventId ? [] : ['eventId']),
          ...(times[2 * index] === row.eventTime ? [] : ['eventTime']),
          ...(times[2 * index + 1] === row.declaredAt ? [] : ['declaredAt']),
          ...(sorted(one.facts) === sorted(row.facts) ? [] : ['facts']),
          ...(keysAgree(one, row, kept.get(row.seq) ?? []) ? [] : ['keys']),
        ]
      : ['body']
    if (names.length > 0) found.set(row.seq, names)
  }
  return found
}

/** What the body says by itself; null where it is no event any more. */
function preparedOf(row: DerivedRow): (PreparedEvent & { event: EventJson }) | null {
  try {
    const event = JSON.parse(row.body) as EventJson
    const own = row.context === null ? {} : (JSON.parse(row.context) as Record<string, string>)
    const ignores = row.hashIgnores === null ? [] : (JSON.parse(row.hashIgnores) as string[])
    return { ...prepare(event, { namespaces: namespacesOf(own), ignore: new Set(ignores) }), event }
  } catch {
    return null
  }
}

function keysAgree(one: PreparedEvent, row: DerivedRow, kept: readonly KeptKey[]): boolean {
  if (kept.length !== one.keys.length) return false
  const text = (key: string, role: number, detail: string | null, quantity: string | number | null) =>
    `${key}\n${role}\n${detail ?? ''}\n${quantity === null ? '' : Number(quantity)}`
  const said = one.keys.map(({ key, role, detail, quantity }) => text(key, role, detail, quantity)).sort()
  const there = kept.map(({ key, role, detail, quantity }) => text(key, role, detail, quantity)).sort()
  const areOwn = kept.every(
    (each) => each.organisationId === row.organisationId && each.eventTime === row.eventTime,
  )
  return areOwn && said.every((each, at) => each === there[at])
}

/** JSON whose names stand in order, for comparing. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  )
}
