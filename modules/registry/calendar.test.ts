import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { loadRegion } from './module.ts'
import { as, registryWorld, stranger } from './test/world.ts'

let house: TestHouse
before(async () => {
  house = await registryWorld()
})
after(() => house.close())

const day = { day: '2026-10-01', kind: 'off' as const, nameZh: '国庆节', nameEn: 'National Day' }

test('officials keep the days, everybody reads them, and the trail says who changed what', async () => {
  const region = await as(house, 'region')
  await region.setCalendarDay({ body: day })
  await region.setCalendarDay({ body: { ...day, day: '2026-10-10', kind: 'work', nameZh: '调休' } })
  const all = await stranger(house).calendarDays({ query: { from: '2026-10-01', to: '2026-10-31' } })
  assert.deepEqual(
    all.rows.map((one) => [one.day, one.kind, one.isVerified]),
    [
      ['2026-10-10', 'work', false],
      ['2026-10-01', 'off', false],
    ],
  )
  await region.setCalendarDay({ body: { ...day, source: '国办发明电', isVerified: true } })
  const [verified] = (await region.calendarDays({ query: { isVerified: true } })).rows
  assert.deepEqual(verified, { ...day, source: '国办发明电', isVerified: true })
  await region.removeCalendarDay({ params: { day: '2026-10-10' } })
  await assert.rejects(region.removeCalendarDay({ params: { day: '2026-10-10' } }), { status: 404 })
  const actions = await house.house.act(
    systemCaller,
    ({ sql }) => sql`select action, subject_id from kit_audit where subject = 'calendarDay' order by seq`,
  )
  assert.deepEqual(
    actions.map((one) => `${one.action} ${one.subject_id}`),
    [
      'registry.calendar.changed 2026-10-01',
      'registry.calendar.changed 2026-10-10',
      'registry.calendar.changed 2026-10-01',
      'registry.calendar.removed 2026-10-10',
    ],
  )
})

test('nobody else changes them, and what is no day is refused at its field', async () => {
  for (const who of ['a', 'city']) {
    await assert.rejects((await as(house, who)).setCalendarDay({ body: day }), { status: 403 })
  }
  const region = await as(house, 'region')
  await assert.rejects(region.setCalendarDay({ body: { ...day, day: '2026-02-30' } }), { status: 400 })
  await assert.rejects(region.setCalendarDay({ body: { ...day, nameZh: '' } }), { status: 400 })
})

test('a region’s days are loaded where there are none, and never over what people entered', async () => {
  const load = (one: typeof day) =>
    loadRegion(house.house, { code: '450000', divisions: [], trades: [], calendar: [one] })
  await load({ ...day, day: '2027-01-01', nameZh: '元旦' })
  assert.equal((await stranger(house).calendarDays({ query: { q: '元旦' } })).total, 0)
  const region = await as(house, 'region')
  await region.removeCalendarDay({ params: { day: day.day } })
  await load({ ...day, day: '2027-01-01', nameZh: '元旦' })
  const [kept] = (await stranger(house).calendarDays({ query: { q: '元旦' } })).rows
  assert.deepEqual([kept?.day, kept?.isVerified, kept?.source], ['2027-01-01', false, null])
})
