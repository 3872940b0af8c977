import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import type { LogRecord } from './frames.ts'
import { DiskLog } from './log.ts'
import type { Batch } from './reader.ts'
import { segmentPaths } from './segment.ts'

let root = ''
let count = 0
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'edge-log-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const roomy = { bytesMax: 1 << 30, segmentBytes: 600 }
const devices = ['m1', 'm2']

function fresh(): string {
  return join(root, String(count++))
}

function open(directory: string, options = roomy): DiskLog {
  const log = new DiskLog({ directory, ...options })
  for (const device of devices) {
    log.define(device, [
      { name: 'a', type: 'number', unit: '' },
      { name: 'b', type: 'number', unit: '' },
    ])
  }
  return log
}

/** Everything behind what is acknowledged, made durable first. */
async function readAll(log: DiskLog): Promise<{ offset: number; record: LogRecord }[]> {
  await log.sync()
  return readDurable(log)
}

/** Everything durable behind what is acknowledged; checks that the batches leave no hole between them. */
function readDurable(log: DiskLog): { offset: number; record: LogRecord }[] {
  const from = log.acknowledged
  const reader = log.reader()
  reader.seek(from)
  const read: { offset: number; record: LogRecord }[] = []
  let behind = from
  for (let batch = reader.next(7); batch; batch = reader.next(7)) {
    checkBatch(log, batch, behind)
    behind = batch.last
    read.push(...batch.records.map(({ offset, record }) => ({ offset, record })))
  }
  reader.close()
  return read
}

function checkBatch(log: DiskLog, batch: Batch, behind: number): void {
  assert.equal(batch.first, behind + 1)
  assert.ok(batch.records.length >= 1 && batch.records.length <= 7)
  assert.equal(batch.records.at(-1)!.offset, batch.last)
  for (const { record } of batch.records) assert.equal(log.table.row(record[0])!.device, batch.device)
}

type Step =
  | { do: 'append'; device: number; count: number }
  | { do: 'sync' }
  | { do: 'acknowledge'; share: number }
  | { do: 'reopen' }
  | { do: 'kill'; cut: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('append' as const), device: fc.nat(1), count: fc.nat(12) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sync' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('acknowledge' as const), share: fc.nat(100) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('kill' as const), cut: fc.nat(5000) }) },
)

/** The naive twin: all records ever kept, in an array whose index is the offset. */
type Twin = { records: LogRecord[]; synced: number; acknowledged: number }

/** How many bytes of which file were surely on the disk when the log was last synced. */
type Durable = { path: string; bytes: number }
const durableOf = (log: DiskLog): Durable => ({
  path: log.segments.at(-1)!.path,
  bytes: log.segments.at(-1)!.bytes,
})

test('after any history of kills and cuts, the log is what its naive twin says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      let directory = fresh()
      let log = open(directory)
      let durable = durableOf(log)
      const twin: Twin = { records: [], synced: 0, acknowledged: 0 }
      for (const next of steps) {
        if (next.do === 'append') append(log, twin, next.device, next.count)
        else if (next.do === 'sync') {
          twin.synced = await log.sync()
          durable = durableOf(log)
        } else if (next.do === 'acknowledge') {
          const offset = Math.floor((twin.synced * next.share) / 100)
          log.acknowledge(offset)
          twin.acknowledged = Math.max(twin.acknowledged, offset)
        } else if (next.do === 'reopen') {
          await log.close()
          twin.synced = twin.records.length
          log = open(directory)
          durable = durableOf(log)
        } else {
          const copy = fresh()
          kill(directory, copy, next.cut, log, durable)
          await log.close()
          directory = copy
          log = open(directory)
          assert.ok(log.last >= twin.synced && log.last <= twin.records.length)
          twin.records.length = log.last
          twin.synced = log.last
          durable = durableOf(log)
          // The acknowledged offset is saved lazily: an older one only means sending again.
          assert.ok(log.acknowledged <= twin.acknowledged)
          twin.acknowledged = log.acknowledged
        }
        // Rotation makes durable too, so the log may be ahead of the twin in this.
        assert.ok(log.synced >= twin.synced)
        twin.synced = log.synced
        const all = twin.records.map((record, index) => ({ offset: index + 1, record }))
        assert.deepEqual(readDurable(log), all.slice(log.acknowledged, twin.synced))
        const position = log.table.position('m1')?.at ?? 0
        assert.equal(position, twin.records.filter(([tag]) => tag <= 2).length)
      }
      await log.close()
    }),
    { numRuns: 100 },
  )
})

