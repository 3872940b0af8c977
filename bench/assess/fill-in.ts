import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { assess } from '@ronghe/assess/contract'
import { systemCaller } from '@ronghe/kit/auth'
import { client } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { makePerson, signIn } from '@ronghe/registry/testing'
import { databaseSeconds } from '../process.ts'
import type { Person, Round, Saved, Told } from './callers.child.ts'

export type Figures = {
  p50: number
  p99: number
  perSecond: number
  lost: number
  serverMs: number
  databaseMs: number
}

const password = 'bench-password-1'

/** Questions of GB/T 23020 that are answered by how far something is done. */
const questions = [
  ...['foundation.funds', 'foundation.planning', 'foundation.information', 'foundation.security'],
  ...['single.product', 'single.process', 'single.supply', 'single.finance', 'single.office'],
  ...['single.projects', 'integration.design', 'collaboration.product'],
]
const half = questions.length / 2

/** So many sign in at a time: more would only wait for the two cores that hash their passwords. */
const atOnce = 8

async function inParts<T>(list: readonly number[], make: (at: number) => Promise<T>): Promise<T[]> {
  const made: T[] = []
  for (let from = 0; from < list.length; from += atOnce)
    made.push(...(await Promise.all(list.slice(from, from + atOnce).map(make))))
  return made
}

/** Every fifth person is of the firm of the one before, and answers the other questions of the same run. */
const isColleague = (at: number) => at % 5 === 0

async function signedIn(house: TestHouse, at: number) {
  const email = `bench${at}@x.example`
  const creditCode = `91450100${String(isColleague(at) ? at - 1 : at).padStart(10, '0')}`
  await makePerson(house.house, { email, password, creditCode, role: 'plantEngineer' })
  const headers = await signIn(house.url, email, password)
  const person = client(assess, { base: house.url, headers: () => headers })
  return { person, cookie: headers.cookie ?? '' }
}

/** People signed in, each with the run of the coming year that he fills in; not measured. */
export async function peopleOf(house: TestHouse, count: number, answers: number): Promise<Person[]> {
  const all = Array.from({ length: count }, (_, at) => at + 1)
  const runs = new Map<number, string>()
  const first = await inParts(
    all.filter((at) => !isColleague(at)),
    async (at) => {
      const { person, cookie } = await signedIn(house, at)
      const { rows } = await person.windows({ query: { year: 2027 } })
      const { id } = await person.startRun({ body: { windowId: rows[0]?.id ?? '', facts: {} } })
      runs.set(at, id)
      return { at, cookie, runId: id, questions: questions.slice(0, half).slice(0, answers) }
    },
  )
  const colleagues = await inParts(all.filter(isColleague), async (at) => {
    const { cookie } = await signedIn(house, at)
    const mine = questions.slice(half).slice(0, answers)
    return { at, cookie, runId: runs.get(at - 1) ?? '', questions: mine }
  })
  return [...first, ...colleagues]
    .sort((one, other) => one.at - other.at)
    .map(({ at: _, ...person }) => person)
}

/** The rounds one after the other, by callers in a process of their own. */
export async function fillIn(
  house: TestHouse,
  people: readonly Person[],
  rounds: readonly Omit<Round, 'value'>[],
): Promise<Figures[]> {
  const callers = fork(new URL('callers.child.ts', import.meta.url), { stdio: 'inherit' })
  const ended = once(callers, 'exit').then(([code]) => {
    throw new Error(`the callers ended with ${code}`)
  })
  ended.catch(() => {})
  callers.send({ base: house.url, people })
  const figures: Figures[] = []
  for (const [at, round] of rounds.entries()) {
    const value = at % 2 === 0 ? 'wide' : 'partial'
    figures.push(await Promise.race([oneRound(house, callers, { ...round, value }), ended]))
  }
  callers.send('end')
  return figures
}

async function oneRound(house: TestHouse, callers: ChildProcess, round: Round): Promise<Figures> {
  const database = new URL(house.databaseUrl.replace('@/', '@localhost/')).pathname.slice(1)
  const before = { server: process.cpuUsage(), database: databaseSeconds(database) }
  const message = once(callers, 'message') as Promise<[Told]>
  callers.send(round)
  const [{ waitsMs, seconds, saved }] = await message
  const used = process.cpuUsage(before.server)
  const at = (share: number) => Math.ceil(waitsMs[Math.floor(share * (waitsMs.length - 1))] ?? 0)
  return {
    p50: at(0.5),
    p99: at(0.99),
    perSecond: saved.length / seconds,
    lost: await lost(house, saved),
    serverMs: (used.user + used.system) / 1000 / saved.length,
    databaseMs: ((databaseSeconds(database) - before.database) * 1000) / saved.length,
  }
}

/** Answers that were said to be written and are not there, as they stand or in their history. */
async function lost(house: TestHouse, saved: readonly Saved[]): Promise<number> {
  return house.house.act(systemCaller, async ({ sql }) => {
    const [row] = await sql`select count(*)::int as lost
      from jsonb_to_recordset(${JSON.stringify(saved)}::text::jsonb)
        as s ("runId" uuid, question text, revision int, value text)
      where not exists (select 1 from assess_answers a where a.run_id = s."runId" and a.question = s.question
          and a.revision = s.revision and a.value = to_jsonb(s.value))
        or not exists (select 1 from assess_answer_history h where h.run_id = s."runId"
          and h.question = s.question and h.revision = s.revision and h.value = to_jsonb(s.value))`
    return Number(row?.lost)
  })
}
