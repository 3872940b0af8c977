import { client, RequestFault } from '@ronghe/kit/client'
import { heldClock } from '@ronghe/kit/clock'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { registry } from '@ronghe/registry/contract'
import { as, world } from './world.ts'

export type Api = Awaited<ReturnType<typeof as>>
export type Upto = 'drafted' | 'submitted' | 'approved' | 'issued'
type More = { comment?: string; explanation?: string }

const dayMs = 86_400_000

/** The world with bodies on the platform, its clock on a Monday, and the acts of supervision in short. */
export async function supervisionWorld() {
  const clock = heldClock(new Date('2026-11-02T02:00:00Z'))
  const house = await world({ clock })
  const people = new Map<string, Api>()
  /** Sessions end while the clock moves by weeks, so who has not asked since is signed in anew. */
  async function by(who: string): Promise<Api> {
    const known = people.get(who) ?? (await as(house, who))
    people.set(who, known)
    return known
  }
  const seen = async (itemId: string, who = 'region') => (await by(who)).item({ params: { itemId } })
  const versionOf = async (itemId: string) => (await seen(itemId)).version
  const acts = {
    async draft(departments: string[], dueInDays = 14, more: object = {}): Promise<string> {
      const dueOn = dayAfter(clock.now(), dueInDays)
      const body = { title: `督办 ${departments.join(' ')}`, text: '按期完成', departments, dueOn, ...more }
      return (await (await by('region')).draftItem({ body })).id
    },
    async supervise(itemId: string, action: 'submit' | 'issue' | 'close' | 'withdraw', comment?: string) {
      const body = { action, version: await versionOf(itemId), ...(comment ? { comment } : {}) }
      await (await by('region')).superviseItem({ params: { itemId }, body })
    },
    async decide(itemId: string, decision: 'approve' | 'return', comment?: string) {
      const body = { decision, version: await versionOf(itemId), ...(comment ? { comment } : {}) }
      await (await by('leader')).decideItem({ params: { itemId }, body })
    },
    async handle(
      who: string,
      itemId: string,
      departmentCode: string,
      action: 'sign' | 'progress' | 'report',
      more: More = {},
    ) {
      const body = { action, version: await versionOf(itemId), ...more }
      await (await by(who)).handlePart({ params: { itemId, departmentCode }, body })
    },
    async review(
      itemId: string,
      departmentCode: string,
      action: 'accept' | 'return' | 'urge',
      comment?: string,
    ) {
      const body = { action, version: await versionOf(itemId), ...(comment ? { comment } : {}) }
      await (await by('region')).reviewPart({ params: { itemId, departmentCode }, body })
    },
  }
  async function item(departments: string[], upTo: Upto = 'issued', dueInDays = 14, more: object = {}) {
    const id = await acts.draft(departments, dueInDays, more)
    if (upTo !== 'drafted') await acts.supervise(id, 'submit')
    if (upTo === 'approved' || upTo === 'issued') await acts.decide(id, 'approve')
    if (upTo === 'issued') await acts.supervise(id, 'issue')
    return id
  }
  async function move(days: number): Promise<void> {
    clock.move(days * dayMs)
    people.clear()
  }
  for (const [code, who] of [
    ['industry', 'region'],
    ['nanning', 'city'],
    ['liuzhou', 'other-city'],
  ] as const) {
    const organisationId = await organisationOf(house, who)
    await (await by('region')).assignDepartment({
      params: { departmentCode: code },
      body: { organisationId },
    })
  }
  return { house, clock, by, seen, item, move, ...acts }
}

export type SupervisionWorld = Awaited<ReturnType<typeof supervisionWorld>>

/** The organisation for which a person of the world acts. */
export async function organisationOf(house: TestHouse, who: string): Promise<string> {
  const { headers } = await as(house, who)
  const me = await client(registry, { base: house.url, headers: () => headers }).me()
  return me.organisation?.id ?? ''
}

/** Waits until a person has a notification whose text fits. */
export async function told(house: TestHouse, who: string, text: RegExp): Promise<void> {
  const { headers } = await as(house, who)
  const api = client(registry, { base: house.url, headers: () => headers })
  await eventually(`${who} is told ${text}`, async () =>
    (await api.notifications({ query: { pageSize: 100 } })).rows.some((row) => text.test(row.text)),
  )
}

export function dayAfter(at: Date, days: number): string {
  return new Date(at.getTime() + days * dayMs).toISOString().slice(0, 10)
}

/** Is the error this fault of the contract? */
export function refused(code: string) {
  return (error: unknown) => error instanceof RequestFault && error.answer.code === code
}
