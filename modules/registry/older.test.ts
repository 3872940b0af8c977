import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openOwner } from '@ronghe/kit/db'
import { olderDatabase } from '@ronghe/kit/test'

test('roles of an older database get the permission for rules once, and keep all others', async (t) => {
  const database = await olderDatabase(
    { owner: 'registry', folder: new URL('./sql/', import.meta.url) },
    '046',
  )
  const sql = openOwner(database.url)
  t.after(async () => {
    await sql.end()
    await database.drop()
  })
  const before = {
    enterpriseAdministrator: ['trace.read', 'own.word'],
    plantEngineer: ['trace.rule', 'trace.read'],
    operator: ['trace.read'],
  }
  for (const [code, permissions] of Object.entries(before))
    await sql`insert into registry_roles (code, name_zh, name_en, kinds, permissions, reach)
      values (${code}, ${code}, ${code}, array['enterprise'], ${permissions}, 'own')`
  const ran = await database.upgrade()
  assert.ok(ran.includes('registry/046-trace-rule.sql'))
  const rows = await sql<{ code: string; permissions: string[] }[]>`select code, permissions
    from registry_roles`
  const kept = Object.fromEntries(rows.map((one) => [one.code, one.permissions]))
  const rules = (code: string) => kept[code]?.filter((one) => one === 'trace.rule').length
  assert.deepEqual([rules('enterpriseAdministrator'), rules('plantEngineer'), rules('operator')], [1, 1, 0])
  for (const [code, permissions] of Object.entries(before))
    for (const one of permissions) assert.ok(kept[code]?.includes(one), `${code} keeps ${one}`)
})

test('firms that were key firms have a time on the roster after it', async (t) => {
  const database = await olderDatabase(
    { owner: 'registry', folder: new URL('./sql/', import.meta.url) },
    '060',
  )
  const sql = openOwner(database.url)
  t.after(async () => {
    await sql.end()
    await database.drop()
  })
  await sql`insert into registry_divisions (code, level, name_zh, name_en)
    values ('450000', 'province', '广西', 'Guangxi')`
  for (const [code, isKey, since, digit] of [
    ['known', true, '2024-05-01', '1'],
    ['undated', true, null, '2'],
    ['other', false, null, '3'],
  ] as const)
    await sql`insert into registry_organisations (id, code, kind, name, credit_code, credit_code_sound,
        region_code, is_key, key_since, created_at, updated_at)
      values (gen_random_uuid(), ${code}, 'enterprise', ${`企业${code}`},
        ${`91450100MA0000000${digit}`}, true, '450000', ${isKey}, ${since},
        '2025-02-03', '2025-02-03')`
  await database.upgrade()
  const rows = await sql`select o.code, s.since::text, s.until from registry_key_spans s
    join registry_organisations o on o.id = s.organisation_id order by o.code`
  assert.deepEqual(
    rows.map((one) => [one.code, one.since, one.until]),
    [
      ['known', '2024-05-01', null],
      ['undated', '2025-02-03', null],
    ],
  )
})
