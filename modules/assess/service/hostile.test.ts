import { standsHostile } from '@ronghe/kit/test'
import { sessionOf } from '@ronghe/registry/testing'
import { assess } from '../contract.ts'
import { as, organisationId, password, startRun, world } from '../test/world.ts'

standsHostile('hostile input to assessments', async () => {
  const house = await world()
  const known = {
    runId: await startRun(await as(house, 'a')),
    organisationId: await organisationId(house, 'firm-a'),
    frameworkId: house.frameworkId,
    year: 2026,
  }
  const headersOf = (who: string) => sessionOf(house, `${who}@x.example`, password)
  const callers = await Promise.all(['a', 'platform', 'assessor'].map(headersOf))
  return { house, contract: assess, known, callers }
})
