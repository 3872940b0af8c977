import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { RequestFault } from '@ronghe/kit/client'
import { type FundWorld, fundWorld, programmeBody } from '../test/funds.ts'
import { type Api, dayAfter } from '../test/supervision.ts'

/** Every act on firm A's application, by everybody: who may, by rights and by standing. */
const everybody = ['a', 'b', 'operator', 'city', 'other-city', 'region', 'leader', 'e1'] as const
type Who = (typeof everybody)[number]
type Stage = Parameters<FundWorld['application']>[0]

type Act = {
  name: string
  upTo: Stage | 'claimed' | 'paid'
  /** Who succeeds; of several the first does it. */
  may: readonly Who[]
  run(api: Api, id: string, version: number): Promise<unknown>
}

let w: FundWorld
before(async () => {
  w = await fundWorld()
})
after(() => w.house.close())

const params = (applicationId: string) => ({ params: { applicationId } })

const acts: readonly Act[] = [
  {
    name: 'change the draft',
    upTo: 'drafted',
    may: ['a'],
    run: (api, id, version) => {
      const amounts = { investmentFen: 50_000_000, askedFen: 5_000_000 }
      const body = {
        title: '改过',
        summary: '改过',
        ...amounts,
        equipmentCodes: [],
        invoiceNumbers: ['24450000'],
      }
      return api.changeApplication({ ...params(id), body: { ...body, version } })
    },
  },
  {
    name: 'fill in what the platform knows',
    upTo: 'drafted',
    may: ['a'],
    run: (api, id, version) => api.fillEntries({ ...params(id), body: { version } }),
  },
  {
    name: 'say otherwise than the platform',
    upTo: 'drafted',
    may: ['a'],
    run: (api, id, version) => {
      const body = { said: '9', reason: '新购设备尚未登记', version }
      return api.sayEntry({ params: { applicationId: id, key: 'machines' }, body })
    },
  },
  {
    name: 'submit',
    upTo: 'drafted',
    may: ['a'],
    run: (api, id, version) => api.moveApplication({ ...params(id), body: { act: 'submit', version } }),
  },
  {
    name: 'withdraw',
    upTo: 'submitted',
    may: ['a'],
    run: (api, id, version) => api.moveApplication({ ...params(id), body: { act: 'withdraw', version } }),
  },
  {
    name: 'check',
    upTo: 'submitted',
    may: ['city', 'region'],
    run: (api, id, version) =>
      api.checkApplication({ ...params(id), body: { act: 'pass', comment: '齐全', version } }),
  },
  {
    name: 'draw experts',
    upTo: 'checked',
    may: ['region'],
    run: (api, id, version) => api.drawExperts({ ...params(id), body: { version } }),
  },
  {
    name: 'open the notice',
    upTo: 'scored',
    may: ['region'],
    run: (api, id, version) => api.openNotice({ ...params(id), body: { version } }),
  },
  {
    name: 'refuse after the notice',
    upTo: 'noticed',
    may: ['leader'],
    run: (api, id, version) =>
      api.decideApplication({ ...params(id), body: { decision: 'refuse', comment: '不予支持', version } }),
  },
  {
    name: 'sign the contract',
    upTo: 'approved',
    may: ['region'],
    run: (api, id, version) => {
      const tranches = [{ amountFen: 20_000_000, milestone: '验收', dueOn: dayAfter(w.clock.now(), 30) }]
      return api.signContract({ ...params(id), body: { tranches, version } })
    },
  },
  {
    name: 'claim a tranche',
    upTo: 'contracted',
    may: ['a'],
    run: (api, id, version) => api.claimTranche({ ...params(id), body: { claim: '到场', version } }),
  },
  {
    name: 'pay a tranche',
    upTo: 'claimed',
    may: ['region'],
    run: (api, id, version) => api.payTranche({ ...params(id), body: { version } }),
  },
  {
    name: 'claw back',
    upTo: 'paid',
    may: ['region'],
    run: (api, id, version) => {
      const body = { amountFen: 1_000_000, reason: '未达标', version }
      return api.clawBack({ ...params(id), body })
    },
  },
]

