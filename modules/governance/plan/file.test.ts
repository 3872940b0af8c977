import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type SupervisionWorld, supervisionWorld } from '../test/supervision.ts'
import { upload } from '../test/upload.ts'
import { as } from '../test/world.ts'

type Node = Record<string, unknown> & { key: string; titleZh: string }
type File = { format: string; document: string; nodes: Node[] } & Record<string, unknown>
type Said = {
  written: boolean
  nodes: number
  faults: { path: string; message: string }[]
  rows: { key: string; change: string; fields: { field: string; before: string; after: string }[] }[]
}

let w: SupervisionWorld
let first = ''
let draft = ''
before(async () => {
  w = await supervisionWorld()
  const api = await w.by('region')
  first = (await api.plans({})).rows[0]?.id ?? ''
  draft = (await api.draftPlan({ body: { basedOn: first, note: '修订' } })).id
})
after(() => w.house.close())

async function fileOf(planId: string, who = 'region'): Promise<File> {
  const { headers } = await as(w.house, who)
  const answer = await fetch(`${w.house.url}/api/governance/plans/${planId}/file`, { headers })
  assert.equal(answer.status, 200)
  assert.match(answer.headers.get('content-disposition') ?? '', /\.json/)
  return (await answer.json()) as File
}

async function send(file: unknown, { dryRun = false, who = 'region', language = 'zh' } = {}) {
  const { headers } = await as(w.house, who, language)
  const content = typeof file === 'string' ? file : JSON.stringify(file)
  const path = `/governance/plans/${draft}/file?dryRun=${dryRun}`
  const { status, body } = await upload(w.house, path, { name: 'plan.json', content }, headers)
  return { status, said: body as unknown as Said, body }
}

describe('a version as a file', () => {
  test('comes out with every node in the tree’s order, and goes in again without a difference', async () => {
    const file = await fileOf(draft)
    assert.equal(file.format, 'ronghe-plan-1')
    const { rows } = await (await w.by('region')).planNodes({
      params: { planId: draft },
      query: { pageSize: 200 },
    })
    assert.deepEqual(
      file.nodes.map(({ key }) => key),
      rows.map(({ key }) => key),
    )
    const { said } = await send(file)
    assert.deepEqual([said.written, said.nodes, said.faults, said.rows], [true, rows.length, [], []])
    assert.deepEqual((await fileOf(draft)).nodes, file.nodes)
  })

  test('is tried with its difference before it counts, and takes the place of the whole tree', async () => {
    const file = await fileOf(draft)
    const task = file.nodes.find((one) => one.kind === 'task')
    assert.ok(task)
    const gone = file.nodes.filter((one) => one.parentKey === task.key).map(({ key }) => key)
    const changed = {
      ...file,
      nodes: [
        ...file.nodes
          .filter(({ key }) => !gone.includes(key))
          .map((one) => (one.key === task.key ? { ...one, titleZh: '新任务名' } : one)),
        { ...task, key: '9.9', titleZh: '新增任务', place: 99 },
      ],
    }
    const tried = await send(changed, { dryRun: true })
    assert.equal(tried.said.written, false)
    const kinds = tried.said.rows.map((one) => `${one.change} ${one.key}`)
    assert.deepEqual(
      kinds.toSorted(),
      ['added 9.9', `changed ${task.key}`, ...gone.map((key) => `removed ${key}`)].toSorted(),
    )
    assert.deepEqual(tried.said.rows.find((one) => one.key === task.key)?.fields, [
      { field: 'titleZh', before: task.titleZh, after: '新任务名' },
    ])
    assert.deepEqual((await fileOf(draft)).nodes, file.nodes, 'a dry run writes nothing')
    assert.equal((await send(changed)).said.written, true)
    const now = (await fileOf(draft)).nodes.map(({ key }) => key)
    assert.ok(now.includes('9.9') && gone.every((key) => !now.includes(key)))
    const { events } = await (await w.by('region')).plan({ params: { planId: draft } })
    assert.ok(events.some((one) => one.action === 'imported' && one.comment === 'plan.json'))
  })
})

describe('a wrong file', () => {
  test('has every fault of its form told by place in the reader’s language, nothing loaded', async () => {
    const file = await fileOf(draft)
    const [one, two, ...rest] = file.nodes
    const bad = {
      ...file,
      extra: 1,
      nodes: [
        { ...one, kind: 'chapter', place: -1 },
        { ...two, key: 'no key', dueOn: '2026-13-01' },
        ...rest,
      ],
    }
    const { said } = await send(bad)
    assert.equal(said.written, false)
    const places = said.faults.map(({ path }) => path)
    for (const path of ['/nodes/0/kind', '/nodes/0/place', '/nodes/1/key', '/nodes/1/dueOn'])
      assert.ok(places.includes(path), `${path} among ${places.join(' ')}`)
    assert.ok(said.faults.some(({ message }) => message === '不认识的字段'))
    const english = await send(bad, { language: 'en' })
    assert.ok(english.said.faults.some(({ message }) => message === 'unknown field'))
    assert.deepEqual((await fileOf(draft)).nodes, file.nodes)
  })

  test('has every rule of the tree told at its node', async () => {
    const file = await fileOf(draft)
    const task = file.nodes.findIndex((one) => one.kind === 'task')
    const nodes = file.nodes.map((one, at) =>
      at === task ? { ...one, units: ['nobody'], dueOn: null, parentKey: 'nowhere' } : one,
    )
    const twice = [...nodes, { ...nodes[0], place: 98 }]
    const { said } = await send({ ...file, document: 'another', nodes: twice })
    const places = said.faults.map(({ path }) => path)
    for (const field of ['units', 'dueOn', 'parentKey']) assert.ok(places.includes(`/nodes/${task}/${field}`))
    assert.ok(places.includes(`/nodes/${twice.length - 1}/key`) && places.includes('/document'))
    assert.deepEqual((await fileOf(draft)).nodes, file.nodes)
  })

  test('that is no JSON is refused at its field', async () => {
    const { status, body } = await send('{"nodes": [')
    assert.deepEqual([status, (body.fields as { field: string }[])[0]?.field], [400, 'file'])
  })

  test('goes into no version but a draft, and from officials of the region alone', async () => {
    const file = await fileOf(first, 'a')
    for (const who of ['city', 'leader', 'a']) assert.equal((await send(file, { who })).status, 403, who)
    const region = await w.by('region')
    const { version } = (await region.plan({ params: { planId: draft } })).plan
    await region.movePlan({
      params: { planId: draft },
      body: { action: 'withdraw', version, comment: '不再需要' },
    })
    const { status, body } = await send(await fileOf(draft))
    assert.deepEqual([status, body.code], [409, 'governance.plan.notNow'])
  })
})
