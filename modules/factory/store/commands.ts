import type { Sql } from '@ronghe/kit/db'
import { likeOf, listedOf, pageOf } from './parts.ts'

export type CommandState = 'given' | 'sent' | 'confirmed' | 'differs' | 'refused' | 'unproved' | 'expired'
export type Words = { zh: string; en: string }

/** A command is sent within this time or not at all: nobody expects a machine to move later. */
const sentSecondsMax = 30
/** What was sent is answered by then, unless the server was killed in between. */
const answeredSecondsMax = 90

export async function insertCommand(
  sql: Sql,
  one: {
    id: string
    organisationId: string
    equipmentId: string
    tagId: string
    value: string
    reason: string
    by: string | null
    personName: string | null
  },
  now: Date,
): Promise<void> {
  await sql`insert into factory_commands (id, organisation_id, equipment_id, tag_id, value, reason, state,
      created_at, created_by, person_name)
    values (${one.id}, ${one.organisationId}, ${one.equipmentId}, ${one.tagId}, ${one.value}, ${one.reason},
      'given', ${now}, ${one.by}, ${one.personName})`
}

export type Claimed = {
  edgeId: string
  device: string
  tag: string
  valueType: 'number' | 'text'
  scale: number
  shift: number
  value: string
}

/** Takes a command to send it; null where it was taken before or is too old. */
export async function claimCommand(sql: Sql, id: string, now: Date): Promise<Claimed | null> {
  const [row] = await sql<Claimed[]>`update factory_commands c set state = 'sent'
    from factory_tags t join factory_equipment e on e.id = t.equipment_id
    where c.id = ${id} and t.id = c.tag_id and c.state = 'given' and e.edge_id is not null
      and c.created_at > ${now}::timestamptz - make_interval(secs => ${sentSecondsMax})
    returning e.edge_id as "edgeId", e.device, t.name as tag, t.value_type as "valueType", t.scale, t.shift,
      c.value`
  return row ?? null
}

export async function answerCommand(
  sql: Sql,
  one: { id: string; state: CommandState; readBack: string | null; refusal: Words | null; at: Date },
): Promise<Answered | null> {
  const [row] = await sql<Answered[]>`update factory_commands c
    set state = ${one.state}, read_back = ${one.readBack},
      refusal = ${one.refusal && JSON.stringify(one.refusal)}::text::jsonb, answered_at = ${one.at}
    from factory_tags t join factory_equipment e on e.id = t.equipment_id
    where c.id = ${one.id} and t.id = c.tag_id
    returning c.organisation_id as "organisationId", c.equipment_id as "equipmentId", c.value,
      c.created_by as "personId", t.name as tag, e.name as machine`
  return row ?? null
}

/** A command that was answered: whose it is, and what it was. */
export type Answered = {
  organisationId: string
  equipmentId: string
  personId: string | null
  tag: string
  machine: string
  value: string
}

export type CommandRow = {
  id: string
  tagName: string
  value: string
  reason: string
  state: CommandState
  readBack: string | null
  refusal: Words | null
  createdAt: Date
  personName: string | null
  answeredAt: Date | null
}

/**
 * Commands to a machine, the newest first; what was never sent counts as expired after its time, and what was
 * sent and never answered as unproved.
 */
export async function listCommands(
  sql: Sql,
  equipmentId: string,
  now: Date,
  filter: { q?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<(CommandRow & { total: bigint })[]>`select c.id, t.name as "tagName", c.value,
      c.reason, c.read_back as "readBack", c.refusal, c.created_at as "createdAt",
      c.person_name as "personName", c.answered_at as "answeredAt", count(*) over () as total,
      case when c.state = 'given'
        and c.created_at <= ${now}::timestamptz - make_interval(secs => ${sentSecondsMax})
        then 'expired'
        when c.state = 'sent'
          and c.created_at <= ${now}::timestamptz - make_interval(secs => ${answeredSecondsMax})
        then 'unproved' else c.state end as state
    from factory_commands c join factory_tags t on t.id = c.tag_id
    where c.equipment_id = ${equipmentId} and (${like}::text is null or t.name ilike ${like}
      or c.reason ilike ${like} or c.person_name ilike ${like})
    order by c.created_at desc, c.id desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}
