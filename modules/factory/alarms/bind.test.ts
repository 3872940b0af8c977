import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import type { TagRow } from '../store/tags.ts'
import { bindBody, engineSignals } from './bind.ts'
import { bodyFaults, conditionLine, definitionOf } from './body.ts'
import { blankBody, type Kind, triggerFields, withField, withKind } from './fields.ts'
import { settle } from './settle.ts'
import { freshMemory, stepWatch } from './step.ts'

function tag(name: string, meaning: string | null = null, scale = 1): TagRow {
  const blank = {
    organisationId: 'o',
    equipmentId: 'e',
    label: null,
    labelEn: null,
    unit: null,
    isReadOnly: false,
  }
  return { ...blank, id: `id-${name}`, name, meaning, valueType: 'number', scale, shift: 0, place: 0 }
}
const machine = { equipmentIds: ['e'] }
const limit: AlarmBody = { ...blankBody(), ...machine, name: 'x', signal: 'load', limit: 80 }
const second = 1_000_000
const good = (at: number, value: number | string) => {
  return { timeMicros: at * second, value, quality: 'good' as const }
}

describe('a body', () => {
  test('of each kind, filled in, is without fault and says its condition in a line', () => {
    const whole: Partial<Record<Kind, Partial<AlarmBody>>> = {
      limit: { signal: 'load', limit: 80 },
      rate: { signal: 'load', limit: 5 },
      deviation: { signal: 'load', targetSignal: 'set', limit: 5 },
      stale: { signal: 'load' },
      quality: { signal: 'load' },
      discrepancy: { signal: 'state', command: 'order', pairs: 'ON=RUNNING; OFF=STOPPED' },
      rule: { when: 'EXECUTION = ACTIVE' },
      reported: { signal: 'cond' },
    }
    for (const kind of Object.keys(triggerFields) as Kind[]) {
      const body = { ...blankBody(kind), ...machine, name: 'x', ...whole[kind] }
      assert.deepEqual(bodyFaults(body), [], kind)
      assert.ok(conditionLine(body).length > 3, kind)
      assert.ok(bodyFaults({ ...blankBody(kind), ...machine, name: 'x' }).length > 0, `${kind} needs more`)
    }
  })

  test('names the field that people know', () => {
    const fields = (body: AlarmBody) => bodyFaults(body).map(({ field, rule }) => `${field} ${rule}`)
    const stale = { ...blankBody('stale'), ...machine, silenceSeconds: 0 }
    assert.deepEqual(fields(stale), [
      'signal factory.alarmRule.notAText',
      'silenceSeconds factory.alarmRule.notPositive',
    ])
    assert.deepEqual(fields({ ...blankBody('rule'), ...machine, when: 'a = ' }), [
      'when factory.condition.value',
    ])
    assert.deepEqual(fields({ ...limit, equipmentIds: [] }), ['equipmentIds factory.alarmRule.noMachine'])
    const pairs = { ...blankBody('discrepancy'), ...machine, signal: 's', command: 'c', pairs: 'ON' }
    assert.deepEqual(fields(pairs), ['pairs factory.alarmRule.notAList'])
  })

  test('keeps what the new kind knows when the kind is changed, and leaves empty fields out', () => {
    const stale = withKind({ ...limit, deadBand: 3, groupName: 'g' }, 'stale')
    assert.deepEqual([stale.signal, stale.limit, stale.groupName], ['load', undefined, 'g'])
    assert.ok(!('limit' in withField(limit, 'limit', null)))
    assert.equal(withField(limit, 'name', '').name, '')
    assert.equal(withField(limit, 'limit', 0).limit, 0)
  })

  test('takes words and pairs apart, numbers as numbers', () => {
    const reported = { ...blankBody('reported'), signal: 's', values: 'FAULT, 2' }
    assert.deepEqual(definitionOf(reported).trigger, { kind: 'reported', signal: 's', values: ['FAULT', 2] })
    const pairs = { ...blankBody('discrepancy'), signal: 's', command: 'c', pairs: '1=ON；0=OFF' }
    const { trigger } = definitionOf(pairs)
    assert.deepEqual('pairs' in trigger && trigger.pairs, [
      [1, 'ON'],
      [0, 'OFF'],
    ])
  })
})

