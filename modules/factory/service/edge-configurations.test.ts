import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { RequestFault } from '@ronghe/kit/client'
import { edgeProgram } from '@ronghe/kit/program'
import type { TestHouse } from '@ronghe/kit/test'
import { canonical, hashOf } from '../canonical.ts'
import { rollOutSample } from '../configuration/load-sample.ts'
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

describe('a roll-out to a group', () => {
  test('says who has it, who waits and why one refused it; and is taken back as one', async () => {
    const a = await as(house, 'a')
    const add = async (code: string) => (await a.addEdge({ body: { code, name: code } })).id
    const ids = await Promise.all(['r-1', 'r-2', 'r-3', 'r-4'].map(add))
    const [from = '', ...to] = ids
    const configure = (edgeId: string, tag: string) =>
      a.configureEdge({ params: { edgeId }, body: { devices: [{ ...device('p'), device: tag }] } })
    await configure(from, 'new')
    for (const edgeId of to.slice(0, 2)) await configure(edgeId, 'old')
    const body = { edges: to, note: '第二批' }
    await a.rollOutConfiguration({ params: { edgeId: from, version: 1 }, body })
    const [row] = (await a.rollOuts({ query: {} })).rows
    assert.deepEqual([row?.edgeName, row?.version, row?.note, row?.edges], ['r-1', 1, '第二批', 3])
    assert.deepEqual([row?.waiting, row?.inForce, row?.refused], [3, 0, 0])
    assert.equal((await a.rollOuts({ query: { q: '第二' } })).total, 1)
    assert.equal((await a.rollOuts({ query: { q: '第三' } })).total, 0)
    const params = { rollOutId: row?.id ?? '' }
    const targets = (await a.rollOut({ params })).rows
    assert.deepEqual(
      targets.map(({ code, version, state }) => [code, version, state]),
      [
        ['r-2', 2, 'waiting'],
        ['r-3', 2, 'waiting'],
        ['r-4', 1, 'waiting'],
      ],
    )
    await house.house.act(systemCaller, async ({ sql }) => {
      const health = JSON.stringify({ configuration: { version: 2, hash: targets[0]?.hash } })
      await sql`update factory_edges set health = ${health}::text::jsonb where id = ${to[0] ?? ''}`
      await sql`update factory_edges set configured_version = 2, refusal = '{"zh":"太多","en":"too many"}'
        where id = ${to[1] ?? ''}`
    })
    const { rows: told, rolledBackAt } = await a.rollOut({ params })
    assert.equal(rolledBackAt, null)
    assert.deepEqual(
      told.map(({ state, refusal }) => [state, refusal]),
      [
        ['inForce', null],
        ['refused', '太多'],
        ['waiting', null],
      ],
    )
    const b = await as(house, 'b')
    await assert.rejects(b.rollOut({ params }), { status: 404 })
    await assert.rejects(b.rollBack({ params, body: { reason: 'x' } }), { status: 404 })
    assert.equal((await b.rollOuts({ query: {} })).total, 0)
    // The last had nothing before it.
    assert.deepEqual(await a.rollBack({ params, body: { reason: '报警过多' } }), { edges: 2, left: 1 })
    for (const edgeId of to.slice(0, 2)) {
      const [old, given, again] = await kept(edgeId)
      assert.equal(again?.hash, old?.hash)
      assert.notEqual(given?.hash, old?.hash)
    }
    assert.equal((await kept(to[2] ?? '')).length, 1)
    await assert.rejects(a.rollBack({ params, body: { reason: 'x' } }), refused('factory.rollOut.rolledBack'))
    const one = await a.rollOut({ params })
    assert.deepEqual([one.rolledBackAt !== null, one.rolledBackReason], [true, '报警过多'])
    const [after] = (await a.rollOuts({ query: {} })).rows
    assert.deepEqual([after?.superseded, after?.rolledBackBy, after?.rolledBackReason], [2, 'a', '报警过多'])
  })
})

test('a sample’s machines are rolled out once, anew when they moved, and never over a person’s', async () => {
  const a = await as(house, 'a')
  const [{ id: from }, { id: to }] = [
    await a.addEdge({ body: { code: 's-1', name: '备用' } }),
    await a.addEdge({ body: { code: 's-2', name: '在用' } }),
  ]
  const at = (port: number) => [
    { note: '首批', devices: [device('', { endpoint: `opc.tcp://m:${port}`, tags: [] })] },
    { note: '补全', devices: [device('', { endpoint: `opc.tcp://m:${port}` })] },
  ]
  const give = (port: number) =>
    rollOutSample(house.house, { from, to, personName: '示例设备工程师', versions: at(port) })
  const told = async () => {
    const { rows } = await a.rollOuts({ query: { q: '示例设备工程师' } })
    return rows.map(({ note, version, waiting, superseded }) => [note, version, waiting, superseded])
  }
  await give(4840)
  await give(4840)
  assert.deepEqual(await told(), [
    ['补全', 2, 1, 0],
    ['首批', 1, 0, 1],
  ])
  assert.equal((await kept(to)).at(-1)?.hash, hashOf(at(4840)[1]?.devices))
  await give(4841)
  assert.deepEqual((await told())[0], ['补全', 3, 1, 0])
  const [newest] = (await a.rollOuts({ query: { q: '示例设备工程师' } })).rows
  await a.rollBack({ params: { rollOutId: newest?.id ?? '' }, body: { reason: '试' } })
  await give(4842)
  assert.equal((await kept(to)).length, 4)
  await rollOutSample(house.house, { from: to, to: from, personName: 'x', versions: [] })
  assert.equal((await kept(from)).length, 3)
})

test('which program an edge runs is judged by its hash against the one the server has', async () => {
  const a = await as(house, 'a')
  const { id: edgeId } = await a.addEdge({ body: { code: 'p-1', name: '程序' } })
  const offered = edgeProgram()
  const runs = async (program: { version: string; hash: string }) => {
    const health = JSON.stringify({ program })
    await house.house.act(
      systemCaller,
      ({ sql }) => sql`update factory_edges set health = ${health}::text::jsonb where id = ${edgeId}`,
    )
    const listed = (await a.edges({ query: { q: 'p-1' } })).rows[0]?.program
    assert.deepEqual(listed, (await a.oneEdge({ params: { edgeId } })).program)
    return listed
  }
  assert.equal((await a.oneEdge({ params: { edgeId } })).program, null)
  assert.deepEqual(await runs(offered), { ...offered, isCurrent: true })
  // A build of the same version may still be another program.
  const other = { ...offered, hash: offered.hash.replace(/^./, (first) => (first === '0' ? '1' : '0')) }
  assert.deepEqual(await runs(other), { ...other, isCurrent: false })
})
