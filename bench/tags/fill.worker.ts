import type { MessagePort } from 'node:worker_threads'
import { workerData } from 'node:worker_threads'
import { seriesOver } from '@ronghe/kit/series'

/** Fills the store, and ends. */
const rowsMax = 200_000
/** Between the newest of these points and the first that a device says. */
const marginMs = 60_000

type Given = { series: MessagePort; numbers: number[]; points: number }

const { series: port, numbers, points } = workerData as Given
const store = seriesOver(port)
const turns = Math.ceil(points / numbers.length)
const turnsMax = Math.max(1, Math.floor(rowsMax / numbers.length))
const startMs = Date.now() - marginMs - turns * 1000
for (let turn = 0; turn < turns; turn += turnsMax) {
  await store.append(batchOf(turn, Math.min(turnsMax, turns - turn)))
}
await store.close()

function batchOf(firstTurn: number, count: number) {
  const rows = numbers.length * count
  const timeMicros = new Float64Array(rows)
  const value = new Float64Array(rows)
  const series = new Int32Array(rows)
  for (let at = 0; at < rows; at++) {
    const turn = firstTurn + Math.floor(at / numbers.length)
    const tag = at % numbers.length
    series[at] = numbers[tag] ?? 0
    timeMicros[at] = (startMs + turn * 1000) * 1000
    value[at] = Math.round(Math.sin(turn / 50 + tag) * 10_000) / 100
  }
  const quality = new Uint16Array(rows).fill(192)
  const text = new Array<null>(rows).fill(null)
  return { source: 'fill', offset: null, series, timeMicros, value, text, quality }
}
