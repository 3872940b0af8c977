import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ConditionEvent, Conditions } from './conditions.ts'

const event = (more: Partial<ConditionEvent> = {}): ConditionEvent => ({
  conditionId: 'ns=2;s=hot',
  eventId: Buffer.from('1'),
  source: 'Press 3',
  name: 'Hot',
  message: 'too hot',
  severity: 700,
  timeMicros: 1_000_000,
  isRetained: true,
  isEnabled: true,
  isActive: true,
  isAcknowledged: false,
  isShelved: false,
  ...more,
})
const base = 'Alarms/Press 3/Hot'
const said = (conditions: Conditions, one: ConditionEvent) =>
  Object.fromEntries(conditions.apply(one).map(({ tag, value }) => [tag.slice(base.length), value]))

test('severity becomes a priority by the table, and a condition that is not active is normal', () => {
  const conditions = new Conditions(false)
  const words = [1, 400, 401, 600, 601, 800, 801, 1000].map(
    (severity) => said(conditions, event({ severity }))[''],
  )
  assert.deepEqual(words, ['LOW', 'LOW', 'MEDIUM', 'MEDIUM', 'HIGH', 'HIGH', 'CRITICAL', 'CRITICAL'])
  assert.equal(said(conditions, event({ isActive: false }))[''], 'NORMAL')
  assert.equal(said(conditions, event({ isEnabled: false }))[''], 'DISABLED')
  assert.equal(said(conditions, event({ isActive: null }))[''], 'HIGH')
  assert.equal(said(conditions, event({ isActive: null, isRetained: false }))[''], 'NORMAL')
})

test('message, answer and shelving stand beside it; what a server leaves out asks for nothing', () => {
  const conditions = new Conditions(false)
  assert.deepEqual(said(conditions, event({ isShelved: true })), {
    '': 'HIGH',
    '/message': 'too hot',
    '/acknowledged': false,
    '/shelved': true,
  })
  const bare = said(conditions, event({ isAcknowledged: null, isShelved: null }))
  assert.deepEqual([bare['/acknowledged'], bare['/shelved']], [true, false])
})

test('two conditions of one name are two, and each keeps its own', () => {
  const conditions = new Conditions(false)
  conditions.apply(event())
  const [first] = conditions.apply(event({ conditionId: 'ns=2;s=other' })).slice(-1)
  assert.equal(first?.tag, `${base} (ns=2;s=other)`)
  assert.equal(conditions.isNew(event()), false)
  assert.equal(conditions.definitions().length, 8)
})

test('a refresh ends what it does not tell of, once', () => {
  const conditions = new Conditions(false)
  assert.equal(conditions.recall([base, `${base}/acknowledged`, 'Alarms/x', 'load']), true)
  assert.equal(conditions.recall([base, `${base}/acknowledged`]), false)
  conditions.apply(event({ name: 'Cold' }))
  conditions.refreshBegins()
  conditions.apply(event({ name: 'Cold' }))
  const ended = conditions.refreshEnds(5_000_000)
  assert.deepEqual(
    ended.map(({ tag, value, timeMicros }) => [tag, value, timeMicros]),
    [
      [`${base}/acknowledged`, true, 5_000_000],
      [`${base}/shelved`, false, 5_000_000],
      [base, 'NORMAL', 5_000_000],
    ],
  )
  assert.deepEqual(conditions.refreshEnds(6_000_000), [])
})

test('only where it is allowed can a condition be acknowledged, by the newest of its events', () => {
  const tag = `${base}/acknowledge`
  const silent = new Conditions(false)
  silent.apply(event())
  assert.equal(silent.eventOf(tag), undefined)
  const conditions = new Conditions(true)
  conditions.apply(event())
  conditions.apply(event({ eventId: Buffer.from('2') }))
  assert.equal(String(conditions.eventOf(tag)?.eventId), '2')
  assert.equal(conditions.eventOf(base), undefined)
  assert.ok(conditions.definitions().some(({ name }) => name === tag))
})
