import type { Sql } from '@ronghe/kit/db'
import { type Locale, likeOf, listedOf, nameIn, orderOf, pageOf } from './parts.ts'

export type MachineState = 'production' | 'setup' | 'delay' | 'down' | 'idle' | 'unknown'
type Basis = 'evidenced' | 'declared'

export type EquipmentRow = {
  id: string
  organisationId: string
  organisationName: string
  unitId: string
  unitName: string
  regionCode: string
  code: string
  name: string
  nameEn: string | null
  maker: string | null
  model: string | null
  serialNumber: string | null
  firmware: string | null
  builtOn: string | null
  commissionedOn: string | null
  retiredOn: string | null
  hasPhoto: boolean
  isNumericalControl: boolean
  numericalControlBasis: Basis
  isNetworked: boolean
  networkedBasis: Basis
  process: string | null
  isKeyProcess: boolean
  edgeId: string | null
  edgeCode: string | null
  device: string | null
  firstSignalAt: Date | null
  lastSignalAt: Date | null
  state: MachineState
  stateSince: Date | null
  isOnline: boolean
  isSample: boolean
  version: number
}

export type EquipmentFilter = {
  q?: string
  organisation?: string
  unit?: string
  park?: string
  prefix?: string
  isNumericalControl?: boolean
  isKeyProcess?: boolean
  isConnected?: boolean
  isRetired?: boolean
  state?: MachineState
  basis?: Basis
  sort?: string
  page?: number
  pageSize?: number
}

/** A state holds while signals are known up to now; what is older than this is silence. */
export const silenceMs = 30_000

const sortable = {
  code: 'e.code',
  name: 'e.name',
  organisationName: 'o.name',
  unitName: 'u.name',
  maker: 'e.maker',
  model: 'e.model',
  commissionedOn: 'e.commissioned_on',
  retiredOn: 'e.retired_on',
  process: 'e.process',
  isKeyProcess: 'e.is_key_process',
  firstSignalAt: 'e.first_signal_at',
  lastSignalAt: 'e.last_signal_at',
  state: 'now_state.state',
}

function columns(sql: Sql, locale: Locale) {
  return sql`e.id, e.organisation_id as "organisationId", ${nameIn(sql, locale, 'o')} as "organisationName",
    e.unit_id as "unitId", ${nameIn(sql, locale, 'u')} as "unitName", o.region_code as "regionCode",
    e.code, e.name, e.name_en as "nameEn", e.maker, e.model, e.serial_number as "serialNumber", e.firmware,
    e.built_on::text as "builtOn", e.commissioned_on::text as "commissionedOn",
      e.retired_on::text as "retiredOn",
    e.photo_hash is not null as "hasPhoto", e.is_numerical_control as "isNumericalControl",
    case when e.controller_proved_at is null then 'declared' else 'evidenced' end as "numericalControlBasis",
    e.is_networked as "isNetworked",
    case when e.first_signal_at is null then 'declared' else 'evidenced' end as "networkedBasis",
    e.process, e.is_key_process as "isKeyProcess", e.edge_id as "edgeId", g.code as "edgeCode", e.device,
    e.first_signal_at as "firstSignalAt", e.last_signal_at as "lastSignalAt",
    now_state.state, now_state.since as "stateSince", coalesce(g.is_online, false) as "isOnline",
    e.is_sample as "isSample", e.version`
}

/**
 * Machines with their firm, unit, edge and present state; after `silenceMs` without news the state is
 * unknown.
 */
function joins(sql: Sql, now: Date) {
  const fresh = new Date(now.getTime() - silenceMs)
  return sql`factory_equipment e
    join registry_organisation_cards() o on o.id = e.organisation_id
    join registry_unit_cards() u on u.id = e.unit_id
    left join factory_edges g on g.id = e.edge_id
    left join factory_derivations d on d.equipment_id = e.id
    left join lateral (select s.state, s.starts_at from factory_states s
      where s.equipment_id = e.id order by s.starts_at desc limit 1) last on true
    cross join lateral (select
      case when d.derived_to > ${fresh} then coalesce(last.state, 'unknown') else 'unknown' end as state,
      case when last.state is null then null when d.derived_to > ${fresh}
        or last.state = 'unknown' then last.starts_at
        else d.derived_to end as since) now_state`
}

