import { assessModule, loadFrameworks } from '@ronghe/assess'
import { assess } from '@ronghe/assess/contract'
import { factoryModule } from '@ronghe/factory'
import { factory } from '@ronghe/factory/contract'
import { systemCaller } from '@ronghe/kit/auth'
import { client } from '@ronghe/kit/client'
import { type TestHouse, testHouse } from '@ronghe/kit/test'
import { guangxi } from '@ronghe/region-guangxi'
import { loadRegion, registryModule } from '@ronghe/registry'
import { fillFirms, milliseconds } from '../firms.ts'
import type { Row } from '../results.ts'
import { type Figures, fillIn, peopleOf } from './fill-in.ts'

/** `rounds` one after the other: so many people, `pauseMs` from one answer of a person to his next. */
export type Size = {
  firms: number
  machines: number
  answers: number
  rounds: readonly { people: number; pauseMs: number }[]
}
/** Nobody reads a question in less than five seconds; people who never pause are there to see what gives. */
export const large: Size = {
  ...{ firms: 3000, machines: 100, answers: 6 },
  rounds: [
    { people: 100, pauseMs: 5000 },
    { people: 500, pauseMs: 5000 },
    { people: 100, pauseMs: 0 },
    { people: 500, pauseMs: 0 },
  ],
}
export const tiny: Size = { firms: 12, machines: 3, answers: 2, rounds: [{ people: 5, pauseMs: 0 }] }

/**
 * The sums of a region (machines of its firms, their assessments) computed anew, and people of many firms
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
    const people = await peopleOf(house, Math.max(...size.rounds.map((one) => one.people)), size.answers)
    const figures = await fillIn(house, people, size.rounds)
    return [
      { ...shared, name: 'machines of the region', value: machines, unit: 'ms' },
      { ...shared, name: 'assessments of the region', value: sums, unit: 'ms' },
      ...size.rounds.flatMap((round, at) => rowsOf(round, size.answers, figures[at] as Figures)),
    ]
  } finally {
    await house.close()
  }
}

function rowsOf({ people, pauseMs }: Size['rounds'][number], answers: number, one: Figures): Row[] {
  const pace = pauseMs > 0 ? `one every ${pauseMs / 1000} s` : 'as fast as they are answered'
  const conditions = [
    `${people} people at once, every fifth in the run of a colleague, ${answers} answers each, ${pace}`,
    'the callers in a process of their own on the same machine',
    'set-up (sign-in, runs begun) not measured',
  ].join('; ')
  const shared = { engine: 'assess', peer: null, ratio: null, conditions }
  const who = `${people} people, ${pauseMs > 0 ? 'at their pace' : 'without a pause'}`
  return [
    { ...shared, name: `${who}: save, the median`, value: one.p50, unit: 'ms' },
    { ...shared, name: `${who}: save, of a hundred the slowest`, value: one.p99, unit: 'ms' },
    { ...shared, name: `${who}: saves`, value: one.perSecond, unit: 'saves/s' },
    { ...shared, name: `${who}: saves that are not there`, value: one.lost, unit: 'answers' },
    { ...shared, name: `${who}: server's processor time for a save`, value: one.serverMs, unit: 'cpu ms' },
    { ...shared, name: `${who}: PostgreSQL's for a save`, value: one.databaseMs, unit: 'cpu ms' },
  ]
}

async function seed(house: TestHouse, { firms, machines }: Pick<Size, 'firms' | 'machines'>): Promise<void> {
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