/** Beyond the contract: the first tranche claimed, and paid. */
async function standsAt(upTo: Stage | 'claimed' | 'paid'): Promise<string> {
  if (upTo !== 'claimed' && upTo !== 'paid') return w.application(upTo)
  const id = await w.application('contracted')
  await w.now('a', id, (api, version) =>
    api.claimTranche({ ...params(id), body: { claim: '到场', version } }),
  )
  if (upTo === 'paid')
    await w.now('region', id, (api, version) => api.payTranche({ ...params(id), body: { version } }))
  return id
}

/** The version as its own people see it. */
async function standing(id: string) {
  return (await w.by('a')).application(params(id))
}

describe('each act', () => {
  for (const act of acts) {
    test(`${act.name} is done by ${act.may.join(' or ')} alone`, async () => {
      const id = await standsAt(act.upTo)
      for (const who of everybody.filter((one) => !act.may.includes(one))) {
        const before = await standing(id)
        await assert.rejects(
          act.run(await w.by(who), id, before.version),
          (error: unknown) => error instanceof RequestFault && [403, 404].includes(error.status),
          who,
        )
        assert.deepEqual(await standing(id), before, `${who} changed nothing`)
      }
      for (const who of act.may.slice(1)) assert.ok((await (await w.by(who)).application(params(id))).id)
      await act.run(await w.by(act.may[0] ?? ''), id, (await standing(id)).version)
    })
  }
})

describe('what is seen', () => {
  test('of a submitted application, by whom', async () => {
    const id = await w.application('submitted')
    const sees = async (who: Who) =>
      (await w.by(who)).application(params(id)).then(
        () => true,
        () => false,
      )
    const found: Who[] = []
    for (const who of everybody) if (await sees(who)) found.push(who)
    assert.deepEqual(found, ['a', 'city', 'region', 'leader'])
    const listed: Who[] = []
    for (const who of found.concat('b', 'other-city')) {
      const { rows } = await (await w.by(who)).applications({ query: { pageSize: 200 } })
      if (rows.some((row) => row.id === id)) listed.push(who)
    }
    assert.deepEqual(listed, found)
  })

  test('of a draft programme only by who runs it, whoever asks in whatever way', async () => {
    const region = await w.by('region')
    const { id } = await region.addProgramme({ body: programmeBody(w, { titleZh: '未公布的项目' }) })
    for (const who of everybody.filter((one) => one !== 'region' && one !== 'leader')) {
      const api = await w.by(who)
      await assert.rejects(api.programme({ params: { programmeId: id } }), { status: 404 }, who)
      const { rows } = await api.programmes({ query: { q: '未公布', pageSize: 200 } })
      assert.deepEqual(rows, [], who)
    }
    assert.equal((await region.programme({ params: { programmeId: id } })).isOpenNow, false)
    const fitting = (await (await w.by('a')).fittingProgrammes()).rows
    assert.ok(!fitting.some((one) => one.programmeId === id))
  })

  test('an objection only during the notice, and only of what stands to it', async () => {
    const body = { name: '群众乙', contact: '0771-1111111', text: '请核实设备来源是否属实。' }
    for (const stage of ['submitted', 'reviewing'] as const) {
      const id = await w.application(stage)
      await assert.rejects((await w.by('operator')).object({ ...params(id), body }), { status: 409 })
    }
    const id = await w.application('noticed')
    await assert.rejects((await w.by('b')).object({ ...params(id), body: { ...body, text: '短' } }), {
      status: 400,
    })
    await (await w.by('b')).object({ ...params(id), body })
    assert.equal((await w.seenApplication(id)).objections.length, 1)
    assert.deepEqual((await w.seenApplication(id, 'city')).objections.length, 1)
  })
})
