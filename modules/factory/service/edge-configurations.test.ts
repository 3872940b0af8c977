import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { canonical, hashOf } from '../canonical.ts'
import { sealFormer } from '../configuration/vault.ts'
import { as, factoryHouse } from '../testing.ts'

let house: TestHouse
before(async () => {
  house = await factoryHouse()
})
after(() => house.close())

const refused = (code: string) => (fault: RequestFault) => {
  assert.equal(fault.answer.code, code)
  return true
}
const endpoint = 'opc.tcp://m:4840'
const device = (password: string, more: object = {}) => ({
  ...{ device: 'm1', adapter: 'opcua', endpoint, credentials: { username: 'u', password } },
  tags: [{ name: 'load', nodeId: 'i=1' }],
  ...more,
})
const kept = (edgeId: string) =>
  house.house.act(systemCaller, async ({ sql }) => {
    const rows = await sql`select version, hash, devices from factory_edge_configurations
      where edge_id = ${edgeId} order by version`
    return rows.map((row) => ({ hash: String(row.hash), text: String(row.devices) }))
  })

describe('configurations of an edge', () => {
  test('passwords are sealed at rest, left out on the page, and taken over when left empty', async () => {
    const a = await as(house, 'a')
    const { id: edgeId } = await a.addEdge({ body: { code: 'e-1', name: '一号' } })
    const params = { edgeId }
    await a.configureEdge({ params, body: { devices: [device('s3cret-pass')], basedOn: 0 } })
    const [first] = await kept(edgeId)
    assert.equal(first?.text.includes('s3cret-pass'), false)
    // The hash is of the text that the edge is given.
    assert.equal(first?.hash, hashOf([device('s3cret-pass')]))
    const shown = await a.edgeConfiguration({ params: { edgeId, version: 1 } })
    assert.deepEqual(shown.devices, [device('')])
    await a.configureEdge({ params, body: { devices: shown.devices, basedOn: 1 } })
    assert.equal((await kept(edgeId))[1]?.hash, first?.hash)
    const elsewhere = [device('', { endpoint: 'opc.tcp://evil:4840' })]
    await assert.rejects(
      a.configureEdge({ params, body: { devices: elsewhere, basedOn: 2 } }),
      refused('factory.edge.passwordMissing'),
    )
  })

  test('an edge that the configuration is rolled out to gets the passwords too', async () => {
    const a = await as(house, 'a')
    const { id: from } = await a.addEdge({ body: { code: 'e-2', name: '二号' } })
    const { id: to } = await a.addEdge({ body: { code: 'e-3', name: '三号' } })
    await a.configureEdge({ params: { edgeId: from }, body: { devices: [device('one')], basedOn: 0 } })
    await a.rollOutConfiguration({ params: { edgeId: from, version: 1 }, body: { edges: [to] } })
    const [copy] = await kept(to)
    assert.equal(copy?.hash, hashOf([device('one')]))
    assert.equal(copy?.text.includes('one'), false)
  })

  test('what was kept before passwords were sealed is sealed at the start', async () => {
    const a = await as(house, 'a')
    const { id: edgeId } = await a.addEdge({ body: { code: 'e-4', name: '四号' } })
    await a.configureEdge({ params: { edgeId }, body: { devices: [device('former')], basedOn: 0 } })
    await house.house.act(systemCaller, async ({ sql }) => {
      await sql`update factory_edge_configurations set devices = ${canonical([device('former')])}
        where edge_id = ${edgeId}`
    })
    assert.match((await kept(edgeId))[0]?.text ?? '', /former/)
    await sealFormer(house.house)
    const [sealed] = await kept(edgeId)
    assert.doesNotMatch(sealed?.text ?? '', /former/)
    await a.configureEdge({ params: { edgeId }, body: { devices: [device('')], basedOn: 1 } })
    assert.equal((await kept(edgeId))[1]?.hash, sealed?.hash)
  })

  test('with another secret it is said what to do, and typing the password again helps', async () => {
    const a = await as(house, 'a')
    const { id: edgeId } = await a.addEdge({ body: { code: 'e-5', name: '五号' } })
    const params = { edgeId }
    await a.configureEdge({ params, body: { devices: [device('x1')], basedOn: 0 } })
    await house.house.act(systemCaller, async ({ sql }) => {
      await sql`update factory_edge_configurations set devices = regexp_replace(devices,
        'sealed:1:....', 'sealed:1:AAAA') where edge_id = ${edgeId}`
    })
    await assert.rejects(
      a.configureEdge({ params, body: { devices: [device('')], basedOn: 1 } }),
      refused('factory.edge.secretChanged'),
    )
    await a.configureEdge({ params, body: { devices: [device('x2')], basedOn: 1 } })
    const { rows } = await a.edgeConfigurations({ params })
    assert.deepEqual(
      rows.map(({ version, deviceCount }) => [version, deviceCount]),
      [
        [2, 1],
        [1, 1],
      ],
    )
  })

  test('another firm sees and changes nothing of it', async () => {
    const a = await as(house, 'a')
    const { id: edgeId } = await a.addEdge({ body: { code: 'e-6', name: '六号' } })
    const b = await as(house, 'b')
    await assert.rejects(b.edgeConfigurations({ params: { edgeId } }), { status: 404 })
    await assert.rejects(b.configureEdge({ params: { edgeId }, body: { devices: [] } }), { status: 404 })
    const viewer = await as(house, 'viewer')
    await assert.rejects(viewer.edgeConfigurations({ params: { edgeId } }), { status: 403 })
  })
})
