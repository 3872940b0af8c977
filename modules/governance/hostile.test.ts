import { standsHostile } from '@ronghe/kit/test'
import { sessionOf } from '@ronghe/registry/testing'
import { governance } from './contract.ts'
import { password, world } from './test/world.ts'

standsHostile('hostile input to governance', async () => {
  const house = await world()
  const headersOf = (who: string) => sessionOf(house, `${who}@x.example`, password)
  const callers = await Promise.all(['a', 'region', 'city', 'leader', 'e1'].map(headersOf))
  return { house, contract: governance, known: { regionCode: '450100' }, callers }
})
