import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { outlivesFiles, outlivesStrange, refusesTwisted, rowsOf, type Walk } from '@ronghe/kit/test'
import { trace } from './contract.ts'
import { type RecallWorld, recallWorld } from './test/world.ts'

let world: RecallWorld
let walk: Walk
before(async () => {
  world = await recallWorld()
  const callers = await Promise.all(['maker', 'region', 'city'].map(world.headersOf))
  const organisationId = await world.organisationOf('maker')
  walk = { house: world.house, contract: trace, known: { organisationId }, callers }
})
after(() => world.house.close())

describe('hostile input to traceability', () => {
  test('is refused by its field in the reader’s language, and nothing is written', async () => {
    const before = await rowsOf(walk)
    await refusesTwisted(walk, 2)
    assert.deepEqual(await rowsOf(walk), before)
  })

  test('that the contract allows breaks nothing, whoever sends it', () => outlivesStrange(walk, 1))

  test('as a file that is broken, lies or is none is refused in words', () => outlivesFiles(walk))
})
