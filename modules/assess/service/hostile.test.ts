import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { outlivesFiles, outlivesStrange, refusesTwisted, rowsOf, type Walk } from '@ronghe/kit/test'
import { sessionOf } from '@ronghe/registry/testing'
import { assess } from '../contract.ts'
import { as, organisationId, password, startRun, type World, world } from '../test/world.ts'

let house: World
let walk: Walk
before(async () => {
  house = await world()
  const runId = await startRun(await as(house, 'a'))
  const known = {
    runId,
    organisationId: await organisationId(house, 'firm-a'),
    frameworkId: house.frameworkId,
    year: 2026,
  }
  const headersOf = (who: string) => sessionOf(house, `${who}@x.example`, password)
  const callers = await Promise.all(['a', 'platform', 'assessor'].map(headersOf))
  walk = { house, contract: assess, known, callers }
})
after(() => house.close())

describe('hostile input to assessments', () => {
  test('is refused by its field in the reader’s language, and nothing is written', async () => {
    const before = await rowsOf(walk)
    await refusesTwisted(walk, 2)
    assert.deepEqual(await rowsOf(walk), before)
  })

  test('that the contract allows breaks nothing, whoever sends it', () => outlivesStrange(walk, 1))

  test('as a file that is broken, lies or is none is refused in words', () => outlivesFiles(walk))
})
