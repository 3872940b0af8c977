import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { client } from '@ronghe/kit/client'
import { loadSample } from '@ronghe/registry'
import { registry } from '@ronghe/registry/contract'
import { countCertificates } from '../store/certificates.ts'
import { as, inDatabase, type Person, upload, type World, world } from '../test/world.ts'

/** Where firms lie and what they have: runs by year and status, certificates by scheme, open cases. */
const firms = [
  { code: 'g0', region: '450102', trade: '34', parks: ['P'], runs: ['2025 accepted', '2026 submitted'] },
  {
    code: 'g1',
    region: '450202',
    trade: '34',
    parks: ['P', 'Q'],
    runs: ['2026 accepted'],
    valid: ['X', 'Y'],
  },
  { code: 'g2', region: '450202', trade: 'C', parks: ['Q'], runs: ['2026 draft'], valid: ['X'], open: 1 },
  { code: 'g3', region: '450102', trade: null, parks: [], runs: ['2026 accepted'], gone: ['X'], open: 1 },
].map((one) => ({
  valid: [] as string[],
  gone: [] as string[],
  open: 0,
  ...one,
  parks: one.parks as string[],
}))
type Firm = (typeof firms)[number]

let house: World
let stranger: Person
const parks: Record<string, string> = {}
before(async () => {
  house = await world()
  stranger = await as(house, null)
  await loadSample(house.house, '450000', sample(), 'a-long-password')
  const { rows } = await client(registry, { base: house.url }).parks()
  for (const { id, code } of rows) parks[code] = id
  await inDatabase(house, async (sql) => {
    const [window] = await sql`select id, framework_id from assess_windows limit 1`
    const [procedure] = await sql`insert into assess_procedures (id, code, kind, version, name_zh, name_en,
        content, content_hash, created_at)
      values (gen_random_uuid(), 'X', 'certification', '1', 'X', 'X', '{}', '', now()) returning id`
    for (const { code, region, runs, valid, gone, open } of firms) {
      const [firm] = await sql`select id from registry_organisation_cards() where code = ${code}`
      for (const run of runs) {
        const [year, status] = run.split(' ')
        await sql`insert into assess_runs (id, organisation_id, framework_id, framework_code, window_id, year,
            facts, questions, status, total, region_code, created_at, created_by, submitted_at)
          values (gen_random_uuid(), ${firm?.id}, ${window?.framework_id}, 'TEST', ${window?.id},
            ${Number(year)}, '{}', 1, ${status ?? ''}, 50, ${region}, now(), 'test', now())`
      }
      const certificates = [...valid.map((one) => [one, 'valid']), ...gone.map((one) => [one, 'withdrawn'])]
      for (const [scheme = '', status = ''] of [...certificates, ...(open ? [['', 'open']] : [])]) {
        const [made] =
          await sql`insert into assess_cases (id, organisation_id, procedure_id, kind, region_code,
            stage, is_open, created_at, stage_at)
          values (gen_random_uuid(), ${firm?.id}, ${procedure?.id}, 'certification', ${region}, 's',
            ${status === 'open'}, now(), now()) returning id`
        if (status !== 'open')
          await sql`insert into assess_certificates (id, organisation_id, case_id, scheme, number, holder,
              region_code, issued_on, status)
            values (gen_random_uuid(), ${firm?.id}, ${made?.id}, ${scheme}, ${`${code}${scheme}`}, ${code},
              ${region}, '2026-01-01', ${status})`
      }
    }
  })
})
after(() => house.close())

function sample() {
  const credit = (at: number) => `91450100MC00000${at}00`
  return {
    people: [],
    organisations: firms.map(({ code, region, trade }, at) => ({
      ...{ code, kind: 'enterprise', name: `企业${code}`, nameEn: code, creditCode: credit(at) },
      ...{ regionCode: region, ...(trade ? { tradeCode: trade } : {}) },
    })),
    parks: ['P', 'Q'].map((code) => {
      return { code, name: `园区${code}`, nameEn: `Park ${code}`, regionCode: '450202' }
    }),
    units: firms.flatMap(({ code, parks }) =>
      parks.map((park) => {
        const site = { organisation: code, code: `S-${park}`, level: 'site' as const }
        return { ...site, name: '厂', nameEn: 'Site', park }
      }),
    ),
  }
}

/** Naive twin: firm by firm, under every key it has. */
function counted(keysOf: (firm: Firm) => string[], isIn: (firm: Firm) => boolean = () => true) {
  const keys = new Set(firms.filter(isIn).flatMap(keysOf))
  return [...keys].toSorted().flatMap((key) => {
    const group = firms.filter((firm) => isIn(firm) && keysOf(firm).includes(key))
    const assessed = group.filter(({ runs }) => runs.some((run) => !run.endsWith('draft'))).length
    const valid = (scheme: string) => group.filter((firm) => firm.valid.includes(scheme)).length
    const certificates = ['X', 'Y'].map((scheme) => ({ scheme, valid: valid(scheme) }))
    const row = {
      key,
      assessed: assessed === 0 ? [] : [{ framework: 'TEST', firms: assessed }],
      certificates: certificates.filter((one) => one.valid > 0),
      underWay: group.reduce((sum, one) => sum + one.open, 0),
    }
    return row.assessed.length + row.certificates.length + row.underWay === 0 ? [] : [row]
  })
}

