import type { Sql } from '@ronghe/kit/db'

/** A device of an edge was born or died; answers whose edge it is. */
export async function setDeviceState(
  sql: Sql,
  one: { edgeId: string; device: string; isOnline: boolean; at: Date },
): Promise<string | null> {
  const [row] = await sql<{ organisationId: string }[]>`
    insert into factory_device_sessions (organisation_id, edge_id, device, is_online, at)
    select organisation_id, id, ${one.device}, ${one.isOnline}, ${one.at} from factory_edges
      where id = ${one.edgeId}
    on conflict (edge_id, device) do update set is_online = excluded.is_online, at = excluded.at
    returning organisation_id as "organisationId"`
  return row?.organisationId ?? null
}

/** At the start no device is connected yet. */
export async function setDevicesOffline(sql: Sql, at: Date): Promise<void> {
  await sql`update factory_device_sessions set is_online = false, at = ${at} where is_online`
}

export type DeviceState = { device: string; isOnline: boolean; at: Date }

export async function devicesOfEdge(sql: Sql, edgeId: string): Promise<DeviceState[]> {
  return sql<DeviceState[]>`select device, is_online as "isOnline", at from factory_device_sessions
    where edge_id = ${edgeId} order by device`
}

/** Since when a machine is not heard, by its edge's death or its own; null while it is, or never was. */
export async function lostSince(sql: Sql, equipmentId: string): Promise<Date | null> {
  const [row] = await sql<{ at: Date | null }[]>`select case when not g.is_online then g.state_at
      when not s.is_online then s.at end as at
    from factory_equipment e join factory_edges g on g.id = e.edge_id
      left join factory_device_sessions s on s.edge_id = e.edge_id and s.device = e.device
    where e.id = ${equipmentId}`
  return row?.at ?? null
}
