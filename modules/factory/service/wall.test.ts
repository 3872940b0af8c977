import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { as, factoryHouse } from '../testing.ts'

let house: TestHouse
before(async () => {
  house = await factoryHouse({ start: false })
})
after(() => house.close())

describe('the large screen', () => {
  test('shows the usual panels until somebody chooses, and nothing that is gone', async () => {
    const a = await as(house, 'a')
    const usual = await a.wall()
    assert.deepEqual(
      [usual.panels.map((one) => one.kind), usual.seconds, usual.isChosen],
      [['states', 'oee', 'energy', 'alarms', 'andon'], 20, false],
    )
    const picture = (await a.addPicture({ body: { name: '总览' } })).id
    await a.publishPicture({ params: { pictureId: picture }, body: { version: 1 } })
    assert.deepEqual((await a.wall()).panels.at(-1), { kind: 'picture', picture })
    const panels = [{ kind: 'picture' as const, picture }, { kind: 'energy' as const }]
    await a.changeWall({ body: { panels, seconds: 30 } })
    const chosen = await a.wall()
    assert.deepEqual([chosen.panels, chosen.seconds, chosen.personName], [panels, 30, 'a'])
    await a.removePicture({ params: { pictureId: picture } })
    assert.deepEqual((await a.wall()).panels, [{ kind: 'energy' }])
  })

  test('is each firm’s own; who only looks does not choose, and foreign pictures are refused', async () => {
    const b = await as(house, 'b')
    const picture = (await b.addPicture({ body: { name: '乙' } })).id
    assert.equal((await b.wall()).isChosen, false)
    const a = await as(house, 'a')
    for (const panel of [
      { kind: 'picture' as const, picture },
      { kind: 'oee' as const, picture },
    ])
      await assert.rejects(
        a.changeWall({ body: { panels: [{ kind: 'states' }, panel], seconds: 30 } }),
        (fault: RequestFault) => {
          assert.deepEqual(
            [fault.status, fault.answer.code, fault.answer.fields?.[0]?.field],
            [400, 'factory.wall.invalid', 'panels.1.picture'],
          )
          return true
        },
      )
    await assert.rejects(a.changeWall({ body: { panels: [], seconds: 30 } }), { status: 400 })
    const viewer = await as(house, 'viewer')
    assert.equal((await viewer.wall()).isChosen, true)
    const body = { panels: [{ kind: 'states' as const }], seconds: 30 }
    await assert.rejects(viewer.changeWall({ body }), { status: 403 })
  })
})
