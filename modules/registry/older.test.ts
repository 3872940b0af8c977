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
