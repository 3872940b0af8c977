import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openOwner } from '@ronghe/kit/db'
import { olderDatabase } from '@ronghe/kit/test'

/** A firm's grant of two tranches: one paid and partly taken back, one still open; and its entries. */
const [firm, payer, application, programme] = ['1', '2', '3', '4'].map(
  (digit) => `0000000${digit}-0000-7000-8000-000000000000`,
) as [string, string, string, string]
const signed = new Date('2026-03-02T01:00:00Z')
const paidAt = new Date('2026-05-06T02:00:00Z')

let database: Awaited<ReturnType<typeof olderDatabase>>
let sql: ReturnType<typeof openOwner>
before(async () => {
  database = await olderDatabase({ owner: 'governance', folder: new URL('./sql/', import.meta.url) }, '031')
  sql = openOwner(database.url)
  await sql`insert into kit_tenants values (${firm}, '450102'), (${payer}, '450000')`
  await sql`insert into governance_programmes (id, organisation_id, code, title_zh, title_en, guide_zh,
      guide_en, mode, budget_fen, share_basis_points, cap_fen, opens_at, closes_at, conditions, experts,
      spread_max_tenths, state, created_at)
    values (${programme}, ${payer}, 'P1', '改造', 'Renewal', '-', '-', 'grant', 100000000, 3000, 50000000,
      ${signed}, ${paidAt}, '[]', 2, 200, 'open', ${signed})`
  await sql`insert into governance_applications (id, organisation_id, programme_id, number, title, summary,
      investment_fen, asked_fen, state, grant_fen, created_at, updated_at)
    values (${application}, ${firm}, ${programme}, 'F2026-1', '改造', '-', 9000000, 2000000, 'contracted',
      2000000, ${signed}, ${paidAt})`
  await sql`insert into governance_application_events (id, application_id, organisation_id, at, person_name,
      act) values (gen_random_uuid(), ${application}, ${firm}, ${signed}, '示例', 'contract')`
  await sql`insert into governance_tranches (application_id, organisation_id, place, amount_fen, milestone,
      due_on) values (${application}, ${firm}, 1, 1200000, '到货', '2026-05-01'),
      (${application}, ${firm}, 2, 800000, '验收', '2026-12-01')`
  const paid = { key: 'F2026-1/1', amount: 1_200_000, reason: '到货' }
  const back = { key: 'F2026-1/back', amount: -300_000, reason: '缩减' }
  for (const { key, amount, reason } of [paid, back])
    await sql`insert into governance_payments (id, key, application_id, organisation_id,
        payer_organisation_id, place, amount_fen, reason, at)
      values (gen_random_uuid(), ${key}, ${application}, ${firm}, ${payer}, ${amount > 0 ? 1 : null},
        ${amount}, ${reason}, ${paidAt})`
  const machines = `/factory/equipment?organisation=${firm}`
  for (const [key, proof] of Object.entries({
    ...{
      machines,
      oee: machines,
      assessScore: '/assess/runs/r1',
      employees: `/registry/organisations/${firm}`,
    },
    certificates: `/assess/certificates?organisation=${firm}`,
  }))
    await sql`insert into governance_application_entries (application_id, organisation_id, key, value, unit,
        basis, source, proof, at)
      values (${application}, ${firm}, ${key}, '1', 'C62', 'evidenced', 'x', ${proof}, ${signed})`
  await database.upgrade()
})
after(async () => {
  await sql.end()
  await database.drop()
})

test('payments of an older database become movements to the fen, and what was planned is there', async () => {
  const rows = await sql`select status, purpose, place, amount_fen::int as fen, at,
      payer_organisation_id = ${payer} as "isPayer", payee_organisation_id = ${firm} as "isToFirm"
    from governance_movements order by seq`
  assert.deepEqual(
    rows.map(({ status, purpose, place, fen, isPayer, isToFirm }) => {
      return [status, purpose, place, fen, isPayer && isToFirm]
    }),
    [
      ['planned', 'tranche', 1, 1_200_000, true],
      ['planned', 'tranche', 2, 800_000, true],
      ['paid', 'tranche', 1, 1_200_000, true],
      ['returned', 'clawBack', null, 300_000, false],
    ],
  )
  assert.deepEqual([rows[0]?.at, rows[2]?.at], [signed, paidAt], 'planned when the contract was signed')
  assert.equal((await sql`select to_regclass('governance_payments') as old`)[0]?.old, null)
  await assert.rejects(sql`delete from governance_movements`, /never changed or taken away/)
})

test('entries of an older database open to where their number stands', async () => {
  const rows = await sql`select key, proof from governance_application_entries order by key`
  assert.deepEqual(Object.fromEntries(rows.map(({ key, proof }) => [key, proof])), {
    assessScore: '/assess/runs/r1?tab=score',
    certificates: `/assess/certificates?organisation=${firm}&status=valid`,
    employees: `/registry/organisations/${firm}`,
    machines: `/governance/firms?organisation=${firm}`,
    oee: `/factory/equipment?organisation=${firm}`,
  })
})

test('an upgrade runs once: a second one finds nothing to do', async () => {
  assert.deepEqual(await database.upgrade(), [])
})
