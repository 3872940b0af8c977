import { standsHostile } from '@ronghe/kit/test'
import { trace } from './contract.ts'
import { recallWorld } from './test/world.ts'

standsHostile('hostile input to traceability', async () => {
  const world = await recallWorld()
  const callers = await Promise.all(['maker', 'region', 'city'].map(world.headersOf))
  const organisationId = await world.organisationOf('maker')
  return { house: world.house, contract: trace, known: { organisationId }, callers }
})
