import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { as, capture, documentOf, eventWith, found, traceHouse } from '../test/house.ts'

const gs1 = 'https://id.gs1.org/01/04012345111118'
const lot = `${gs1}/10/L7`
const serials = ['1', '2'].map((serial) => `${gs1}/21/${serial}`)

let house: TestHouse
before(async () => {
  house = await traceHouse()
  const made = { action: 'ADD', bizStep: 'commissioning', ilmd: { 'cbvmda:lotNumber': 'L7' } }
  const job = await capture(
    house,
    'wei',
    documentOf([
      eventWith({ ...made, epcList: serials }),
      eventWith({ epcList: [`${gs1}/21/3`], action: 'ADD', bizStep: 'commissioning' }),
    ]),
  )
  assert.ok(job.success, JSON.stringify(job.errors))
})
after(() => house.close())

async function membersOf(id: string, direction: 'forward' | 'backward'): Promise<string[]> {
  const { links } = await as(house, 'wei').graph({ query: { id, direction } })
  return links.filter(({ kind }) => kind === 'membership').map(({ from, to }) => `${from}>${to}`)
}

describe('the lot of items', () => {
  it('leads to its items, and an item to its lot', async () => {
    assert.deepEqual(
      await membersOf(lot, 'forward'),
      serials.map((serial) => `${lot}>${serial}`),
    )
    assert.deepEqual(await membersOf(serials[0]!, 'backward'), [`${lot}>${serials[0]}`])
    assert.deepEqual(await membersOf(`${gs1}/21/3`, 'backward'), [])
  })

  it('has a story of its own', async () => {
    const story = await as(house, 'wei').story({ query: { id: lot } })
    assert.deepEqual(
      story.events.map(({ roles }) => roles),
      [['lot']],
    )
  })

  it('is no thing that the standard’s queries find', async () => {
    assert.equal(
      (await found(house, 'wei', `/events?MATCH_anyEPCClass=${encodeURIComponent(lot)}`)).length,
      0,
    )
  })

  it('is found for events that were captured before lots were', async () => {
    const sql = readFileSync(new URL('../sql/020-recall.sql', import.meta.url), 'utf8')
    const backfill = sql.slice(sql.indexOf('insert into trace_keys'), sql.indexOf('create table'))
    await house.house.act(systemCaller, async (ctx) => {
      await ctx.sql`delete from trace_keys where role = 14`
      await ctx.sql.unsafe(backfill)
    })
    assert.equal((await membersOf(lot, 'forward')).length, 2)
    const story = await as(house, 'wei').story({ query: { id: lot } })
    assert.equal(story.events.length, 1)
  })
})
