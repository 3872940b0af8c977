import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { emptyMemory, evaluate } from './evaluate.ts'
import { definitionFaults } from './faults.ts'
import type { Definition } from './model.ts'
import { definition, settings } from './test/arbitrary.ts'

const delays = { onDelayMicros: 0, offDelayMicros: 0 }

function faultsOf(trigger: unknown, rest: object = delays): string[] {
  return definitionFaults({ trigger, ...rest }).map(({ path, fault }) => `${path} ${fault}`)
}

describe('faults of definitions that came as data', () => {
  const sound: [string, object][] = [
    ['limit', { kind: 'limit', signal: 't', level: 'HH', limit: -4.5, deadBand: 0 }],
    [
      'rate',
      { kind: 'rate', signal: 't', side: 'below', limit: 1, perMicros: 1, windowMicros: 5, deadBand: 0 },
    ],
    [
      'deviation',
      { kind: 'deviation', signal: 't', side: 'either', target: { value: 3 }, limit: 1, deadBand: 0 },
    ],
    ['stale', { kind: 'stale', signal: 't', silenceMicros: 60_000_000 }],
    ['quality', { kind: 'quality', signal: 't' }],
    ['discrepancy', { kind: 'discrepancy', command: 'c', feedback: 'f', tolerance: 0, pairs: [['ON', 1]] }],
    ['rule', { kind: 'rule', signal: 'r' }],
    ['reported', { kind: 'reported', signal: 'c', values: ['FAULT', 3] }],
  ]
  for (const [kind, trigger] of sound) {
    it(`ALM-2 a sound ${kind} has none`, () => assert.deepEqual(faultsOf(trigger), []))
  }

  const unsound: [string, unknown, string[]][] = [
    ['no trigger', undefined, ['trigger notAnObject']],
    ['a list', [], ['trigger notAnObject']],
    ['another kind', { kind: 'smell' }, ['trigger.kind notAKind']],
    [
      'an empty limit',
      { kind: 'limit' },
      [
        'trigger.signal notAText',
        'trigger.level notAChoice',
        'trigger.limit notANumber',
        'trigger.deadBand notANumber',
      ],
    ],
    [
      'a limit of nothing, with a dead-band below nothing',
      { kind: 'limit', signal: '', level: 'X', limit: Number.NaN, deadBand: -1 },
      [
        'trigger.signal notAText',
        'trigger.level notAChoice',
        'trigger.limit notANumber',
        'trigger.deadBand negative',
      ],
    ],
    [
      'a rate over no time',
      { kind: 'rate', signal: 't', side: 'up', limit: 1, perMicros: 0, windowMicros: 1.5, deadBand: 0 },
      ['trigger.side notAChoice', 'trigger.perMicros notPositive', 'trigger.windowMicros notAnInteger'],
    ],
    [
      'a rate over a day',
      {
        kind: 'rate',
        signal: 't',
        side: 'above',
        limit: 1,
        perMicros: 1,
        windowMicros: 86_400_000_000,
        deadBand: 0,
      },
      ['trigger.windowMicros tooLong'],
    ],
    [
      'a deviation from nothing',
      { kind: 'deviation', signal: 't', side: 'above', limit: 1, deadBand: 0 },
      ['trigger.target notAnObject'],
    ],
    [
      'a deviation from a nameless signal',
      { kind: 'deviation', signal: 't', side: 'above', target: {}, limit: 1, deadBand: 0 },
      ['trigger.target.signal notAText'],
    ],
    [
      'a deviation from a text',
      { kind: 'deviation', signal: 't', side: 'above', target: { value: '7' }, limit: 1, deadBand: 0 },
      ['trigger.target.value notANumber'],
    ],
    [
      'a silence of no time',
      { kind: 'stale', signal: 't', silenceMicros: 0 },
      ['trigger.silenceMicros notPositive'],
    ],
    ['a report of nothing', { kind: 'reported', signal: 't', values: [] }, ['trigger.values notAList']],
    ['a report of objects', { kind: 'reported', signal: 't', values: [{}] }, ['trigger.values notAList']],
    [
      'a report of too many words',
      { kind: 'reported', signal: 't', values: new Array(101).fill('x') },
      ['trigger.values tooLong'],
    ],
    [
      'a discrepancy of nothing',
      { kind: 'discrepancy', tolerance: -1, pairs: [[1]] },
      [
        'trigger.command notAText',
        'trigger.feedback notAText',
        'trigger.tolerance negative',
        'trigger.pairs notAList',
      ],
    ],
  ]
  for (const [name, trigger, faults] of unsound) {
    it(`ALM-2 ${name}`, () => assert.deepEqual(faultsOf(trigger), faults))
  }

  it('ALM-2 delays are whole, not negative and no longer than a day', () => {
    const quality = { kind: 'quality', signal: 't' }
    assert.deepEqual(faultsOf(quality, { onDelayMicros: -1, offDelayMicros: 0.5 }), [
      'onDelayMicros negative',
      'offDelayMicros notAnInteger',
    ])
    assert.deepEqual(faultsOf(quality, { onDelayMicros: 86_400_000_001, offDelayMicros: 0 }), [
      'onDelayMicros tooLong',
    ])
    assert.deepEqual(definitionFaults(null), [{ path: '', fault: 'notAnObject' }])
  })

  it('ALM-2 whatever has none can be evaluated, and any data at all is answered', () => {
    fc.assert(
      fc.property(definition, fc.jsonValue(), (sane, any) => {
        assert.deepEqual(definitionFaults(sane), [])
        const mixed = { ...sane, trigger: { ...sane.trigger, limit: any, values: any, signal: any } }
        for (const data of [any, mixed]) {
          if (definitionFaults(data).length > 0) continue
          const window = { fromMicros: 0, toMicros: 10 }
          assert.ok(evaluate(data as Definition, emptyMemory(0), {}, window))
        }
      }),
      settings,
    )
  })
})