function matches(sql: Sql, filter: EquipmentFilter, now: Date) {
  const like = likeOf(filter.q)
  const { organisation = null, unit = null, isNumericalControl = null, isKeyProcess = null } = filter
  const { isConnected = null, isRetired = null, state = null, basis = null, prefix = '' } = filter
  const { park = null } = filter
  return sql`(${like}::text is null or e.code ilike ${like} or e.name ilike ${like} or e.name_en ilike ${like}
      or e.maker ilike ${like} or e.model ilike ${like} or e.serial_number ilike ${like}
        or e.process ilike ${like}
      or o.name ilike ${like})
    and (${organisation}::uuid is null or e.organisation_id = ${organisation})
    and (${unit}::uuid is null or e.unit_id in (${below(sql, unit)}))
    and (${park}::uuid is null
      or e.unit_id in (select unit_id from registry_park_units() where park_id = ${park}))
    and starts_with(o.region_code, ${prefix})
    and (${isNumericalControl}::boolean is null or e.is_numerical_control = ${isNumericalControl})
    and (${isKeyProcess}::boolean is null or e.is_key_process = ${isKeyProcess})
    and (${isConnected}::boolean is null or (e.first_signal_at is not null) = ${isConnected})
    and (${isRetired}::boolean is null or (coalesce(e.retired_on <= ${dayOf(now)}::date,
      false)) = ${isRetired})
    and (${state}::text is null or now_state.state = ${state})
    and (${basis}::text is null or (e.controller_proved_at is not null) = (${basis} = 'evidenced'))`
}

/** The unit and all below it. */
function below(sql: Sql, unit: string | null) {
  return sql`with recursive tree as (select ${unit}::uuid as id union all
    select child.id from registry_unit_cards() child join tree on child.parent_id = tree.id) select id
      from tree`
}

/** The day by which a machine counts as retired. */
export function dayOf(now: Date): string {
  return new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
}

