import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { guangxi } from '../index.ts'
import { shiftRows } from './shift-rows.ts'

const { sample } = guangxi

/** Devices that read energy only. */
const isMeter = (machine: string) => ['Furnace01', 'Meter01'].includes(machine)

type Hours = {
  timeZone: string
  weekdays: number[]
  machines: { recording: string; window: { start: string; minutes: number } }[]
}

test('tags: 15 to 35 of each machine tool and 3 of each meter, none twice, each with its source', () => {
  const connected = sample.equipment().equipment.filter((one) => one.connection)
  const machines = sample.tags().machines
  assert.deepEqual(
    machines.map((machine) => `${machine.organisation}/${machine.equipment}`),
    connected.map((one) => `${one.organisation}/${one.code}`),
  )
  machines.forEach(({ tags }, index) => {
    const { machine = '', protocol } = connected[index]?.connection ?? {}
    assert.ok(isMeter(machine) ? tags.length === 3 : tags.length >= 15 && tags.length <= 35)
    assert.equal(new Set(tags.map((tag) => tag.name)).size, tags.length)
    assert.deepEqual(
      tags.map((tag) => tag.place),
      tags.map((tag) => tag.place).toSorted((one, other) => one - other),
    )
    for (const tag of tags) {
      const prefix = protocol === 'opcua' ? `nsu=urn:ronghe:sample-plant;s=${machine}.` : `${machine}-`
      assert.ok(tag.source.startsWith(prefix), tag.source)
      assert.notEqual(tag.scale, 0)
      if (tag.valueType === 'text') assert.deepEqual([tag.unit, tag.scale, tag.shift], [null, 1, 0])
      if (tag.category === 'condition') assert.equal(tag.valueType, 'text')
      if (tag.part === 'message') assert.equal(tag.category, 'condition')
    }
  })
})

test('tags: every source is a data item of the recorded device model, with its name and category', () => {
  for (const [index, one] of sample.tags().machines.entries()) {
    const machine = ['Mazak03', 'Furnace01', 'Meter01', 'Mazak01', 'GFAgie01'][index]
    const file = new URL(`../../../apps/plant/recordings/${machine}.device.xml`, import.meta.url)
    const items = readFileSync(file, 'utf8').match(/<DataItem [^>]*>/g) ?? []
    for (const { name, category, type, source, part } of one.tags) {
      const plain = part === 'message' ? name.replace(/\/message$/, '') : name
      const item = items.find((text) => attribute(text, 'name') === plain)
      assert.ok(item, `${machine} ${name}`)
      assert.equal(attribute(item, 'category').toLowerCase(), category)
      assert.equal(attribute(item, 'type'), type)
      if (!source.startsWith('nsu=')) assert.equal(attribute(item, 'id'), source)
    }
  }
})

test('tags: those that tell the state of a machine are there once', () => {
  for (const { tags } of sample.tags().machines.filter((one) => one.tags.length > 3)) {
    for (const type of ['EXECUTION', 'CONTROLLER_MODE', 'PROGRAM']) {
      assert.equal(tags.filter((tag) => tag.type === type).length, 1, type)
    }
  }
})

test('shifts: they hold for units that are there, breaks lie inside, shifts do not overlap', () => {
  const sites = sample.units().units.filter((unit) => unit.level === 'site')
  for (const calendar of sample.shifts().calendars) {
    assert.ok(sites.some((one) => one.organisation === calendar.organisation && one.code === calendar.unit))
    const rows = shiftRows(calendar)
    const spans = rows.map((row) => {
      const from = (row.weekday - 1) * 1440 + row.startMinute
      const minutes = (row.endMinute - row.startMinute + 1440) % 1440 || 1440
      return { kind: row.kind, from, to: from + minutes }
    })
    const shifts = spans
      .filter((span) => span.kind === 'shift')
      .toSorted((one, other) => one.from - other.from)
    for (const [index, shift] of shifts.entries()) {
      const next = shifts[index + 1]
      if (next) assert.ok(shift.to <= next.from)
    }
    for (const pause of spans.filter((span) => span.kind === 'break')) {
      assert.ok(shifts.some((shift) => shift.from <= pause.from && pause.to <= shift.to))
    }
  }
})