describe('binding', () => {
  test('finds a signal by its meaning before its name, and tells what is missing', () => {
    const tags = [tag('load'), tag('S1load', 'LOAD')]
    const byMeaning = bindBody({ ...limit, signal: 'LOAD' }, tags).bound
    assert.equal(byMeaning?.main?.id, 'id-S1load')
    assert.deepEqual(bindBody({ ...limit, signal: 'no' }, tags), { bound: null, missing: ['no'] })
  })

  test('has another hash with another limit, signal, scale or suppression, not with another priority', () => {
    const tags = [tag('load'), tag('other')]
    const hash = (body: AlarmBody, given = tags) => bindBody(body, given).bound?.hash
    const base = hash(limit)
    assert.equal(hash({ ...limit, priority: 'low', name: 'y', groupName: 'g' }), base)
    const others = [
      { ...limit, limit: 81 },
      { ...limit, onDelaySeconds: 1 },
      { ...limit, signal: 'other' },
    ]
    for (const body of [...others, { ...limit, suppressWhen: 'other = 1' }]) assert.notEqual(hash(body), base)
    assert.notEqual(hash(limit, [tag('load', null, 2), tag('other')]), base)
  })

  test('a rule misses only signals for which it does not say what holds without them', () => {
    const rule = { ...blankBody('rule'), ...machine, name: 'x', when: 'a = 1 and b = 1 absent false' }
    assert.deepEqual(bindBody(rule, [tag('load')]).missing, ['a'])
    assert.deepEqual(bindBody(rule, [tag('a')]).missing, [])
  })

  test('what the source says it does not know has no value', () => {
    const body = { ...blankBody('reported'), ...machine, name: 'x', signal: 'cond' }
    const { bound } = bindBody(body, [tag('cond')])
    assert.ok(bound)
    const signals = { 'id-cond': [good(1, 'FAULT'), good(2, 'UNAVAILABLE'), good(3, 'NORMAL')] }
    const window = { fromMicros: 0, toMicros: 10 * second }
    assert.equal(engineSignals(bound, signals, window)['id-cond']?.[1]?.quality, 'bad')
    const { told } = stepWatch(bound, freshMemory(bound, 0), signals, window, null)
    assert.deepEqual(
      told.map((one) => [one.fromMicros / second, (one.toMicros ?? 0) / second, one.value]),
      [[1, 3, 'FAULT']],
    )
  })
})

describe('a step held against the journal', () => {
  const body = { ...limit, suppressWhen: 'mode = MANUAL' }
  const { bound } = bindBody(body, [tag('load'), tag('mode')])
  const manner = { mustAcknowledge: true, latches: false }
  const window = { fromMicros: 0, toMicros: 100 * second }
  const signals = {
    'id-load': [good(1, 90), good(5, 10), good(20, 90)],
    'id-mode': [good(0, 'AUTO'), good(15, 'MANUAL'), good(40, 'AUTO')],
  }

  test('knows which activations were suppressed by design, and whether it still is', () => {
    assert.ok(bound)
    const step = stepWatch(bound, freshMemory(bound, 0), signals, window, null)
    assert.deepEqual(
      step.told.map((one) => [one.fromMicros / second, one.isSuppressed]),
      [
        [1, false],
        [20, true],
      ],
    )
    assert.deepEqual([step.isSuppressed, step.changedMicros], [false, 40 * second])
  })

  test('cut in two it tells the same, and the journal has each once', () => {
    assert.ok(bound)
    const half = { fromMicros: 0, toMicros: 3 * second }
    const first = stepWatch(bound, freshMemory(bound, 0), signals, half, null)
    const kept = settle([], first.told, half.toMicros, half.toMicros, null, manner)
    assert.deepEqual(
      kept.found.map((one) => [one.fromMicros, one.toMicros, one.isUnacknowledged]),
      [[second, null, true]],
    )
    const row = {
      ...{ id: 'k', watchId: 'w', equipmentId: 'e', organisationId: 'o', groupName: null, rank: 2 },
      ...{ raisedMicros: second, clearedMicros: null, announcedMicros: second, isUnacknowledged: true },
      ...{ isLatched: false, mustAcknowledge: true, latches: false, isFirstOut: false },
    }
    const rest = { fromMicros: half.toMicros, toMicros: window.toMicros }
    const second2 = stepWatch(bound, first.memory, signals, rest, second)
    const settled = settle([row], second2.told, rest.toMicros, rest.toMicros, null, manner)
    assert.deepEqual(settled.changed, [
      { id: 'k', fromMicros: second, toMicros: 5 * second, peak: 90, isEnded: false },
    ])
    assert.equal(settled.found.length, 1)
    assert.deepEqual(
      [settled.found[0]?.quiet, settled.found[0]?.announcedMicros],
      ['suppressedByDesign', null],
    )
  })

  test('a row that ended beyond the window keeps its end when its start is moved', () => {
    const row = {
      ...{ id: 'k', watchId: 'w', equipmentId: 'e', organisationId: 'o', groupName: null, rank: 2 },
      ...{ raisedMicros: 10, clearedMicros: 500, announcedMicros: 10, isUnacknowledged: false },
      ...{ isLatched: false, mustAcknowledge: true, latches: false, isFirstOut: false },
    }
    const told = { fromMicros: 5, toMicros: null, sinceMicros: 5, value: 1, peak: null, isSuppressed: false }
    const settled = settle([row], [told], 100, 1000, null, manner)
    assert.deepEqual(settled.changed, [{ id: 'k', fromMicros: 5, toMicros: 500, peak: null, isEnded: true }])
  })
})
