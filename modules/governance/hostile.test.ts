import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  outlivesFiles,
  outlivesStrange,
  refusesTwisted,
  rowsOf,
  type TestHouse,
  type Walk,
} from '@ronghe/kit/test'
import { sessionOf } from '@ronghe/registry/testing'
import { governance } from './contract.ts'
import { password, world } from './test/world.ts'

let house: TestHouse
let walk: Walk
before(async () => {
  house = await world()
  const headersOf = (who: string) => sessionOf(house, `${who}@x.example`, password)
  const callers = await Promise.all(['a', 'region', 'city', 'leader', 'e1'].map(headersOf))
  walk = { house, contract: governance, known: { regionCode: '450100' }, callers }
})
after(() => house.close())

describe('hostile input to governance', () => {
  test('is refused by its field in the reader’s language, and nothing is written', async () => {
    const before = await rowsOf(walk)
    await refusesTwisted(walk, 2)
    assert.deepEqual(await rowsOf(walk), before)
  })

  test('that the contract allows breaks nothing, whoever sends it', () => outlivesStrange(walk, 1))

  test('as a file that is broken, lies or is none is refused in words', () => outlivesFiles(walk))
})
