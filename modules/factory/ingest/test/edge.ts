import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { hashOf } from '../../service/edges.ts'
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
