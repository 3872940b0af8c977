import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { heldClock } from '@ronghe/kit/clock'
import type { TestHouse } from '@ronghe/kit/test'
import { as, registryWorld } from '../test/world.ts'

const clock = heldClock(new Date('2026-03-02T08:00:00Z'))
let house: TestHouse
before(async () => {
  house = await registryWorld({ clock })
  const a = await as(house, 'a')
  const { id } = await a.addUnit({ body: { level: 'site', code: 'S2', name: '二厂' } })
  clock.move(3_600_000)
  await a.changeUnit({ params: { unitId: id }, body: { code: 'S2', name: '第二工厂', version: 1 } })
  clock.move(3_600_000)
  await a.removeUnit({ params: { unitId: id } })
  const b = await as(house, 'b')
  await b.addUnit({ body: { level: 'site', code: 'B1', name: '乙厂' } })
})
after(() => house.close())

describe('the audit', () => {
  const units = { subject: 'unit', pageSize: 100 }

  test('says who did what to what, before and after, in the reader’s language', async () => {
    const { rows } = await (await as(house, 'a')).audit({ query: units })
    assert.deepEqual(
      rows.map(({ action, personName }) => [action, personName]),
      [
        ['registry.unit.removed', 'a'],
        ['registry.unit.changed', 'a'],
        ['registry.unit.added', 'a'],
      ],
    )
    assert.deepEqual((rows[1]?.before as { name: string } | undefined)?.name, '二厂')
    assert.deepEqual((rows[1]?.after as { name: string } | undefined)?.name, '第二工厂')
    const english = await (await as(house, 'a', 'en')).audit({ query: units })
    assert.notEqual(english.rows[0]?.actionName, rows[0]?.actionName)
  })

  test('is searched by words, action, subject and time', async () => {
    const a = await as(house, 'a')
    const found = async (query: object) => (await a.audit({ query: { ...units, ...query } })).total
    assert.equal(await found({ q: 'unit.rem' }), 1)
    assert.equal(await found({ action: 'registry.unit.added' }), 1)
    assert.equal(await found({ q: '%' }), 0)
    assert.equal(await found({ from: '2026-03-02T09:00:00Z' }), 2)
    assert.equal(await found({ from: '2026-03-02T09:00:00Z', to: '2026-03-02T10:00:00Z' }), 1)
    const [row] = (await a.audit({ query: units })).rows
    assert.equal(await found({ subjectId: row?.subjectId }), 3)
  })

  test('is the firm’s own; the platform sees all; who may not read it does not', async () => {
    const b = await as(house, 'b')
    assert.deepEqual(
      (await b.audit({ query: units })).rows.map(({ personName }) => personName),
      ['b'],
    )
    const platform = await as(house, 'platform')
    assert.equal((await platform.audit({ query: units })).total, 4)
    const operator = await as(house, 'other-city')
    assert.equal((await operator.audit({ query: units })).total, 0)
  })

  test('is a chain: each entry has a hash of its own, and the numbers rise', async () => {
    const { rows } = await (await as(house, 'platform')).audit({ query: { pageSize: 100 } })
    assert.equal(new Set(rows.map(({ hash }) => hash)).size, rows.length)
    assert.ok(rows.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash)))
    const numbers = rows.map(({ seq }) => seq)
    assert.deepEqual(
      numbers,
      numbers.toSorted((left, right) => right - left),
    )
  })

  test('is changed and deleted by nobody, not even by the program itself', async () => {
    const tries = [
      (sql: never) => (sql as (text: TemplateStringsArray) => Promise<unknown>)`delete from kit_audit`,
      (sql: never) =>
        (sql as (text: TemplateStringsArray) => Promise<unknown>)`update kit_audit set action = 'x'`,
      (sql: never) => (sql as (text: TemplateStringsArray) => Promise<unknown>)`truncate kit_audit`,
    ]
    for (const one of tries)
      await assert.rejects(
        house.house.act(systemCaller, ({ sql }) => one(sql as never)),
        { code: '42501' },
      )
  })

  test('names the program in words, as it names a person', async () => {
    const entry = { action: 'registry.unit.changed', subject: 'unit', subjectId: 'by-itself' }
    const [organisation] = await house.house.act(
      systemCaller,
      ({ sql }) => sql<{ id: string }[]>`select id from registry_organisations order by id limit 1`,
    )
    await house.house.act(systemCaller, (ctx) =>
      ctx.audit({ ...entry, organisationId: organisation?.id ?? null }),
    )
    for (const [locale, name] of [
      ['zh', '平台自动'],
      ['en', 'The platform, by itself'],
    ] as const) {
      const { rows } = await (await as(house, 'platform', locale)).audit({
        query: { subjectId: 'by-itself' },
      })
      assert.deepEqual(
        rows.map((row) => row.personName),
        [name],
      )
    }
  })
})

describe('rows of other tenants', () => {
  /** What a caller of a firm reads straight from a table, past every service. */
  async function countAs(organisationId: string | null, table: string): Promise<number> {
    const caller = {
      ...systemCaller,
      organisationId,
      personId: null,
      reach: 'own' as const,
      regionCode: null,
      permissions: new Set<string>(),
    }
    const [row] = await house.house.act(caller, ({ sql }) => sql`select count(*) as n from ${sql(table)}`)
    return Number(row?.n)
  }

  test('are not there for plain SQL either', async () => {
    const a = await as(house, 'a')
    const firmA = (await a.me()).organisation?.id ?? ''
    const firmB = (await (await as(house, 'b')).me()).organisation?.id ?? ''
    assert.deepEqual([await countAs(firmA, 'registry_units'), await countAs(firmB, 'registry_units')], [1, 1])
    assert.equal(await countAs(null, 'registry_units'), 0)
    assert.equal(await countAs('00000000-0000-4000-8000-000000000000', 'registry_units'), 0)
  })
})
