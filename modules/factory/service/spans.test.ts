import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Fault } from '@ronghe/kit/errors'
import type { Attributed } from '@ronghe/oee'
import fc from 'fast-check'
import { microsOf } from '../micros.ts'
import { shownSpans, spanOf } from './spans.ts'

describe('an asked span', () => {
  const from = '2026-03-01T00:00:00.000001Z'

  test('is exact to the microsecond', () => {
    assert.deepEqual(spanOf({ from, to: '2026-03-02T00:00:00Z' }, 2), {
      fromMicros: microsOf('2026-03-01T00:00:00Z') + 1,
      toMicros: microsOf('2026-03-02T00:00:00Z'),
    })
  })

  test('that ends before it begins, is empty or too long is refused at its end', () => {
    const refused = (code: string, field: string) => (error: unknown) => {
      assert.ok(error instanceof Fault)
      assert.deepEqual([error.code, error.fields?.[0]?.field], [code, field])
      return true
    }
    assert.throws(() => spanOf({ from, to: from }, 2), refused('factory.span.invalid', 'to'))
    assert.throws(
      () => spanOf({ from, to: '2026-02-01T00:00:00Z' }, 2),
      refused('factory.span.invalid', 'to'),
    )
    const long = { from, to: '2026-03-03T00:00:00.000002Z' }
    assert.throws(() => spanOf(long, 2, 'endsAt'), refused('factory.span.tooLong', 'endsAt'))
    assert.doesNotThrow(() => spanOf({ from, to: '2026-03-03T00:00:00.000001Z' }, 2))
  })
})

const classes = ['production', 'down', 'idle'] as const

/** Neighbouring stretches of these lengths. */
function stretches(lengths: readonly number[]): Attributed[] {
  let at = 1_000
  return lengths.map((length, index) => {
    const fromMicros = at
    at += length
    const timeClass = classes[index % classes.length]!
    return { fromMicros, toMicros: at, timeClass, reason: null, reference: `r${index}` } as Attributed
  })
}

describe('spans of an answer', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 1, maxLength: 60 })

  test('few are shown as they are', () => {
    const { spansAre, spans } = shownSpans(stretches([1_000, 2_000]), 2)
    assert.equal(spansAre, 'exact')
    assert.deepEqual(
      spans.map(({ startsAt, endsAt, timeClass }) => [startsAt, endsAt, timeClass]),
      [
        ['1970-01-01T00:00:00.001Z', '1970-01-01T00:00:00.002Z', 'production'],
        ['1970-01-01T00:00:00.002Z', '1970-01-01T00:00:00.004Z', 'down'],
      ],
    )
  })

  test('too many become at most as many slots, without hole, over the same time', () => {
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 20 }), (list, max) => {
        const given = stretches(list)
        const { spansAre, spans } = shownSpans(given, max)
        assert.equal(spansAre, list.length <= max ? 'exact' : 'coarse')
        assert.ok(spans.length <= Math.max(max, 1))
        assert.equal(microsOf(spans[0]!.startsAt), given[0]!.fromMicros)
        assert.equal(microsOf(spans.at(-1)!.endsAt), given.at(-1)!.toMicros)
        for (const [index, span] of spans.entries())
          if (index > 0) assert.equal(span.startsAt, spans[index - 1]!.endsAt)
      }),
    )
  })

  test('a slot shows the class that filled most of it', () => {
    const { spans } = shownSpans(stretches([900, 100, 950, 50]), 2)
    assert.deepEqual(
      spans.map(({ timeClass }) => timeClass),
      ['production', 'idle'],
    )
  })
})
