import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { type Device, itemIndex, readDevice } from '../mtconnect/model.ts'
import { dayMicros } from './calendar.ts'
import { type Line, parseShdr } from './shdr.ts'

/** A recorded day in columns, in order of time; `offsetMicros` counts from the start of the day. */
export type Day = { offsetMicros: Float64Array; item: Uint16Array; text: string[] }

export type Recording = { name: string; device: Device; dates: string[]; days: Day[] }

export const recordingNames = ['Mazak03', 'Mazak01', 'GFAgie01', 'Furnace01', 'Meter01'] as const
export type RecordingName = (typeof recordingNames)[number]

const folder = fileURLToPath(new URL('../recordings/', import.meta.url))

/** Reads a machine's device model and all its recorded days, with times in whole `tickMicros`. */
export function loadRecording(name: RecordingName, tickMicros: number): Recording {
  const device = readDevice(readFileSync(`${folder}${name}.device.xml`, 'utf8'))
  const files = readdirSync(folder)
    .filter((file) => file.startsWith(`${name}-`) && file.endsWith('.txt.gz'))
    .sort()
  const dates = files.map((file) => dateOf(file.slice(name.length + 1)))
  const days = files.map((file, index) => {
    const lines = parseShdr(gunzipSync(readFileSync(folder + file)).toString('utf8'))
    return dayOf(lines, Date.parse(`${dates[index]}T05:00:00Z`) * 1000, device, tickMicros)
  })
  return { name, device, dates, days }
}

function dateOf(digits: string): string {
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`
}

/**
 * One day made self-contained, so that what a plant day plays depends on that day alone:
 *
 * - a file opens with the last known values bearing their old times; they hold from the start of the day;
 * - a data item that the opening does not mention is UNAVAILABLE from the start of the day;
 * - tags that the device model does not know (axes this machine has not) are left out;
 * - exact repetitions are left out;
 * - times are cut to `tickMicros`, what the protocol can carry; an observation that was recorded after
 *   another one of its data item without a later time comes one tick after it, so that data item and time
 *   tell every observation from any other, and their times keep the order of the recording;
 * - lines are put in order of these times, equal times as recorded.
 */
export function dayOf(lines: readonly Line[], startMicros: number, device: Device, tickMicros: number): Day {
  const indexOf = itemIndex(device)
  const rows: Row[] = []
  for (const line of lines) {
    const item = indexOf(line.tag)
    const offset = Math.max(0, line.timeMicros - startMicros)
    if (offset >= dayMicros) throw new Error(`an observation of ${line.tag} lies after its day`)
    if (item === undefined) continue
    rows.push({ offset: Math.floor(offset / tickMicros) * tickMicros, item, text: line.text })
  }
  const opened = new Set(rows.filter((row) => row.offset === 0).map((row) => row.item))
  const unmentioned = device.items.flatMap((data, item) => {
    const text = data.category === 'CONDITION' ? 'Unavailable||||' : 'UNAVAILABLE'
    return opened.has(item) ? [] : [{ offset: 0, item, text }]
  })
  const separated = separate([...unmentioned, ...rows], tickMicros)
  const texts = new Map<string, string>()
  return {
    offsetMicros: Float64Array.from(separated, (row) => row.offset),
    item: Uint16Array.from(separated, (row) => row.item),
    text: separated.map((row) => intern(texts, row.text)),
  }
}

type Row = { offset: number; item: number; text: string }

/** Every observation of a data item at a time of its own, in order of time, without exact repetitions. */
function separate(rows: Row[], tickMicros: number): Row[] {
  const byTime = (one: Row, other: Row) => one.offset - other.offset
  const last = new Map<number, { recorded: number; offset: number; text: string }>()
  const kept: Row[] = []
  for (const row of rows) {
    const before = last.get(row.item)
    if (before !== undefined && before.recorded === row.offset && before.text === row.text) continue
    const offset = before === undefined ? row.offset : Math.max(row.offset, before.offset + tickMicros)
    last.set(row.item, { recorded: row.offset, offset, text: row.text })
    kept.push({ ...row, offset })
  }
  return kept.sort(byTime)
}

/** The same few hundred texts recur; one copy of each is kept. */
function intern(texts: Map<string, string>, text: string): string {
  const known = texts.get(text)
  if (known === undefined) texts.set(text, text)
  return known ?? text
}
