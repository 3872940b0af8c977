import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { as, clockAt, factoryHouse, hour, makeMachine } from '../testing.ts'

/** Monday 2026-03-02, 13:00 in Guangxi. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000
/** Firm A: four machines that produced on days of February, three meters, shift reports; firm B: nothing. */
let house: TestHouse
let organisationId = ''

before(async () => {
  house = await factoryHouse({ start: false, clock: clockAt(start + 5 * hour) })
  const made: Awaited<ReturnType<typeof makeMachine>>[] = []
  for (const code of ['A1', 'A2', 'A3', 'A4']) made.push(await makeMachine(house.house, { code }))
  await house.house.act(systemCaller, async ({ sql, newId }) => {
    const [one, two, three] = made.map(({ machine }) => machine)
    if (!one || !two || !three) throw new Error('no machines')
    organisationId = one.organisationId
    await sql`update factory_equipment set maker = '示例', model = 'M', serial_number = 'S' || code
      where code in ('A1', 'A2', 'A3')`
    await sql`update factory_equipment set serial_number = '' where code = 'A3'`
    const keep = (equipmentId: string, day: string, figures: Record<string, number | null>) =>
      sql`insert into factory_oee_days (equipment_id, organisation_id, day, figures, inputs_hash, computed_at)
        values (${equipmentId}, ${organisationId}, ${day}::text::date, ${sql.json(figures)}, 'x', now())`
    await keep(one.id, '2026-02-10', { plannedHours: 8, productionHours: 6, quality: 0.99, oee: 0.5 })
    await keep(one.id, '2026-02-11', { plannedHours: 8, productionHours: 2, quality: 0.95, oee: 0.5 })
    await keep(two.id, '2026-02-11', { plannedHours: 8, productionHours: 0, quality: null, oee: 0 })
    await keep(two.id, '2026-02-12', { plannedHours: 8, productionHours: 0, quality: null, oee: 0 })
    await keep(two.id, '2026-02-13', { plannedHours: 0, productionHours: 0, quality: null, oee: null })
    await keep(one.id, '2026-01-05', { plannedHours: 8, productionHours: 8, quality: 0.1, oee: 0.1 })
    for (const [day, shift] of [
      ['2026-02-10', 0],
      ['2026-02-10', 8],
      ['2026-02-12', 0],
    ] as const)
      await sql`insert into factory_shift_reports (id, organisation_id, unit_id, day, starts_at, ends_at,
          name, report, hash, signed_at)
        values (${newId()}, ${organisationId}, ${one.unitId}, ${day}::text::date,
          ${day}::text::date + ${shift} * interval '1 hour',
          ${day}::text::date + ${shift + 8} * interval '1 hour', '早班', '{}', 'x', now())`
    const tags = await sql`select id from factory_tags where equipment_id = ${one.id} order by id limit 3`
    for (const [at, { id: tag }] of tags.entries()) {
      const meter = newId()
      await sql`insert into factory_energy_meters (id, organisation_id, name, unit_id, tag_id, reading, unit,
          created_at)
        values (${meter}, ${organisationId}, ${`表${at + 1}`}, ${one.unitId}, ${tag as string}, 'counter',
          'kWh', now())`
      if (at === 2) continue
      const target = newId()
      await sql`insert into factory_energy_targets (id, organisation_id, meter_id, period, kwh, valid_from,
          created_at)
        values (${target}, ${organisationId}, ${meter}, 'day', '10', '2026-01-01', now())`
      const day = at === 0 ? '2026-01-05' : '2026-02-20'
      await sql`insert into factory_energy_passes (target_id, organisation_id, meter_id, day, kwh, passed_at)
        values (${target}, ${organisationId}, ${meter}, ${day}::text::date, 11, now())`
    }
  })
})
after(() => house.close())

async function evidence(name: string) {
  const { rows } = await (await as(house, 'a')).firmEvidence({ params: { organisationId } })
  const found = rows.find(({ query }) => query === `factory.${name}`)
  assert.ok(found, name)
  return found
}

test('a nameplate is whole with maker, model and serial number', async () => {
  const { value, rows } = await evidence('describedEquipment')
  assert.equal(value, '50.0000')
  assert.deepEqual(
    rows.map(({ facts }) => facts.described),
    [true, true, false, false],
  )
})

test('days of work with a signed report; days without work and older ones are not asked for', async () => {
  const { value, rows } = await evidence('reportedDays')
  assert.deepEqual(
    rows.map(({ id, facts }) => [id, facts.reports]),
    [
      ['2026-02-10', 2],
      ['2026-02-11', 0],
      ['2026-02-12', 1],
    ],
  )
  assert.equal(value, '66.6667')
})

test('a meter keeps its target when it has one and did not pass it in a month', async () => {
  const { value, rows } = await evidence('energyWithinTarget')
  assert.deepEqual(
    rows.map(({ facts }) => facts.kept),
    [true, false, false],
  )
  assert.equal(value, '33.3333')
})

test('good parts are weighted by production time; a person’s word on rejects proves nothing', async () => {
  const { value, rows } = await evidence('goodParts')
  assert.deepEqual(rows.length, 1, 'a machine that made nothing is not weighed')
  assert.equal(value, '98.0000', '(6 h × 0.99 + 2 h × 0.95) / 8 h')
  await house.house.act(systemCaller, async ({ sql }) => {
    await sql`insert into factory_count_rules (equipment_id, organisation_id, source, rejects, changed_at)
      select id, organisation_id, 'counter', 'noneUnlessSaid', now() from factory_equipment where code = 'A1'`
  })
  assert.deepEqual((await evidence('goodParts')).reason, 'factory.missing.noRejects')
})
