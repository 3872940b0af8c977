import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { RequestFault } from '@ronghe/kit/client'
import { type Api, type SupervisionWorld, supervisionWorld } from './test/supervision.ts'
import { upload } from './test/upload.ts'
import { as } from './test/world.ts'

const everybody = ['region', 'leader', 'city', 'other-city', 'a', 'operator', 'stranger'] as const
type Who = (typeof everybody)[number]
const signedIn = everybody.filter((who) => who !== 'stranger')
const readers = ['region', 'leader', 'city', 'other-city', 'a'] as const

const values = {
  ...{ titleZh: '产值', titleEn: 'Output', unitZh: '亿元', unitEn: 'bn', dueOn: '2027-12-31' },
  ...{ formula: '', direction: 'up' as const, frequency: 'year' as const, reportDepartment: 'nanning' },
}

type Act = { name: string; may: readonly Who[]; run(api: Api, who: Who): Promise<unknown> }

let w: SupervisionWorld
let made = 0
before(async () => {
  w = await supervisionWorld()
  await (await w.by('region')).makeIndicator({ body: { key: 'output', ...values } })
})
after(() => w.house.close())

async function reportOf(year: number): Promise<{ reportId: string; version: number }> {
  const { headers } = await as(w.house, 'city')
  const file = { name: 'a.pdf', content: '%PDF-1.4' }
  const query = `period=${year}&value=1&note=公报`
  const { body } = await upload(w.house, `/governance/goals/output/reports?${query}`, file, headers)
  return { reportId: String(body.id), version: 1 }
}

const acts: readonly Act[] = [
  { name: 'see the wall', may: everybody, run: (api) => api.wall({}) },
  { name: 'see how goals are measured', may: everybody, run: (api) => api.indicators({}) },
  {
    ...{ name: 'see a goal by city', may: everybody },
    run: (api) => api.goalCities({ params: { goalKey: 'control' } }),
  },
  { name: 'see accepted reports', may: everybody, run: (api) => api.reports({}) },
  { name: 'see the key of packs', may: everybody, run: (api) => api.packKey() },
  { name: 'see one’s tasks', may: signedIn, run: (api) => api.desk({}) },
  { name: 'see what one did', may: signedIn, run: (api) => api.deskDone({}) },
  {
    ...{ name: 'take a pack', may: readers },
    run: (_api, who) => download(who, '/governance/goals/control/pack'),
  },
  {
    ...{ name: 'make an indicator', may: ['region'] },
    run: (api) => api.makeIndicator({ body: { key: `made-${made++}`, ...values } }),
  },
  {
    ...{ name: 'change an indicator', may: ['region'] },
    run: (api) => api.changeIndicator({ params: { goalKey: 'output' }, body: values }),
  },
  {
    ...{ name: 'change the rules of lights', may: ['region'] },
    run: (api) => {
      const body = { signDays: 2, warnDays: 5, escalateDays: 5, goalWarnPercent: 80 }
      return api.changeSupervisionRules({ body })
    },
  },
]

async function download(who: Who, path: string): Promise<void> {
  const headers = who === 'stranger' ? {} : (await as(w.house, who)).headers
  const answer = await fetch(`${w.house.url}/api${path}`, { headers })
  await answer.arrayBuffer()
  if (!answer.ok) throw new RefusedDownload(answer.status)
}

/** A download that was refused, with its status as a fault has it. */
const RefusedDownload = class {
  readonly status: number
  constructor(status: number) {
    this.status = status
  }
}

function statusOf(error: unknown): number {
  if (error instanceof RequestFault || error instanceof RefusedDownload) return error.status
  throw error
}

describe('who may', () => {
  for (const act of acts)
    test(`${act.name}: ${act.may.join(', ')}`, async () => {
      for (const who of everybody) {
        const api = who === 'stranger' ? await as(w.house, null) : await w.by(who)
        const status = await act.run(api, who).then(() => 200, statusOf)
        if (act.may.includes(who)) assert.equal(status, 200, who)
        else assert.equal(status, who === 'stranger' ? 401 : 403, who)
      }
    })

  test('decide on a report: the leader; an official who reported it never', async () => {
    let year = 2010
    for (const who of everybody) {
      const { reportId, version } = await reportOf(year++)
      const api = who === 'stranger' ? await as(w.house, null) : await w.by(who)
      const body = { decision: 'accept' as const, version }
      const status = await api.decideReport({ params: { reportId }, body }).then(() => 200, statusOf)
      assert.equal(status, who === 'leader' ? 200 : who === 'stranger' ? 401 : 403, who)
    }
  })

  test('report a figure: the body that the indicator names, and no other', async () => {
    const file = { name: 'a.pdf', content: '%PDF-1.4' }
    for (const who of signedIn) {
      const { headers } = await as(w.house, who)
      const path = '/governance/goals/output/reports?period=2025&value=7&note=公报'
      const { status } = await upload(w.house, path, file, headers)
      assert.equal(status, who === 'city' ? 200 : 403, who)
    }
  })

  test('see the document of a report that waits: its body and who answers for its region', async () => {
    const { reportId } = await reportOf(2024)
    const path = `/governance/reports/${reportId}/file`
    const seen: string[] = []
    for (const who of everybody)
      if (
        await download(who, path).then(
          () => true,
          () => false,
        )
      )
        seen.push(who)
    assert.deepEqual(seen, ['region', 'leader', 'city'])
  })
})
