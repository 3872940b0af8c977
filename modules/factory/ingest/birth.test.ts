import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import { as, factoryHouse, makeMachine } from '../testing.ts'
import { answerBirth } from './birth.ts'
import { tagsOfBirth } from './signals.ts'

let house: TestHouse
before(async () => {
  house = await factoryHouse({ start: false })
})
after(() => house.close())

const metric = (name: string, isReadOnly?: boolean) => ({
  ...{ name, type: 'Double' as const, value: 1 },
  ...(isReadOnly === undefined
    ? {}
    : { properties: { readOnly: { type: 'Boolean' as const, value: isReadOnly } } }),
})

test('what an edge says can’t be written is known of a signal, until it says otherwise', async () => {
  const { machine } = await makeMachine(house.house, { code: 'R-1', tags: [{ name: 'old' }] })
  const a = await as(house, 'a')
  const born = async (...metrics: ReturnType<typeof metric>[]) => {
    const { tags } = tagsOfBirth(metrics as never)
    await answerBirth(house.house, { edgeId: machine.edgeId, device: 'device', tags })
    const { rows } = await a.tags({ params: { equipmentId: machine.id } })
    return Object.fromEntries(rows.map(({ name, isReadOnly }) => [name, isReadOnly]))
  }
  assert.deepEqual(await born(metric('old', true), metric('load', true), metric('speed')), {
    ...{ old: true, load: true, speed: false },
  })
  assert.deepEqual(await born(metric('old', false), metric('load'), metric('speed', true)), {
    ...{ old: false, load: false, speed: true },
  })
  assert.equal((await born(metric('load'))).speed, true, 'a signal that is not born stays as it was')
})
