import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { ownEvidence, ownEvidenceOf, ownEvidenceQueries } from './own-evidence.ts'
import { type CaseWorld, caseWorld } from './test/cases.ts'
import { day, inDatabase } from './test/world.ts'

const certificate = (issuedOn: string, today: string) => {
  return { kind: 'assess.certificate', id: issuedOn, label: issuedOn, facts: { issuedOn, today } }
}
const run = (level: string | null) => {
  return { kind: 'assess.run', id: 'r', label: 'GBT39116 2026', facts: { level, year: 2026 } }
}
const madeOf = (name: string, rows: Parameters<typeof ownEvidence>[2]) =>
  ownEvidence(`assess.${name}`, 1, rows)

describe('what this room proves by itself', () => {
  test('A7: each rule follows from its rows alone, and an unknown rule says nothing', () => {
    assert.equal(ownEvidenceQueries.length, 6)
    assert.equal(ownEvidence('assess.maturity', 2, []), null)
    assert.equal(ownEvidence('assess.nothing', 1, []), null)
  })

  test('the level of maturity is that of the newest assessment; 0 where it reached none', () => {
    assert.deepEqual(madeOf('maturity', [run('2')]), { value: '2', reason: null })
    assert.deepEqual(madeOf('maturity', [run(null)]), { value: '0', reason: null })
    assert.equal(madeOf('maturity', [])?.reason, 'assess.missing.noMaturity')
  })

  test('years as technology centre are full years since the oldest recognition', () => {
    const years = (issued: string[], today: string) =>
      madeOf(
        'centreYears',
        issued.map((on) => certificate(on, today)),
      )?.value
    assert.equal(years(['2023-05-10'], '2026-05-09'), '2')
    assert.equal(years(['2023-05-10'], '2026-05-10'), '3')
    assert.equal(years(['2025-01-01', '2020-12-31'], '2026-03-03'), '5')
    assert.equal(madeOf('centreYears', [])?.reason, 'assess.missing.noCentre')
  })

  test('recognitions are counted, and none is no answer', () => {
    for (const [name, reason] of [
      ['centres', 'assess.missing.noCentre'],
      ['newModes', 'assess.missing.noNewMode'],
    ] as const) {
      assert.deepEqual(madeOf(name, []), { value: null, reason })
      const two = ['2024-01-01', '2025-01-01'].map((on) => certificate(on, '2026-03-03'))
      assert.deepEqual(madeOf(name, two), { value: '2', reason: null })
    }
  })

  test('a plan is steps that cost something; what costs nothing plans no means', () => {
    const step = (costFen: number) => {
      return { kind: 'assess.step', id: `s${costFen}`, label: 'x', facts: { dueOn: '2026-09-01', costFen } }
    }
    assert.deepEqual(madeOf('plannedSteps', [step(0)]), { value: null, reason: 'assess.missing.noPlan' })
    assert.deepEqual(madeOf('plannedSteps', [step(0), step(1), step(50)]), { value: '2', reason: null })
  })

  test('without a valid certificate nothing is claimed: the question stays to be declared', () => {
    assert.deepEqual(madeOf('certified', []), { value: null, reason: 'assess.missing.notCertified' })
    assert.equal(madeOf('certified', [certificate('2026-01-01', '2026-03-03')])?.value, 'yes')
  })
})

describe('asked of the database', () => {
  let house: CaseWorld
  before(async () => {
    house = await caseWorld()
    await inDatabase(house, async (sql) => {
      const caseId = '01900000-0000-7000-8000-00000000000c'
      await sql`insert into assess_cases (id, organisation_id, procedure_id, kind, region_code, stage,
          created_at, stage_at)
        values (${caseId}, ${house.ids.firmA}, ${house.procedure.CERT}, 'certification', '450102',
          'certified', now(), now())`
      for (const [at, scheme, issued, until, status] of [
        [1, 'GBT23001', '2025-03-03', '2026-03-10', 'valid'],
        [2, 'GX-TECHNOLOGY', '2023-03-04', null, 'valid'],
        [3, 'GX-TECHNOLOGY', '2010-03-04', null, 'withdrawn'],
        [4, 'GX-CENTRE', '2025-03-04', null, 'valid'],
        [5, 'GX-WORKSHOP', '2025-03-04', '2025-12-31', 'valid'],
        [6, 'GX-FACTORY', '2025-03-04', null, 'valid'],
      ] as const)
        await sql`insert into assess_certificates (id, organisation_id, case_id, scheme, number, holder,
            region_code, issued_on, valid_until, status)
          values (${`01900000-0000-7000-8000-0000000000a${at}`}, ${house.ids.firmA}, ${caseId}, ${scheme},
            ${`${scheme}-${at}`}, '示例甲', '450102', ${issued}, ${until}, ${status})`
    })
  })
  after(() => house.close())

  const valuesOf = async (organisationId: string) => {
    const rows = await house.house.act(systemCaller, (ctx) => ownEvidenceOf(ctx, organisationId))
    return rows.map(({ value }) => value)
  }

  test('valid certificates count, ended and withdrawn ones do not, another firm’s never', async () => {
    assert.deepEqual(await valuesOf(house.ids.firmA), [null, 'yes', '2', '2', '1', null])
    assert.deepEqual(await valuesOf(house.ids.firmB), [null, null, null, null, null, null])
    house.time.move(10 * day)
    assert.deepEqual(await valuesOf(house.ids.firmA), [null, null, '3', '2', '1', null])
  })
})
