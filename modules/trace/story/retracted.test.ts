import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { codeOf, gather } from '../consumer/gather.ts'
import { as, capture, documentOf, eventWith, firm, traceHouse } from '../test/house.ts'

const gs1 = 'https://id.gs1.org'
const path = '/01/06901234001013/21/R1'
const item = gs1 + path
const box = `${gs1}/00/069012340000000014`
const other = `${gs1}/00/069012340000000021`
const minute = (at: number) => new Date(Date.UTC(2026, 4, 1) + at * 60_000).toISOString()
const error = { declarationTime: minute(60), reason: 'incorrect_data' }

/** Put into the wrong box by mistake, which is declared: it went into the other. */
const made = eventWith({ eventID: 'urn:e:made', eventTime: minute(1), action: 'ADD', epcList: [item] })
const packed = (id: string, at: number, parentID: string) =>
  JSON.parse(
    JSON.stringify(
      eventWith({
        ...{ eventID: id, type: 'AggregationEvent', eventTime: minute(at), action: 'ADD', parentID },
        ...{ childEPCs: [item], epcList: undefined, bizStep: 'packing' },
      }),
    ),
  ) as object
const wrong = packed('urn:e:wrong', 2, other)
const shipped = (id: string, at: number, epc: string, place: string) =>
  eventWith({
    ...{
      eventID: id,
      eventTime: minute(at),
      epcList: [epc],
      bizStep: 'departing',
      disposition: 'in_transit',
    },
    bizLocation: { id: `${gs1}/414/${place}` },
  })
const lost = eventWith({
  ...{ eventID: 'urn:e:lost', eventTime: minute(9), epcList: [item], bizStep: 'inspecting' },
  ...{ disposition: 'destroyed', persistentDisposition: { set: ['recalled'] } },
})

let house: TestHouse
before(async () => {
  house = await traceHouse()
  await as(house, 'wei').addPrefix({ body: { prefix: '6901234' } })
  const events = [
    ...[made, wrong, packed('urn:e:right', 3, box)],
    ...[
      shipped('urn:e:there', 5, other, '6901234000016'),
      shipped('urn:e:here', 6, box, '6901234000023'),
      lost,
    ],
  ]
  const job = await capture(house, 'wei', documentOf(events))
  assert.ok(job.success, JSON.stringify(job.errors))
})
after(() => house.close())

const storyOf = () => as(house, 'wei').story({ query: { id: item } })
const graphOf = () => as(house, 'wei').graph({ query: { id: item, direction: 'forward' } })
const idsOf = ({ nodes }: Awaited<ReturnType<typeof graphOf>>) => nodes.map(({ id }) => id).sort()

describe('an event that is declared an error', () => {
  it('counts until then', async () => {
    assert.deepEqual(idsOf(await graphOf()), [item, box, other].sort())
    assert.deepEqual((await storyOf()).persistent.length, 1)
  })

  it('is told of the thing, marked, and counts for nothing from then on', async () => {
    const job = await capture(
      house,
      'wei',
      documentOf([
        { ...wrong, errorDeclaration: error },
        { ...lost, errorDeclaration: error },
      ]),
    )
    assert.ok(job.success, JSON.stringify(job.errors))
    assert.deepEqual(idsOf(await graphOf()), [item, box].sort())
    const { events, persistent, lastPlace, lastDisposition } = await storyOf()
    assert.deepEqual(
      events.map(({ eventTime, isRetracted, isDeclaration }) => [eventTime, isRetracted, isDeclaration]),
      [
        [minute(1), false, false],
        [minute(2), true, false],
        [minute(2), false, true],
        [minute(3), false, false],
        [minute(6), false, false],
        [minute(9), true, false],
        [minute(9), false, true],
      ],
    )
    assert.deepEqual([persistent, lastPlace], [[], `${gs1}/414/6901234000023`])
    assert.match(lastDisposition ?? '', /in_transit$/)
  })

  it('is not told to everybody', async () => {
    const code = codeOf(path)
    assert.ok(code)
    const { steps, persistent } = await house.house.act(systemCaller, ({ sql }) => gather(sql, code, firm))
    assert.deepEqual(
      steps.map(({ at }) => at.toISOString()),
      [minute(1), minute(3), minute(6)],
    )
    assert.deepEqual(persistent, [])
  })
})