function append(log: DiskLog, twin: Twin, device: number, count: number): void {
  const base = twin.records.length
  const records = Array.from({ length: count }, (_, index): LogRecord => {
    return [1 + device * 2 + (index % 2), base + index + 1, base + index, 192]
  })
  twin.records.push(...records)
  const at = twin.records.filter(([tag]) => tag <= 2).length
  const last = log.append({
    device: devices[device]!,
    records,
    ...(device === 0 ? { position: { at } } : {}),
  })
  assert.equal(last, twin.records.length)
}

/** What a power cut leaves: the newest file cut anywhere behind what was made durable of it. */
function kill(directory: string, copy: string, cut: number, log: DiskLog, durable: Durable): void {
  cpSync(directory, copy, { recursive: true })
  const newest = log.segments.at(-1)!
  const keep = newest.path === durable.path ? durable.bytes : newest.headBytes
  truncateSync(segmentPaths(copy).at(-1)!, newest.bytes - (cut % (newest.bytes - keep + 1)))
}

test('a torn end is repaired, and what follows is appended behind it', async () => {
  const directory = fresh()
  const log = open(directory)
  log.append({ device: 'm1', records: [[1, 1, 1, 192]] })
  await log.close()
  const [path] = segmentPaths(directory)
  const whole = statSync(path!).size
  writeFileSync(path!, Buffer.from([99, 0, 0, 0, 1, 2]), { flag: 'a' })
  const again = open(directory)
  assert.equal(statSync(path!).size, whole)
  assert.equal(again.last, 1)
  assert.equal(again.append({ device: 'm1', records: [[1, 2, 2, 192]] }), 2)
  assert.deepEqual(
    (await readAll(again)).map(({ offset }) => offset),
    [1, 2],
  )
  await again.close()
})

test('nothing is handed out before it is durable', async () => {
  const log = open(fresh())
  const reader = log.reader()
  log.append({ device: 'm1', records: [[1, 1, 1, 192]] })
  assert.equal(reader.next(10), null)
  await log.sync()
  assert.equal(reader.next(10)?.last, 1)
  assert.equal(reader.next(10), null)
  await log.close()
})

test('a full log drops its oldest records, says so, and keeps every tag’s newest value', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(1), fc.integer({ min: 1, max: 40 })), { minLength: 20, maxLength: 60 }),
      async (appends) => {
        const log = open(fresh(), { bytesMax: 8000, segmentBytes: 800 })
        const twin: Twin = { records: [], synced: 0, acknowledged: 0 }
        for (const [device, size] of appends) append(log, twin, device, size)
        assert.ok(log.bytes <= 8000 + 4000)
        const read = await readAll(log)
        assert.equal(read.length + log.dropped, twin.records.length)
        const holeEnd = log.segments[0]!.thinned ? log.segments[0]!.last : 0
        const whole = twin.records.map((record, index) => ({ offset: index + 1, record }))
        assert.deepEqual(
          read.filter(({ offset }) => offset > holeEnd),
          whole.slice(holeEnd),
        )
        for (const tag of [1, 2, 3, 4]) {
          const newest = twin.records.filter(([id]) => id === tag).at(-1)
          assert.deepEqual(read.filter(({ record }) => record[0] === tag).at(-1)?.record, newest)
        }
        await log.close()
      },
    ),
    { numRuns: 25 },
  )
})

test('dropping goes on after the log is opened again, acknowledgement passes over the hole', async () => {
  const directory = fresh()
  const options = { bytesMax: 6000, segmentBytes: 600 }
  const twin: Twin = { records: [], synced: 0, acknowledged: 0 }
  let log = open(directory, options)
  for (let round = 0; round < 5; round++) {
    for (let index = 0; index < 20; index++) append(log, twin, index % 2, 10)
    await log.close()
    log = open(directory, options)
    assert.equal(log.last, twin.records.length)
    const read = await readAll(log)
    assert.equal(read.length + log.dropped, twin.records.length)
  }
  const hole = log.dropped
  assert.ok(hole > 0)
  assert.equal(log.acknowledge(hole), true)
  const rest = await readAll(log)
  assert.ok(rest.every(({ offset }) => offset > hole))
  assert.equal(rest.at(-1)?.offset, twin.records.length)
  await log.close()
})

