import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { hashOf } from '../../service/edges.ts'
import { devicesOfEdge } from '../../store/device-sessions.ts'
import { edgeById } from '../../store/edges.ts'
import { tagsOfMachine } from '../../store/tags.ts'
import { makeMachine } from '../../testing.ts'
import { ingestOf } from '../start.ts'
import type { Credential } from './node.ts'

/** An edge with a machine whose device is `lathe`, and its credential; as if it had been there long. */
export async function foreignEdge(
  house: House,
  code: string,
  firm = 'firm-a',
): Promise<{ credential: Credential; equipmentId: string; organisationId: string }> {
  const { machine } = await makeMachine(house, { firm, code, tags: [] })
  const { id: equipmentId, organisationId, edgeId: id } = machine
  const password = `secret-${code}`
  await house.act(systemCaller, async ({ sql }) => {
    await sql`update factory_edges set secret_hash = ${hashOf(password)} where id = ${id}`
    await sql`update factory_equipment set device = 'lathe' where id = ${equipmentId}`
  })
  const server = `mqtt://127.0.0.1:${ingestOf(house).port}`
  return {
    credential: { id, password, server, group: firm, node: `edge-${code}` },
    equipmentId,
    organisationId,
  }
}

/** Ids of a machine's signals by name. */
export async function tagsOf(house: House, equipmentId: string): Promise<Record<string, string>> {
  const rows = await house.act(systemCaller, ({ sql }) => tagsOfMachine(sql, equipmentId))
  return Object.fromEntries(rows.map((row) => [row.name, row.id]))
}

/** Times, values (or words) and qualities of a signal in their sequence. */
export async function pointsOf(house: House, equipmentId: string, name: string) {
  const tagId = (await tagsOf(house, equipmentId))[name] ?? ''
  const [series = 0] = await house.series.resolve([tagId])
  const window = { fromMicros: 0, toMicros: 9e15, limit: 100_000 }
  const { timeMicros, value, text, quality } = await house.series.raw({ series, ...window })
  return Array.from(timeMicros, (at, index) => {
    return { at: at / 1000, value: text[index] ?? value[index], quality: quality[index] }
  })
}

export const edgeRow = (house: House, id: string) => house.act(systemCaller, ({ sql }) => edgeById(sql, id))

export const devicesOf = (house: House, id: string) =>
  house.act(systemCaller, ({ sql }) => devicesOfEdge(sql, id))
