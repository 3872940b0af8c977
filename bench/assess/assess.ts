import { setTimeout as sleep } from 'node:timers/promises'
import { assessModule, loadFrameworks } from '@ronghe/assess'
import { assess } from '@ronghe/assess/contract'
import { factoryModule } from '@ronghe/factory'
import { factory } from '@ronghe/factory/contract'
import { systemCaller } from '@ronghe/kit/auth'
import { client } from '@ronghe/kit/client'
import { type TestHouse, testHouse } from '@ronghe/kit/test'
import { guangxi } from '@ronghe/region-guangxi'
import { loadRegion, registryModule } from '@ronghe/registry'
import { makePerson, signIn } from '@ronghe/registry/testing'
import { fillFirms, milliseconds } from '../firms.ts'
import type { Row } from '../results.ts'

/** `pauseMs` from one answer of a person to the next: nobody reads a question in less than five seconds. */
export type Size = { firms: number; machines: number; people: number; answers: number; pauseMs: number }
export const large: Size = { firms: 3000, machines: 100, people: 500, answers: 6, pauseMs: 5000 }
export const tiny: Size = { firms: 12, machines: 3, people: 4, answers: 2, pauseMs: 0 }

const password = 'bench-password-1'

/**
 * The sums of a region (machines of its firms, their assessments) computed anew, and people of as many firms
 * who fill in at the same time; every save is looked for afterwards.
 */
export async function runAssess(size: Size): Promise<Row[]> {
  const house = await testHouse([registryModule, factoryModule, assessModule], { start: false })
  try {
    await seed(house, size)
    const conditions = [
      `${size.firms} firms × ${size.machines} machines, one run of 33 questions each`,
      'the whole program on one machine',
    ].join('; ')
    const shared = { engine: 'assess', peer: null, ratio: null, conditions }
    const machines = await milliseconds(() =>
      client(factory, { base: house.url }).machinesByRegion({ query: { region: '450000' } }),
    )
    const sums = await milliseconds(() =>
      client(assess, { base: house.url }).summary({ query: { region: '450000' } }),
    )
    const saved = await saveTogether(house, size)
    const people = {
      ...shared,
      conditions: [
        `${size.people} people of as many firms at once, ${size.answers} answers each`,
        `one every ${size.pauseMs / 1000} s, beginnings spread over that time`,
        'set-up (sign-in, runs begun) not measured',
      ].join('; '),
    }
    return [
      { ...shared, name: 'machines of the region', value: machines, unit: 'ms' },
      { ...shared, name: 'assessments of the region', value: sums, unit: 'ms' },
      { ...people, name: 'save, the median', value: saved.p50, unit: 'ms' },
      { ...people, name: 'save, of a hundred the slowest', value: saved.p99, unit: 'ms' },
      { ...people, name: 'saves', value: saved.perSecond, unit: 'saves/s' },
      { ...people, name: 'saves that are not there', value: saved.lost, unit: 'answers' },
    ]
  } finally {
    await house.close()
  }
}

async function seed(house: TestHouse, { firms, machines }: Size): Promise<void> {
  const divisions = [
    ['450000', null, 'province'],
    ['450100', '450000', 'city'],
    ['450102', '450100', 'county'],
    ['450103', '450100', 'county'],
  ] as const
  await loadRegion(house.house, {
    code: '450000',
    divisions: divisions.map(([code, parentCode, level]) => ({
      code,
      parentCode,
      level,
      nameZh: code,
      nameEn: code,
    })),
    trades: [],
  })
  await loadFrameworks(house.house, [guangxi.frameworks[0]()])
  await fillFirms(house, { firms, machines }, ['450102', '450103'])
  await house.house.act(systemCaller, async ({ sql }) => {
    await sql`insert into assess_answers (run_id, question, organisation_id, value, basis, revision, by_name,
        at)
      select r.id, 'q' || n, r.organisation_id, '"full"',
        case when n % 4 = 0 then 'evidenced' else 'declared' end, 1, 'bench', now()
      from assess_runs r cross join generate_series(1, 33) n`
    await sql`insert into assess_windows (id, framework_id, year, opens_at, closes_at, created_at)
      select gen_random_uuid(), id, 2027, now() - interval '1 day', now() + interval '1 year', now()
      from assess_frameworks`
  })
}

const questions = [
  'foundation.funds',
  'foundation.planning',
  'foundation.information',
  'foundation.security',
  'single.product',
  'single.process',
]

/** So many sign in at a time: more would only wait for the two cores that hash their passwords. */
const atOnce = 8

async function inParts<T>(count: number, make: (at: number) => Promise<T>): Promise<T[]> {
  const made: T[] = []
  for (let from = 1; from <= count; from += atOnce) {
    const part = Array.from({ length: Math.min(atOnce, count - from + 1) }, (_, at) => make(from + at))
    made.push(...(await Promise.all(part)))
  }
  return made
}

/** A person of the firm of this number, signed in, with a run of the coming year begun; not measured. */
async function signedIn(house: TestHouse, at: number) {
  const email = `bench${at}@x.example`
  const creditCode = `91450100${String(at).padStart(10, '0')}`
  await makePerson(house.house, { email, password, creditCode, role: 'plantEngineer' })
  const headers = await signIn(house.url, email, password)
  const person = client(assess, { base: house.url, headers: () => headers })
  const { rows } = await person.windows({ query: { year: 2027 } })
  const { id } = await person.startRun({ body: { windowId: rows[0]?.id ?? '', facts: {} } })
  return { person, runId: id }
}

async function saveTogether(house: TestHouse, size: Size) {
  const people = await inParts(size.people, (at) => signedIn(house, at))
  const waits: number[] = []
  const startMs = performance.now()
  await Promise.all(
    people.map(async ({ person, runId }, place) => {
      const firstMs = startMs + (place / people.length) * size.pauseMs
      for (const [at, question] of questions.slice(0, size.answers).entries()) {
        await sleep(Math.max(0, firstMs + at * size.pauseMs - performance.now()))
        const beginMs = performance.now()
        await person.saveAnswer({ params: { runId, question }, body: { value: 'wide', revision: 0 } })
        waits.push(performance.now() - beginMs)
      }
    }),
  )
  const seconds = (performance.now() - startMs) / 1000
  const kept = await house.house.act(systemCaller, async ({ sql }) => {
    const [row] = await sql`select count(*)::int as kept from assess_answers where value = '"wide"'`
    return row?.kept as number
  })
  const sorted = waits.toSorted((one, other) => one - other)
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0)
  return {
    p50: at(0.5),
    p99: at(0.99),
    perSecond: Math.round(waits.length / seconds),
    lost: waits.length - kept,
  }
}