test('after an acknowledgement beyond the newest record no offset is given twice', async () => {
  const directory = fresh()
  const log = open(directory)
  log.append({ device: 'm1', records: [[1, 1, 10, 192]] })
  log.append({ device: 'm1', records: [[1, 2, 20, 192]] })
  log.acknowledge(1)
  log.acknowledge(50)
  const read = await readAll(log)
  assert.deepEqual(read, [{ offset: 51, record: [1, 2, 20, 192] }])
  await log.close()
  const again = open(directory)
  assert.equal(again.append({ device: 'm1', records: [[1, 3, 30, 192]] }), 52)
  await again.close()
})

test('tags keep their number, a wiped log gets another identity', async () => {
  const directory = fresh()
  const log = open(directory)
  const { stream } = log
  const before = log.define('m2', [{ name: 'b', type: 'number', unit: 'MMT' }])
  await log.close()
  const again = open(directory)
  assert.equal(again.stream, stream)
  assert.deepEqual(again.define('m2', [{ name: 'b', type: 'number', unit: '' }])[0]!.id, before[0]!.id)
  assert.notEqual(again.define('m2', [{ name: 'b', type: 'text', unit: '' }])[0]!.id, before[0]!.id)
  await again.close()
  rmSync(directory, { recursive: true })
  const wiped = open(directory)
  assert.notEqual(wiped.stream, stream)
  assert.equal(wiped.last, 0)
  await wiped.close()
})

test('damage inside an old segment costs its rest, is counted, and does not stop the others', async () => {
  const directory = fresh()
  const log = open(directory)
  const twin: Twin = { records: [], synced: 0, acknowledged: 0 }
  for (let index = 0; index < 30; index++) append(log, twin, 0, 5)
  await log.close()
  const path = segmentPaths(directory)[1]!
  const broken = log.segments[1]!
  const bytes = statSync(path).size
  truncateSync(path, bytes - 3)
  const again = open(directory)
  assert.ok(again.damaged > 0 && again.damaged <= broken.last - broken.first + 1)
  const read = await readAll(again)
  assert.equal(read.length + again.damaged, twin.records.length)
  await again.close()
})

test('a page of a machine is kept with its position, or neither is, wherever the end was cut', async () => {
  const directory = fresh()
  const log = open(directory, { bytesMax: 1 << 30, segmentBytes: 1 << 20 })
  log.append({ device: 'm1', records: [[1, 1, 0, 192]], position: { sequence: 1 } })
  const [path = ''] = segmentPaths(directory)
  const before = statSync(path).size
  const page = Array.from({ length: 3000 }, (_, at): LogRecord => [1, at + 2, at, 192])
  log.append({ device: 'm1', records: page, position: { sequence: 3001 } })
  await log.close()
  const whole = statSync(path).size
  for (const bytes of [before, before + 9, Math.floor((before + whole) / 2), whole - 1, whole]) {
    const cut = fresh()
    cpSync(directory, cut, { recursive: true })
    truncateSync(segmentPaths(cut)[0] ?? '', bytes)
    const again = open(cut)
    const sequence = again.table.position('m1')?.sequence
    assert.equal((await readAll(again)).length, sequence, `${bytes} of ${whole} bytes`)
    assert.equal(sequence, bytes === whole ? 3001 : 1)
    await again.close()
  }
})

test('what would be no frame any more is written in parts, and read whole', async () => {
  const log = open(fresh(), { bytesMax: 1 << 30, segmentBytes: 1 << 20 })
  const word = 'x'.repeat(10_000)
  const records = Array.from({ length: 1000 }, (_, at): LogRecord => [1, at + 1, word, 192])
  log.append({ device: 'm1', records, position: { sequence: 1000 } })
  assert.equal(log.append({ device: 'm1', records: [], position: { sequence: 1001 } }), 1000)
  const read = await readAll(log)
  assert.deepEqual(
    read.map(({ record }) => record[1]),
    records.map(([, at]) => at),
  )
  assert.equal(log.table.position('m1')?.sequence, 1001)
  await log.close()
})