test('shifts: they cover the hours in which the sample plant plays work', () => {
  const file = new URL('../../../apps/plant/hours.json', import.meta.url)
  const hours: Hours = JSON.parse(readFileSync(file, 'utf8'))
  const machines = sample
    .equipment()
    .equipment.filter((one) => one.connection && !isMeter(one.connection.machine))
  assert.equal(hours.machines.length, machines.length)
  for (const { recording, window } of hours.machines) {
    const owner = machines.find((one) => one.connection?.machine === recording)?.organisation
    const calendar = sample.shifts().calendars.find((one) => one.organisation === owner)
    assert.equal(calendar?.timeZone, hours.timeZone)
    const rows = calendar ? shiftRows(calendar).filter((row) => row.kind === 'shift') : []
    for (const weekday of hours.weekdays) {
      const today = rows.filter((row) => row.weekday === weekday)
      const start = today.map((row) => row.startMinute).toSorted((one, other) => one - other)
      const length = today.map((row) => (row.endMinute - row.startMinute + 1440) % 1440)
      const total = length.reduce((sum, minutes) => sum + minutes, 0)
      const [hour = 0, minute = 0] = window.start.split(':').map(Number)
      const from = hour * 60 + minute
      assert.ok((start[0] ?? 1440) <= from && from + window.minutes <= (start[0] ?? 0) + total, recording)
    }
  }
})

test('shift rows: a night shift keeps its break after midnight on the next day', () => {
  const name = { zh: '夜班', en: 'Night shift' }
  const breaks = [{ name: { zh: '夜餐', en: 'Night meal' }, start: '00:30', end: '01:00' }]
  const shifts = [{ name, weekdays: [7], start: '20:00', end: '08:00', breaks }]
  const calendar = {
    organisation: 'a',
    unit: 'S1',
    timeZone: 'Asia/Shanghai',
    validFrom: '2026-01-01',
    shifts,
  }
  assert.deepEqual(
    shiftRows(calendar).map(({ weekday, startMinute, endMinute, kind }) => [
      kind,
      weekday,
      startMinute,
      endMinute,
    ]),
    [
      ['shift', 7, 1200, 480],
      ['break', 1, 30, 60],
    ],
  )
})

function attribute(element: string, name: string): string {
  return new RegExp(`\\s${name}=["']([^"']*)["']`).exec(element)?.[1] ?? ''
}

test('energy: a tree of meters over known signals, a price for every minute, targets', () => {
  const { meters, tariffs, factors, targets, rules } = sample.energy()
  const machines = new Map(
    sample.tags().machines.map((one) => [`${one.organisation}/${one.equipment}`, one.tags]),
  )
  const known = new Set<string>()
  for (const one of meters) {
    const tags = machines.get(`${one.organisation}/${one.signal.equipment}`)
    assert.ok(tags?.some((tag) => tag.name === one.signal.tag && tag.valueType === 'number'))
    assert.ok(one.parent === null || known.has(one.parent), one.name.zh)
    known.add(one.name.zh)
  }
  for (const { periods } of tariffs) {
    for (let month = 1; month <= 12; month++) {
      const minutes = periods
        .filter((one) => one.months.includes(month))
        .reduce((sum, one) => sum + one.toMinute - one.fromMinute, 0)
      assert.equal(minutes, 1440)
    }
  }
  for (const { source } of [...tariffs, ...factors]) assert.match(source.zh, /未核实/)
  for (const one of targets) assert.ok(known.has(one.meter))
  for (const one of rules) assert.ok(machines.has(`${one.organisation}/${one.equipment}`))
})
