import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { until } from '../../test/host.ts'
import { type Rig, startRig } from '../../test/rig.ts'

let rig: Rig
let files = ''
beforeEach(async () => {
  rig = await startRig()
  files = join(rig.directory, 'buffer', 'files')
  mkdirSync(files, { recursive: true })
})
afterEach(() => rig.stop())

const write = (name: string, lines: readonly string[]) =>
  writeFileSync(join(files, name), lines.map((line) => `${line}\n`).join(''))
const device = (more: object) => ({ device: 'm1', adapter: 'file', tags: 'all', intervalMs: 20, ...more })
const told = (key: string) => rig.reports.filter((line) => line.startsWith(key)).length
const timed = (tag: string) => rig.points(tag).map(({ value, timeMicros }) => [value, timeMicros])

describe('a recorded file', () => {
  test('CSV is read with its own times, then as it grows, and is not read twice', async () => {
    const at = (second: number) => `2025-01-02 08:00:${String(second).padStart(2, '0')}.5`
    write('a.csv', ['time;load;"mode, of work"', `${at(1)};1.5;AUTO`, `${at(2)};2.5;"M;DI"`, `nonsense;9;x`])
    const csv = device({ path: 'a.csv', format: 'csv', zone: '+08:00' })
    const edge = await rig.start([
      { ...csv, tags: [{ name: 'load' }, { name: 'mode', column: 'mode, of work' }] },
    ])
    await rig.has('mode', 'M;DI')
    const start = Date.UTC(2025, 0, 2) * 1000
    assert.deepEqual(timed('mode'), [
      ['AUTO', start + 1_500_000],
      ['M;DI', start + 2_500_000],
    ])
    assert.equal(told('edge.file.noTime'), 1)
    appendFileSync(join(files, 'a.csv'), `${at(3)};3.5;AUTO\n${at(4)};4`)
    await rig.has('load', 3.5)
    await edge.stop()
    appendFileSync(join(files, 'a.csv'), '.5;MDI\n')
    await rig.start([
      {
        ...csv,
        tags: [
          { name: 'load', type: 'number' },
          { name: 'mode', column: 'mode, of work' },
        ],
      },
    ])
    await rig.has('load', 4.5)
    const good = rig.points('load').filter(({ quality }) => quality === 192)
    assert.deepEqual(
      good.map(({ value }) => value).filter((value) => Number(value) >= 3),
      [3.5, 4.5],
    )
  })

  test('JSON lines by path, SHDR with its conditions, UNAVAILABLE as bad', async () => {
    write('b.jsonl', [
      '{"ts":1735776000123,"d":{"x":[1,2]},"on":true}',
      '{',
      '{"ts":1735776001123,"d":{"x":[1,3]}}',
    ])
    write('c.shdr', [
      '2025-01-02T00:00:01.000001Z|Xload|5|execution|ACTIVE',
      '2025-01-02T00:00:02Z|system|FAULT|E1|1|HIGH|hot',
      '2025-01-02T00:00:03Z|dev:Xload|UNAVAILABLE|execution|READY',
    ])
    const tags = [{ name: 'x', column: 'd.x[1]', unit: 'MMT', scale: 10 }, { name: 'on' }]
    await rig.start([
      { ...device({ path: 'b.jsonl', format: 'jsonl', timeColumn: 'ts', tags }) },
      { ...device({ path: 'c.shdr', format: 'shdr' }), device: 'm2' },
    ])
    await rig.has('x', 30)
    await rig.has('on', true)
    await rig.has('execution', 'READY')
    await rig.has('system', 'FAULT')
    assert.deepEqual(rig.values('Xload'), [5])
    assert.ok(rig.points('Xload').some(({ quality }) => quality === 0))
    assert.equal(timed('Xload')[0]?.[1], Date.UTC(2025, 0, 2) * 1000 + 1_000_001)
  })

  test('played as if it were now, faster, over and over', async () => {
    write('d.csv', ['time,n', '1000000000,1', '1000000001,2', '1000000002,3'])
    const before = Date.now() * 1000
    await rig.start([device({ path: 'd.csv', format: 'csv', times: 'now', speed: 100, loop: true })])
    await until('twice', () => rig.values('n').length >= 6)
    const times = rig.points('n').map(({ timeMicros }) => timeMicros)
    assert.deepEqual(rig.values('n').slice(0, 6), [1, 2, 3, 1, 2, 3])
    assert.ok(times.every((time, index) => time > before && (index === 0 || time > times[index - 1]!)))
    // A second of the recording is ten milliseconds.
    assert.equal(times[1]! - times[0]!, 10_000)
  })

  test('played once it ends and says so; the values stay', async () => {
    write(
      'e.csv',
      ['time,n', '1,1', '2,2'].map((line) => line.replace(/^(\d)/, '100000000$1')),
    )
    const edge = await rig.start([device({ path: 'e.csv', format: 'csv', times: 'now', speed: 1000 })])
    await rig.has('n', 2)
    await until('end', () => told('edge.file.ended') === 1)
    assert.equal(edge.state().devices.m1?.state, 'live')
    assert.ok(!rig.points('n').some(({ quality }) => quality === 500))
  })

  test('a file that was begun anew is read from its start', async () => {
    write('f.csv', ['time,n', '1000000001,1', '1000000002,2'])
    await rig.start([device({ path: 'f.csv', format: 'csv' })])
    await rig.has('n', 2)
    writeFileSync(join(files, 'f.csv'), 'time,n\n1000000003,3\n')
    await rig.has('n', 3)
    assert.equal(told('edge.file.replaced'), 1)
  })

  test('no path leads out of the folder, and what is not there is waited for', async () => {
    writeFileSync(join(rig.directory, 'secret.csv'), 'time,n\n1000000001,1\n')
    symlinkSync(join(rig.directory, 'secret.csv'), join(files, 'link.csv'))
    const edge = await rig.start([device({ path: 'link.csv', format: 'csv' })])
    await until('refused', () => told('edge.file.unreadable') > 0)
    assert.equal(rig.points('n').length, 0)
    await edge.stop()
    await rig.start([device({ path: 'later.csv', format: 'csv' })])
    write('half.csv', ['time,n', '1000000001,1'])
    renameSync(join(files, 'half.csv'), join(files, 'later.csv'))
    await rig.has('n', 1)
    for (const path of ['/etc/passwd', '../secret.csv', 'a/../../b', 'a\\b']) {
      await assert.rejects(rig.start([device({ path, format: 'csv' })]), /edge\.config\.filePath/)
    }
  })
})