export async function listEquipment(sql: Sql, locale: Locale, filter: EquipmentFilter, now: Date) {
  const rows = await sql<(EquipmentRow & { total: bigint })[]>`
    select ${columns(sql, locale)}, count(*) over () as total from ${joins(sql, now)}
    where ${matches(sql, filter, now)} ${orderOf(sql, filter.sort, sortable, 'o.name')}, e.code, e.id
    ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function equipmentById(
  sql: Sql,
  locale: Locale,
  id: string,
  now: Date,
): Promise<EquipmentRow | null> {
  const [row] = await sql<
    EquipmentRow[]
  >`select ${columns(sql, locale)} from ${joins(sql, now)} where e.id = ${id}`
  return row ?? null
}

export type EquipmentValues = {
  unitId: string
  code: string
  name: string
  nameEn: string | null
  maker: string | null
  model: string | null
  serialNumber: string | null
  firmware: string | null
  builtOn: string | null
  commissionedOn: string | null
  retiredOn: string | null
  isNumericalControl: boolean
  isNetworked: boolean
  process: string | null
  isKeyProcess: boolean
  edgeId: string | null
  device: string | null
}

export async function insertEquipment(
  sql: Sql,
  one: EquipmentValues & { id: string; organisationId: string; isSample: boolean },
  now: Date,
): Promise<void> {
  await sql`insert into factory_equipment (id, organisation_id, unit_id, code, name, name_en, maker, model,
    serial_number,
      firmware, built_on, commissioned_on, retired_on, is_numerical_control, is_networked, process,
        is_key_process, edge_id, device, is_sample, created_at, updated_at)
    values (${one.id}, ${one.organisationId}, ${one.unitId}, ${one.code}, ${one.name}, ${one.nameEn},
      ${one.maker}, ${one.model}, ${one.serialNumber}, ${one.firmware}, ${one.builtOn}, ${one.commissionedOn},
        ${one.retiredOn},
      ${one.isNumericalControl}, ${one.isNetworked}, ${one.process}, ${one.isKeyProcess}, ${one.edgeId},
        ${one.device}, ${one.isSample}, ${now}, ${now})`
}

/** Changes the machine if nobody did since `version`; false otherwise. */
export async function updateEquipment(
  sql: Sql,
  id: string,
  version: number,
  one: EquipmentValues,
  now: Date,
): Promise<boolean> {
  const rows =
    await sql`update factory_equipment set unit_id = ${one.unitId}, code = ${one.code}, name = ${one.name},
      name_en = ${one.nameEn}, maker = ${one.maker}, model = ${one.model},
        serial_number = ${one.serialNumber},
      firmware = ${one.firmware}, built_on = ${one.builtOn}, commissioned_on = ${one.commissionedOn},
      retired_on = ${one.retiredOn}, is_numerical_control = ${one.isNumericalControl},
        is_networked = ${one.isNetworked},
      process = ${one.process}, is_key_process = ${one.isKeyProcess}, edge_id = ${one.edgeId},
        device = ${one.device}, version = version + 1, updated_at = ${now}
    where id = ${id} and version = ${version} returning id`
  return rows.length === 1
}

export async function equipmentByCode(
  sql: Sql,
  organisationId: string,
  code: string,
): Promise<(EquipmentValues & { id: string; version: number }) | null> {
  const [row] = await sql<
    (EquipmentValues & { id: string; version: number })[]
  >`select id, version, unit_id as "unitId",
      code, name, name_en as "nameEn", maker, model, serial_number as "serialNumber", firmware,
      built_on::text as "builtOn", commissioned_on::text as "commissionedOn", retired_on::text as "retiredOn",
      is_numerical_control as "isNumericalControl", is_networked as "isNetworked", process,
      is_key_process as "isKeyProcess", edge_id as "edgeId", device
    from factory_equipment where organisation_id = ${organisationId} and code = ${code}`
  return row ?? null
}

/** Another machine that the edge already calls so. */
export async function machineOfDevice(sql: Sql, edgeId: string, device: string): Promise<string | null> {
  const [row] = await sql`select id from factory_equipment where edge_id = ${edgeId} and device = ${device}`
  return row?.id ?? null
}

export type UnitCard = {
  id: string
  organisationId: string
  parentId: string | null
  level: string
  code: string
}

export async function unitById(sql: Sql, id: string): Promise<UnitCard | null> {
  const [row] = await sql<
    UnitCard[]
  >`select id, organisation_id as "organisationId", parent_id as "parentId", level, code
    from registry_unit_cards() where id = ${id}`
  return row ?? null
}

export async function unitByCode(sql: Sql, organisationId: string, code: string): Promise<UnitCard | null> {
  const [row] = await sql<
    UnitCard[]
  >`select id, organisation_id as "organisationId", parent_id as "parentId", level, code
    from registry_unit_cards() where organisation_id = ${organisationId} and code = ${code}`
  return row ?? null
}

export type TreeRow = {
  id: string
  parentId: string | null
  kind: 'organisation' | 'site' | 'area' | 'line' | 'cell' | 'equipment'
  name: string
  nameEn: string | null
  state: MachineState | null
  isSample: boolean
}

/**
 * Firms that have machines, their units, and the machines that are not retired: what the caller may see of
 * it.
 */
export async function plantTree(
  sql: Sql,
  organisation: string | undefined,
  now: Date,
  nodesMax: number,
): Promise<TreeRow[]> {
  const wanted = organisation ?? null
  return sql<TreeRow[]>`
    with machines as (select e.id, e.unit_id, e.organisation_id, e.name, e.name_en, e.code, now_state.state,
      e.is_sample
      from ${joins(sql, now)}
      where (${wanted}::uuid is null or e.organisation_id = ${wanted})
        and coalesce(e.retired_on > ${dayOf(now)}::date, true))
    select id, "parentId", kind, name, "nameEn", state, "isSample" from (
      select o.id, null::uuid as "parentId", 'organisation' as kind, o.name, o.name_en as "nameEn",
        null::text as state, o.is_sample as "isSample", 0 as rank, o.code
      from registry_organisation_cards() o where o.id in (select organisation_id from machines)
      union all
      select u.id, coalesce(u.parent_id, u.organisation_id), u.level, u.name, u.name_en, null, u.is_sample,
        array_position(array['site', 'area', 'line', 'cell'], u.level), u.code
      from registry_unit_cards() u where u.organisation_id in (select organisation_id from machines)
      union all
      select m.id, m.unit_id, 'equipment', m.name, m.name_en, m.state, m.is_sample, 5, m.code from machines m
    ) nodes order by rank, code, id limit ${nodesMax}`
}

/** What was written into the audit about a machine, the newest first. */
export async function equipmentAudit(
  sql: Sql,
  id: string,
  filter: { q?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<
    {
      seq: bigint
      at: Date
      personName: string
      action: string
      before: unknown
      after: unknown
      reason: string | null
      total: bigint
    }[]
  >`select seq, at, person_name as "personName", action, before, after, reason, count(*) over () as total
    from kit_audit where subject = 'equipment' and subject_id = ${id}
      and (${like}::text is null or person_name ilike ${like} or action ilike ${like})
    order by seq desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}
