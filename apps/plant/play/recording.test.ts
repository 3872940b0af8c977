import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { readDevice } from '../mtconnect/model.ts'
import { dayOf, loadRecording, recordingNames } from './recording.ts'
import { parseShdr } from './shdr.ts'

const folder = fileURLToPath(new URL('../recordings/', import.meta.url))
const start = Date.parse('2016-05-04T05:00:00Z') * 1000

const device = readDevice(`<Device id="M" name="M" uuid="m"><Description>machine</Description><DataItems>
  <DataItem id="M_1" name="avail" category="EVENT" type="AVAILABILITY"/>
  <DataItem id="M_2" name="alarm" category="CONDITION" type="SYSTEM"/>
  <DataItem id="M_3" name="load" category="SAMPLE" type="LOAD" units="PERCENT"/>
</DataItems></Device>`)

function rows(log: string, tickMicros = 1): string[] {
  const day = dayOf(parseShdr(log), start, device, tickMicros)
  return [...day.item.keys()].map((row) => {
    const item = device.items[day.item[row]!]!
    return `${day.offsetMicros[row]} ${item.name || item.id} ${day.text[row]}`
  })
}

const assets = ['0 M_asset_chg UNAVAILABLE', '0 M_asset_rem UNAVAILABLE']

test('last known values with old times hold from the start of the day', () => {
  const log =
    '2016-04-01T00:00:00Z|load|17\n2016-05-04T05:00:01Z|load|18\n2016-05-04T05:00:02Z|avail|AVAILABLE'
  assert.deepEqual(rows(log), [
    '0 avail UNAVAILABLE',
    '0 alarm Unavailable||||',
    ...assets,
    '0 load 17',
    '1000000 load 18',
    '2000000 avail AVAILABLE',
  ])
})

test('repetitions are left out, other machines’ axes too, and a data item keeps the order of its log', () => {
  const log = [
    '2016-05-04T05:00:00Z|avail|UNAVAILABLE',
    '2016-05-04T05:00:00Z|avail|UNAVAILABLE',
    '2016-05-04T05:00:00Z|C3load|5',
    '2016-05-04T05:00:05Z|load|2',
    '2016-05-04T05:00:04Z|load|1',
    '2016-05-04T05:00:06Z|load|2',
  ].join('\n')
  assert.deepEqual(
    rows(log).filter((row) => !row.startsWith('0 ')),
    ['5000000 load 2', '5000001 load 1', '6000000 load 2'],
  )
  assert.equal(rows(log).filter((row) => row.includes('avail ')).length, 1)
})

test('two observations of a data item at one time come one tick apart', () => {
  const log = [
    '2016-05-04T05:00:01.0001Z|alarm|Warning|1|||ONE',
    '2016-05-04T05:00:01.0004Z|alarm|Warning|2|||TWO',
    '2016-05-04T05:00:01.0004Z|load|3',
  ].join('\n')
  assert.deepEqual(
    rows(log, 1000).filter((row) => !row.startsWith('0 ')),
    ['1000000 alarm Warning|1|||ONE', '1000000 load 3', '1001000 alarm Warning|2|||TWO'],
  )
})

test('an observation after its day is refused', () => {
  assert.throws(() => rows('2016-05-05T05:00:00Z|load|1'), /after its day/)
})

test('the compressed logs are those that NOTICE names', () => {
  const notice = readFileSync(`${folder}NOTICE`, 'utf8')
  const files = readdirSync(folder).filter((file) => file.endsWith('.txt.gz'))
  assert.equal(files.length, 27)
  for (const file of files) {
    const hash = createHash('sha256')
      .update(gunzipSync(readFileSync(folder + file)))
      .digest('hex')
    assert.ok(notice.includes(`${hash}  ${file.slice(0, -3)}`), file)
  }
})

for (const name of recordingNames) {
  test(`every day of ${name} opens every data item and never repeats a time of one`, () => {
    const recording = loadRecording(name, 1000)
    for (const day of recording.days) {
      const opened = new Set(
        [...day.item.keys()].filter((row) => day.offsetMicros[row] === 0).map((row) => day.item[row]),
      )
      assert.equal(opened.size, recording.device.items.length)
      const last = new Map<number, number>()
      for (const [row, item] of day.item.entries()) {
        assert.ok((last.get(item) ?? -1) < day.offsetMicros[row]!)
        last.set(item, day.offsetMicros[row]!)
      }
    }
  })
}
