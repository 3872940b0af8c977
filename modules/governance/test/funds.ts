import { type Api, dayAfter, type SupervisionWorld, supervisionWorld } from './supervision.ts'
import { addMachines } from './world.ts'

export const experts = ['e1', 'e2', 'e3', 'e4'] as const

/** The world with a firm's machine, four experts in the pool, and the acts of a fund in short. */
export async function fundWorld() {
  const w = await supervisionWorld()
  await addMachines(w.house, [
    {
      ...{ firm: 'firm-a', isKeyProcess: true, isNumericalControl: true },
      ...{ isConnected: false, isOnline: false, isProved: false, isRetired: false },
    },
  ])
  for (const who of experts) await (await w.by(who)).joinExperts({ body: { fields: '智能制造' } })
  const region = await w.by('region')
  for (const { personId } of (await region.experts({})).rows)
    await region.admitExpert({ params: { personId }, body: { isActive: true } })
  return { ...w, ...actsOf(w) }
}

export type FundWorld = Awaited<ReturnType<typeof fundWorld>>

let codes = 0

export const programmeBody = (w: Pick<SupervisionWorld, 'clock'>, change: object = {}) => ({
  code: `F${codes++}`,
  titleZh: '智能化改造补助',
  titleEn: 'Grant for upgrading',
  guideZh: '支持设备联网与数控化改造。',
  guideEn: 'For networking and numerical control of machines.',
  mode: 'grant' as const,
  budgetFen: 100_000_000,
  shareBasisPoints: 2000,
  capFen: 50_000_000,
  opensAt: w.clock.now().toISOString(),
  closesAt: `${dayAfter(w.clock.now(), 30)}T16:00:00.000Z`,
  conditions: [
    { fact: 'kind' as const, operator: 'is' as const, value: 'enterprise' },
    { fact: 'isKey' as const, operator: 'is' as const, value: 'true' },
  ],
  experts: 3,
  spreadMaxTenths: 200,
  ...change,
})

type Upto =
  | 'drafted'
  | 'submitted'
  | 'checked'
  | 'reviewing'
  | 'scored'
  | 'noticed'
  | 'approved'
  | 'contracted'
const order: readonly Upto[] = [
  ...([
    'drafted',
    'submitted',
    'checked',
    'reviewing',
    'scored',
    'noticed',
    'approved',
    'contracted',
  ] as const),
]

function actsOf(w: SupervisionWorld) {
  const seen = async (applicationId: string, who = 'region') =>
    (await w.by(who)).application({ params: { applicationId } })
  /** Runs an act with the version that stands now. */
  async function now<T>(
    who: string,
    applicationId: string,
    run: (api: Api, version: number) => Promise<T>,
  ): Promise<T> {
    const api = await w.by(who)
    const owner = await (await w.by('a')).application({ params: { applicationId } }).catch(() => null)
    return run(api, (owner ?? (await seen(applicationId))).version)
  }
  async function programme(change: object = {}): Promise<string> {
    const region = await w.by('region')
    const { id } = await region.addProgramme({ body: programmeBody(w, change) })
    await region.moveProgramme({ params: { programmeId: id }, body: { state: 'open' } })
    return id
  }
  async function draft(programmeId: string, change: object = {}, who = 'a'): Promise<string> {
    const body = {
      ...{ title: `改造项目 ${codes++}`, summary: '更新机床并联网', investmentFen: 100_000_000 },
      ...{ askedFen: 20_000_000, equipmentCodes: [], invoiceNumbers: [`2445${codes++}`] },
      ...change,
    }
    return (await (await w.by(who)).draftApplication({ params: { programmeId }, body })).id
  }
  const steps = stepsOf(w, now, score)
  /** Scores where something is drawn for the expert. */
  async function score(who: string, applicationId: string, scoreTenths: number): Promise<boolean> {
    const api = await w.by(who)
    const mine = (await api.myReviews()).rows.find((one) => one.applicationId === applicationId)
    if (mine?.state !== 'drawn') return false
    await api.review({ ...params(applicationId), body: { act: 'score', scoreTenths, comment: '可行' } })
    return true
  }
  async function application(upTo: Upto, programmeId?: string, change: object = {}): Promise<string> {
    const id = await draft(programmeId ?? (await programme()), change)
    for (const step of order.slice(1, order.indexOf(upTo) + 1))
      await steps[step as Exclude<Upto, 'drafted'>](id)
    return id
  }
  return { seenApplication: seen, now, programme, draft, score, application, params }
}

type Now = <T>(who: string, id: string, run: (api: Api, version: number) => Promise<T>) => Promise<T>
type Score = (who: string, id: string, scoreTenths: number) => Promise<boolean>

const params = (applicationId: string) => ({ params: { applicationId } })

/** What brings an application to each stage, by who may. */
function stepsOf(
  w: SupervisionWorld,
  now: Now,
  score: Score,
): Record<Exclude<Upto, 'drafted'>, (id: string) => Promise<unknown>> {
  return {
    submitted: (id) =>
      now('a', id, (api, version) =>
        api.moveApplication({ ...params(id), body: { act: 'submit', version } }),
      ),
    checked: (id) =>
      now('city', id, (api, version) => {
        const body = { act: 'pass' as const, comment: '材料齐全', version }
        return api.checkApplication({ ...params(id), body })
      }),
    reviewing: (id) =>
      now('region', id, (api, version) => api.drawExperts({ ...params(id), body: { version } })),
    scored: async (id) => {
      for (const who of experts) await score(who, id, 800)
    },
    noticed: (id) =>
      now('region', id, (api, version) => api.openNotice({ ...params(id), body: { version } })),
    approved: async (id) => {
      await w.move(10)
      await now('leader', id, (api, version) => {
        const body = { decision: 'approve' as const, version }
        return api.decideApplication({ ...params(id), body })
      })
    },
    contracted: (id) =>
      now('region', id, (api, version) => {
        const dueOn = dayAfter(w.clock.now(), 60)
        const tranches = [
          { amountFen: 12_000_000, milestone: '设备到场', dueOn },
          { amountFen: 8_000_000, milestone: '验收', dueOn },
        ]
        return api.signContract({ ...params(id), body: { tranches, version } })
      }),
  }
}
