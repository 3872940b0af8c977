import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { RequestFault } from '@ronghe/kit/client'
import { type Api, dayAfter, type SupervisionWorld, supervisionWorld } from '../test/supervision.ts'

/** Who may, by rights and by standing: an item of Nanning and of a body that is off the platform. */
const everybody = ['region', 'leader', 'city', 'other-city', 'a', 'operator'] as const
type Who = (typeof everybody)[number]

type Act = {
  name: string
  /** The state in which the act fits. */
  upTo: 'drafted' | 'submitted' | 'approved' | 'issued'
  /** Who succeeds; all others are refused and nothing changes. */
  may: readonly Who[]
  run(api: Api, itemId: string, version: number): Promise<unknown>
}

let w: SupervisionWorld
before(async () => {
  w = await supervisionWorld()
})
after(() => w.house.close())

const part = (itemId: string, departmentCode: string) => ({ itemId, departmentCode })

const acts: readonly Act[] = [
  {
    name: 'change the draft',
    upTo: 'drafted',
    may: ['region'],
    run: (api, itemId, version) => {
      const body = { title: '改过的', text: '改过', departments: ['nanning'], dueOn: '2027-01-29' }
      return api.changeItem({ params: { itemId }, body: { ...body, version } })
    },
  },
  {
    name: 'submit',
    upTo: 'drafted',
    may: ['region'],
    run: (api, itemId, version) =>
      api.superviseItem({ params: { itemId }, body: { action: 'submit', version } }),
  },
  {
    name: 'approve',
    upTo: 'submitted',
    may: ['leader'],
    run: (api, itemId, version) =>
      api.decideItem({ params: { itemId }, body: { decision: 'approve', version } }),
  },
  {
    name: 'issue',
    upTo: 'approved',
    may: ['region'],
    run: (api, itemId, version) =>
      api.superviseItem({ params: { itemId }, body: { action: 'issue', version } }),
  },
  {
    name: 'sign for Nanning',
    upTo: 'issued',
    may: ['city'],
    run: (api, itemId, version) =>
      api.handlePart({ params: part(itemId, 'nanning'), body: { action: 'sign', version } }),
  },
  {
    name: 'sign for a body that is off the platform',
    upTo: 'issued',
    may: ['region'],
    run: (api, itemId, version) =>
      api.handlePart({ params: part(itemId, 'science'), body: { action: 'sign', version } }),
  },
  {
    name: 'urge',
    upTo: 'issued',
    may: ['region'],
    run: (api, itemId, version) => {
      const body = { action: 'urge' as const, comment: '抓紧', version }
      return api.reviewPart({ params: part(itemId, 'nanning'), body })
    },
  },
  {
    name: 'ask for an extension of Nanning’s part',
    upTo: 'issued',
    may: ['city'],
    run: (api, itemId) => {
      const body = { until: dayAfter(w.clock.now(), 60), reason: '设备未到' }
      return api.askExtension({ params: part(itemId, 'nanning'), body })
    },
  },
  {
    name: 'add a file',
    upTo: 'issued',
    may: ['region', 'city'],
    run: (api, itemId) => {
      const form = new FormData()
      form.set('file', new Blob(['x'], { type: 'text/plain' }), 'x.txt')
      return api.addItemFile({ params: { itemId }, body: form as never })
    },
  },
  {
    name: 'withdraw',
    upTo: 'issued',
    may: ['region'],
    run: (api, itemId, version) => {
      const body = { action: 'withdraw' as const, comment: '撤销', version }
      return api.superviseItem({ params: { itemId }, body })
    },
  },
]

describe('each act', () => {
  for (const act of acts) {
    test(`${act.name} is done by ${act.may.join(' and ')} alone`, async () => {
      const id = await w.item(['nanning', 'science'], act.upTo)
      for (const who of everybody.filter((one) => !act.may.includes(one))) {
        const before = await w.seen(id)
        await assert.rejects(
          act.run(await w.by(who), id, before.version),
          (error: unknown) => error instanceof RequestFault && [403, 404].includes(error.status),
          who,
        )
        assert.deepEqual(await w.seen(id), before, `${who} changed nothing`)
      }
      for (const who of act.may) await act.run(await w.by(who), id, (await w.seen(id)).version)
    })
  }
})

describe('each list', () => {
  test('shows what one answers for, and counts no more', async () => {
    const nannings = await w.item(['nanning'])
    const liuzhous = await w.item(['liuzhou'])
    const both = await w.item(['liuzhou', 'nanning'])
    const idsOf = async (who: Who) =>
      (await (await w.by(who)).items({ query: { pageSize: 200 } })).rows.map((row) => row.id)
    const [city, other, region] = [await idsOf('city'), await idsOf('other-city'), await idsOf('region')]
    assert.ok(city.includes(nannings) && city.includes(both) && !city.includes(liuzhous))
    assert.ok(other.includes(liuzhous) && other.includes(both) && !other.includes(nannings))
    for (const one of [nannings, liuzhous, both]) assert.ok(region.includes(one))
    assert.deepEqual(await idsOf('a'), [])
    await assert.rejects(idsOf('operator'), { status: 403 })
    const listed = (await (await w.by('other-city')).comparison({ query: { pageSize: 200 } })).rows
    const parts = listed.find((row) => row.code === 'nanning')?.parts ?? 0
    assert.equal(parts, 1, 'of Nanning only what Liuzhou shares with it')
  })

  test('of a body’s organisation is changed by officials of the region, to a government body', async () => {
    const params = { departmentCode: 'science' }
    for (const who of ['city', 'leader', 'a'] as const)
      await assert.rejects((await w.by(who)).assignDepartment({ params, body: {} }), { status: 403 })
    const region = await w.by('region')
    const nobody = { organisationId: '01900000-0000-7000-8000-000000000000' }
    await assert.rejects(region.assignDepartment({ params, body: nobody }), { status: 400 })
    await assert.rejects(region.assignDepartment({ params: { departmentCode: 'nowhere' }, body: {} }), {
      status: 404,
    })
  })

  test('and a body that comes onto the platform handles its open parts from then on', async () => {
    const id = await w.item(['science', 'industry'])
    const region = await w.by('region')
    assert.equal((await w.seen(id)).parts[0]?.isOffPlatform, true)
    const { rows } = await region.departments({ query: { q: '柳州' } })
    const organisationId = rows[0]?.organisationId ?? ''
    const params = { departmentCode: 'science' }
    await region.assignDepartment({ params, body: { organisationId } })
    await w.handle('other-city', id, 'science', 'sign')
    assert.deepEqual((await w.seen(id, 'other-city')).parts[0]?.isMine, true)
    await region.assignDepartment({ params, body: {} })
    await assert.rejects(w.seen(id, 'other-city'), { status: 404 })
    await w.handle('region', id, 'science', 'progress', { comment: '代录' })
  })
})
