import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import { as, factoryHouse, makeMachine, unitId, upload } from '../testing.ts'

let house: TestHouse
let equipmentId = ''
let bare = ''
before(async () => {
  house = await factoryHouse({ start: false })
  const a = await as(house, 'a')
  const body = {
    ...{ unitId: await unitId(house.house, 'firm-a', 'S1'), code: 'N-1', name: '车床', nameEn: 'Lathe' },
    ...{ maker: '示例厂', model: 'T-1', isNumericalControl: true, isNetworked: false, isKeyProcess: false },
  }
  equipmentId = (await a.addEquipment({ body })).id
  bare = (await makeMachine(house.house, { code: 'N-2' })).machine.id
})
after(() => house.close())

const pathOf = (id: string) => `/factory/equipment/${id}/nameplate`

async function plateOf(who: string, id: string, kind = 'json') {
  const { headers } = await as(house, who)
  return fetch(`${house.url}/api${pathOf(id)}?package=${kind}`, { headers })
}

describe('a nameplate', () => {
  test('is handed out as JSON and as a package, with the machine’s page as its address', async () => {
    const shell = await (await plateOf('viewer', equipmentId)).json()
    const [submodel] = shell.submodels
    assert.match(shell.assetAdministrationShells[0].assetInformation.globalAssetId, new RegExp(equipmentId))
    assert.equal(submodel.idShort, 'Nameplate')
    const file = Buffer.from(await (await plateOf('viewer', equipmentId, 'aasx')).arrayBuffer())
    assert.equal(file.toString('latin1', 0, 4), 'PK\x03\x04')
  })

  test('without maker and model is refused at both fields', async () => {
    const answer = await plateOf('a', bare)
    const body = (await answer.json()) as { code: string; fields: { field: string }[] }
    assert.deepEqual(
      [answer.status, body.code, body.fields.map((one) => one.field)],
      [409, 'factory.nameplate.incomplete', ['maker', 'model']],
    )
  })

  test('is tried first, names its faults, and is written only when it is whole', async () => {
    const { headers } = await as(house, 'a')
    const shell = await (await plateOf('a', equipmentId)).json()
    const send = (content: unknown, query = '') =>
      upload(house, headers, pathOf(bare) + query, { name: 'x.json', content: JSON.stringify(content) })
    const tried = await send(shell)
    assert.deepEqual(tried.body, {
      faults: [],
      changes: [
        { field: 'maker', before: null, after: '示例厂' },
        { field: 'model', before: null, after: 'T-1' },
      ],
      written: false,
    })
    const less = structuredClone(shell)
    less.submodels[0].submodelElements.splice(0, 1)
    const refused = (await send(less, '?dryRun=false')).body as { faults: object[]; written: boolean }
    assert.deepEqual([refused.faults.length, refused.written], [1, false])
    assert.equal(((await send(shell, '?dryRun=false')).body as { written: boolean }).written, true)
    assert.equal((await plateOf('a', bare)).status, 200)
    assert.equal((await send({ submodels: [] })).status, 400)
    const file = Buffer.from(await (await plateOf('a', equipmentId, 'aasx')).arrayBuffer())
    const packed = await upload(house, headers, pathOf(bare), { name: 'x.aasx', content: file })
    assert.deepEqual(packed.body, { faults: [], changes: [], written: false })
    const junk = await upload(house, headers, pathOf(bare), { name: 'x', content: 'PK not json' })
    assert.equal((junk.body as { code: string }).code, 'factory.nameplate.unreadable')
  })

  test('is the firm’s own: a neighbour has none of it, a viewer writes none', async () => {
    assert.equal((await plateOf('b', equipmentId)).status, 404)
    for (const [who, status] of [
      ['b', 404],
      ['viewer', 403],
      ['region', 403],
    ] as const) {
      const { headers } = await as(house, who)
      const file = { name: 'x.json', content: '{}' }
      assert.equal((await upload(house, headers, pathOf(equipmentId), file)).status, status)
    }
  })
})
