import { createHash } from 'node:crypto'
import { ingestOf } from '@ronghe/factory'
import { as, factoryHouse, makeMachine } from '@ronghe/factory/testing'
import { systemCaller } from '@ronghe/kit/auth'
import { fillStore } from './fill.ts'

/**
 * The server under measurement, in a process of its own, with the edges and machines that are to speak.
 * Arguments: edges, devices of each. It answers what is stored when it is asked, and stops when told.
 */
const [edges = 1, devices = 1] = process.argv.slice(2).map(Number)
const house = await factoryHouse({ environment: { LOG_LEVEL: 'warn' } })
const credentials: { edgeId: string; node: string; password: string }[] = []
const machines: string[] = []
for (let edge = 0; edge < edges; edge++) {
  const password = `secret-${edge}`
  const hash = createHash('sha256').update(password).digest('hex')
  const first = await makeMachine(house.house, { code: `T${edge}`, tags: [] })
  const { edgeId } = first.machine
  const ids = [first.machine.id]
  for (let device = 1; device < devices; device++) {
    const { machine } = await makeMachine(house.house, { code: `T${edge}-${device}`, tags: [] })
    ids.push(machine.id)
  }
  await house.house.act(systemCaller, async ({ sql }) => {
    await sql`update factory_edges set secret_hash = ${hash} where id = ${edgeId}`
    for (const [device, id] of ids.entries()) {
      await sql`update factory_equipment set edge_id = ${edgeId}, device = ${`d${device}`} where id = ${id}`
    }
    await sql`update factory_limit_defaults set points_per_second_max = 100000000,
      messages_per_second_max = 1000000, tags_max = 1000000`
  })
  credentials.push({ edgeId, node: `edge-T${edge}`, password })
  machines.push(...ids)
}
const { headers } = await as(house, 'a')

process.on('message', (message) => {
  if (message === 'stop') void house.close().then(() => process.exit(0))
  if (typeof message === 'object') {
    const { fill = 0 } = message as { fill?: number }
    void fillStore(house.house, fill).then(() => process.send?.('filled'))
  }
  if (message === 'stored') void house.house.series.stats().then(({ points }) => process.send?.({ points }))
})
process.send?.({
  url: house.url,
  mqtt: ingestOf(house.house).port,
  cookie: (headers as Record<string, string>).cookie ?? '',
  credentials,
  machines,
})
