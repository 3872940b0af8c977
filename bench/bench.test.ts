import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAssess, tiny as tinyRegion } from './assess/assess.ts'
import { runEnergy, tiny as tinyEnergy } from './energy/energy.ts'
import { runGovernance, tiny as tinyFigures } from './governance/governance.ts'
import { runIngest, tiny as tinyIngest } from './ingest/ingest.ts'
import { runModbus, tiny as tinyPlant } from './modbus/modbus.ts'
import { pageOf, readResults, withRows } from './results.ts'
import { runTags, tiny as tinyTags } from './tags/tags.ts'
import { tiny } from './telemetry/points.ts'
import { runTelemetry } from './telemetry/telemetry.ts'
import { runTrace, tiny as tinyTrace } from './trace/trace.ts'

test('the benchmark measures every figure of our store, and nothing is lost at kill -9', async (t) => {
  const rows = await runTelemetry(tiny, { withPeers: false, say: (text) => t.diagnostic(text) })
  assert.deepEqual(
    rows.map(({ unit }) => unit),
    ['points/s', 'bytes/point', 'ms', 'ms', 'ms', 'points'],
  )
  for (const { name, value, unit } of rows) {
    if (unit === 'points') assert.equal(value, 0, name)
    else assert.ok(Number.isFinite(value) && value > 0, name)
  }
})

test('a region is summed up and its firms fill in at the same time, and no answer is lost', async () => {
  const rows = await runAssess(tinyRegion)
  assert.deepEqual(
    rows.map(({ unit }) => unit),
    ['ms', 'ms', 'ms', 'ms', 'saves/s', 'answers', 'cpu ms', 'cpu ms'],
  )
  assert.deepEqual(
    rows.filter(({ unit }) => unit === 'answers').map(({ value }) => value),
    [0],
  )
})

test('the figures of the plan are computed anew for the region and its cities, and shown', async () => {
  const rows = await runGovernance(tinyFigures)
  assert.deepEqual(
    rows.map(({ unit }) => unit),
    ['ms', 'ms'],
  )
  for (const { name, value } of rows) assert.ok(value > 0, name)
})

test('energy of years is told from kept days as every day adds up to', async () => {
  const rows = await runEnergy(tinyEnergy)
  assert.deepEqual(
    rows.map(({ unit, peer }) => [unit, peer !== null]),
    [
      ['ms', true],
      ['ms', false],
      ['ms', false],
    ],
  )
})

test('what edges send over the broker is acknowledged after it is stored, and nothing is lost', async () => {
  const rows = await runIngest(tinyIngest)
  const values = Object.fromEntries(rows.map(({ name, value }) => [name, value]))
  assert.deepEqual(Object.keys(values), ['ingest.durable', 'ingest.lost', 'ingest.cpu'])
  assert.equal(values['ingest.lost'], 0)
  assert.ok((values['ingest.durable'] ?? 0) > 0 && (values['ingest.cpu'] ?? 0) > 0)
})

const skip = process.platform === 'linux' ? false : 'what a process takes is read from /proc'

test('an edge reads every register of its devices while it is measured', { skip }, async () => {
  const rows = await runModbus(tinyPlant)
  const acknowledged = rows.filter(({ unit }) => unit === 'records/s').map(({ value }) => value)
  assert.equal(acknowledged.length, 3)
  const [, tenth = 0, all = 0] = acknowledged
  assert.ok(tenth > 0 && all > tenth, `${acknowledged}`)
  assert.ok(rows.every(({ value }) => Number.isFinite(value) && value >= 0))
})

test('values that machines send every second are stored, and seen by a page', { skip }, async () => {
  const rows = await runTags(tinyTags)
  const values = Object.fromEntries(rows.map(({ name, value }) => [name, value]))
  assert.equal(values['points not stored'], 0)
  assert.ok((values['values a page saw'] ?? 0) > 100, `${values['values a page saw']}`)
  assert.ok((values['device to page, 99 of 100'] ?? 0) > 0)
  assert.ok(rows.every(({ value }) => Number.isFinite(value)))
})

test('events are captured, multiplied, found and traced over twelve steps, and codes lead on', async () => {
  const rows = await runTrace(tinyTrace)
  assert.deepEqual(
    rows.map(({ unit }) => unit),
    [
      ...['events/s', 'cores of the server process', 'events/s', 'MiB more'],
      ...[...Array(8).fill('ms'), 'cores of the server process'],
    ],
  )
  assert.ok(rows.every(({ value }) => Number.isFinite(value) && value > 0))
})

test('results of one benchmark replace its own rows alone, and a better peer is named as such', async () => {
  const row = { name: 'ingest', value: 2, unit: 'points/s', conditions: 'few points' }
  const none = await readResults('/nowhere/results.json')
  const first = withRows(none, 'a', [{ engine: 'a', ...row, peer: null, ratio: null }], 'once')
  const peer = { name: 'Peer', value: 8 }
  const both = withRows(first, 'b', [{ engine: 'b', ...row, peer, ratio: 0.25 }], 'twice')
  const again = withRows(both, 'a', [], 'later')
  assert.deepEqual(
    [first, both, again].map(({ rows }) => rows.length),
    [1, 2, 1],
  )
  assert.match(pageOf(both), /\| ingest \| 2 points\/s \| Peer: 8 points\/s \| 4 × worse \|/)
})