describe('firms assessed and certified, by group', () => {
  const rows = async (query: NonNullable<NonNullable<Parameters<Person['countsByGroup']>[0]>['query']>) =>
    (await stranger.countsByGroup({ query })).rows
  const cityOf = ({ region }: Firm) => [`${region.slice(0, 4)}00`]

  test('by city, and by county of a city', async () => {
    assert.deepEqual(await rows({ by: 'division' }), counted(cityOf))
    const liuzhou = await rows({ by: 'division', region: '450200' })
    assert.deepEqual(
      liuzhou,
      counted(
        ({ region }) => [region],
        ({ region }) => region === '450202',
      ),
    )
  })

  test('by trade at every depth, a firm without one under an empty key', async () => {
    const section = counted(({ trade }) => [trade === null ? '' : 'C'])
    assert.deepEqual(await rows({ by: 'trade', depth: 'section' }), section)
    const division = counted(({ trade }) => [trade ?? ''])
    for (const depth of ['division', 'group', 'class'] as const)
      assert.deepEqual(await rows({ by: 'trade', depth }), division, depth)
    const narrowed = await rows({ by: 'division', trade: '34' })
    assert.deepEqual(
      narrowed,
      counted(cityOf, ({ trade }) => trade === '34'),
    )
  })

  test('by park, a firm in each park in which a site of it lies', async () => {
    const byPark = counted((firm) => firm.parks.map((code) => parks[code] ?? ''))
    assert.deepEqual(await rows({ by: 'park' }), byPark)
    const inQ = await rows({ by: 'division', park: parks.Q ?? '' })
    assert.deepEqual(
      inQ,
      counted(cityOf, (firm) => firm.parks.includes('Q')),
    )
  })
})

describe('what is counted is listed (G4)', () => {
  const filters = () => [{}, { trade: '34' }, { trade: 'C' }, { park: parks.Q ?? '' }, { region: '450200' }]
  const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0)

  test('one run of each assessed firm, its newest that was submitted', async () => {
    const region = await as(house, 'region')
    for (const filter of filters()) {
      const groups = (await stranger.countsByGroup({ query: { by: 'division', ...filter } })).rows
      const counted = sum(groups.flatMap(({ assessed }) => assessed.map((one) => one.firms)))
      const query = { framework: 'TEST', isCounted: true, pageSize: 100, ...filter }
      const { rows, total } = await region.runs({ query })
      assert.deepEqual([total, new Set(rows.map((one) => one.organisationId)).size], [counted, counted])
      assert.ok(rows.every(({ status }) => status !== 'draft'))
    }
    const all = (await region.runs({ query: { isCounted: true } })).rows
    assert.equal(all.find(({ organisationName }) => organisationName === '企业g0')?.year, 2026)
    const others = await region.runs({ query: { isCounted: false, pageSize: 100 } })
    const every = await region.runs({ query: { pageSize: 100 } })
    assert.equal(others.total + all.length, every.total)
  })

  test('the certificates in force', async () => {
    const region = await as(house, 'region')
    for (const filter of filters()) {
      const groups = (await stranger.countsByGroup({ query: { by: 'division', ...filter } })).rows
      const { total } = await region.certificates({ query: { scheme: 'X,Y', status: 'valid', ...filter } })
      assert.equal(total, sum(groups.flatMap(({ certificates }) => certificates.map((one) => one.valid))))
    }
  })
})

test('a firm that moved is counted where it is now, in every sum and every list (A12)', async () => {
  const table = '统一社会信用代码,机构类型,名称,行政区划代码\n91450100MC00000300,enterprise,企业g3,450202'
  const region = await as(house, 'region')
  const path = '/registry/organisations/import?dryRun=false'
  const moved = await upload(house, region, path, { name: 'o.csv', content: table })
  assert.equal(moved.body.rowsChanged, 1)
  const valid = (list: readonly { valid: number }[]) => list.reduce((all, one) => all + one.valid, 0)
  for (const city of ['450100', '450200']) {
    const query = { region: city, by: 'division' as const }
    const groups = (await stranger.countsByGroup({ query })).rows
    const summary = await stranger.summary({ query: { region: city } })
    const counted = groups.flatMap(({ certificates }) => certificates)
    assert.equal(valid(summary.certificates), valid(counted), city)
    const listed = await region.certificates({ query: { region: city, status: 'valid', pageSize: 200 } })
    assert.equal(listed.total, valid(counted), city)
    const prefix = city.slice(0, 4)
    const byYear = await inDatabase(house, (sql) => countCertificates(sql, prefix))
    assert.equal(valid(byYear), valid(counted), city)
    assert.equal(
      summary.underWay,
      groups.reduce((all, one) => all + one.underWay, 0),
      city,
    )
    const assessed = groups.flatMap((one) => one.assessed).filter((one) => one.framework === 'TEST')
    const ofTest = await stranger.summary({ query: { region: city, framework: 'TEST' } })
    assert.equal(
      ofTest.firms,
      assessed.reduce((all, one) => all + one.firms, 0),
      city,
    )
  }
})
