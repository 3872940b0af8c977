import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { JsonSplitter, type SplitLimits, splitLimits } from './split-json.ts'

function split(text: string, size: number, limits: SplitLimits = splitLimits) {
  const events: string[] = []
  const splitter = new JsonSplitter((event) => events.push(event), limits)
  for (let at = 0; at < text.length; at += size) splitter.write(text.slice(at, at + size))
  return { events, end: splitter.end() }
}

const event = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }))
const rest = fc.dictionary(
  fc.string().filter((key) => key !== 'epcisBody'),
  fc.jsonValue({ maxDepth: 3 }),
)

describe('DOC-10 a JSON document in pieces', () => {
  it('gives every event and the document without them, wherever the pieces end', () => {
    const space = fc.constantFrom(0, 1, '\t')
    const property = fc.property(
      fc.array(event, { maxLength: 4 }),
      rest,
      rest,
      space,
      fc.integer({ min: 1, max: 40 }),
      (events, before, after, indent, size) => {
        const document = { ...before, epcisBody: { eventList: events }, ...after }
        const { events: found, end } = split(JSON.stringify(document, null, indent), size)
        assert.ok('head' in end, JSON.stringify(end))
        assert.deepEqual(
          found.map((text) => JSON.parse(text)),
          JSON.parse(JSON.stringify(events)),
        )
        assert.deepEqual(
          JSON.parse(end.head),
          JSON.parse(JSON.stringify({ ...document, epcisBody: { eventList: [] } })),
        )
      },
    )
    fc.assert(property, { seed: 11, numRuns: 1500 })
  })

  it('takes the events of a query document too, and of no other place', () => {
    const inner = { eventList: [{ type: 'ObjectEvent' }] }
    const query = { epcisBody: { queryResults: { queryName: 'q', resultsBody: inner } } }
    assert.deepEqual(split(JSON.stringify(query), 7).events, ['{"type":"ObjectEvent"}'])
    const elsewhere = JSON.stringify({ other: inner, epcisBody: { eventList: [], other: inner } })
    const { events, end } = split(elsewhere, 5)
    assert.deepEqual(events, [])
    assert.deepEqual(end, { head: elsewhere })
  })

  for (const [name, text] of [
    ['nothing', ''],
    ['an unfinished document', '{"epcisBody":{"eventList":[{}'],
    ['an unfinished string', '{"a":"'],
    ['brackets that do not fit', '{"epcisBody":{"eventList":[{]}}'],
    ['events without a comma', '{"epcisBody":{"eventList":[{}{}]}}'],
    ['a comma without an event', '{"epcisBody":{"eventList":[,{}]}}'],
    ['an event that is a list', '{"epcisBody":{"eventList":[[]]}}'],
    ['an event that is a text', '{"epcisBody":{"eventList":["x"]}}'],
    ['an event that is a number', '{"epcisBody":{"eventList":[1]}}'],
    ['one bracket too many', '{}}'],
  ] as const) {
    it(`refuses ${name}`, () => {
      const { end } = split(text, 3)
      assert.ok('fault' in end)
      assert.equal(end.fault.code, 'syntax')
    })
  }

  it('DOC-11 keeps its bounds: depth, length of an event, length of the rest', () => {
    const deep = `{"epcisBody":{"eventList":[{"a":${'['.repeat(80)}${']'.repeat(80)}}]}}`
    const { end: tooDeep } = split(deep, 10)
    assert.ok('fault' in tooDeep && tooDeep.fault.code === 'depth')
    const limits = { ...splitLimits, eventLengthMax: 100, headLengthMax: 100 }
    const { end: tooLong } = split(`{"epcisBody":{"eventList":[{"a":"${'x'.repeat(200)}"}]}}`, 10, limits)
    assert.ok('fault' in tooLong && tooLong.fault.code === 'eventTooLong')
    const { end: headTooLong } = split(`{"a":"${'x'.repeat(200)}"}`, 10, limits)
    assert.ok('fault' in headTooLong && headTooLong.fault.code === 'headTooLong')
  })
})
