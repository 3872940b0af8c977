import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { memberOf, membersOf, readAas, submodelIn, templateFaults, templates } from '@ronghe/kit/aas'
import type { TestHouse } from '@ronghe/kit/test'
import { append, as, factoryHouse, makeMachine, unitId, upload } from '../testing.ts'

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

  test('has the machine’s signals beside it as means of intervals, after their own template', async () => {
    const tags = [
      { name: 'load', scale: 2 },
      { name: 'word', valueType: 'text' as const },
    ]
    const made = await makeMachine(house.house, { code: 'N-3', tags })
    const start = Date.parse('2026-03-02T00:00:00Z') * 1000
    const points = [0, 30, 90].map((seconds) => ({
      ...{ tag: made.tags.load ?? '', at: start + seconds * 1_000_000, value: seconds / 10 },
    }))
    await append(house.house, points)
    const a = await as(house, 'a')
    const span = 'from=2026-03-02T00:00:00Z&to=2026-03-02T00:02:00Z'
    const path = `${house.url}/api/factory/equipment/${made.machine.id}/time-series?${span}`
    const { submodels } = await (await fetch(path, { headers: a.headers })).json()
    assert.equal(submodels.length, 1)
    assert.deepEqual(templateFaults(submodels[0], templates.timeSeries), [])
    const segment = memberOf(memberOf(submodels[0], 'Segments'), 'InternalSegment')
    const [first] = membersOf(memberOf(segment, 'Records'))
    assert.deepEqual(
      membersOf(first).map((one) => [one.idShort, one.value]),
      [
        ['Time', '0'],
        // From 0 to 6 in half a minute, then on to 12: straight between points.
        ['load', '6'],
      ],
    )
    const file = await fetch(`${path}&package=aasx`, { headers: a.headers })
    const { environment } = readAas(Buffer.from(await file.arrayBuffer()))
    assert.ok(submodelIn(environment, templates.timeSeries))
    const refused = await fetch(`${path}&tag=${equipmentId}`, { headers: a.headers })
    assert.equal(refused.status, 404)
    const long = `${house.url}/api/factory/equipment/${made.machine.id}/time-series?from=2025-03-02T00:00:00Z`
    const much = await fetch(`${long}&to=2026-03-02T00:00:00Z&intervalSeconds=1`, { headers: a.headers })
    const fault = (await much.json()) as { code: string; fields: { field: string }[] }
    assert.deepEqual([fault.code, fault.fields[0]?.field], ['factory.history.tooMuch', 'intervalSeconds'])
    const { headers } = await as(house, 'b')
    assert.equal((await fetch(path, { headers })).status, 404)
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
