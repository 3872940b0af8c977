import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'

const rowsMax = 200_000
/** Between the newest of these points and the first that a device says. */
const marginMs = 60_000

/** Stores that many points of all tags, a second apart, up to a minute ago; as those that devices say. */
export async function fillStore(house: House, points: number): Promise<void> {
  const rows = await house.act(systemCaller, ({ sql }) => sql<{ id: string }[]>`select id from factory_tags`)
  const numbers = [...(await house.series.resolve(rows.map(({ id }) => id)))]
  if (numbers.length === 0 || points === 0) return
  const turns = Math.ceil(points / numbers.length)
  const turnsMax = Math.max(1, Math.floor(rowsMax / numbers.length))
  const startMs = Date.now() - marginMs - turns * 1000
  for (let turn = 0; turn < turns; turn += turnsMax) {
    await house.series.append(batchOf(numbers, startMs, turn, Math.min(turnsMax, turns - turn)))
  }
}

function batchOf(numbers: readonly number[], startMs: number, firstTurn: number, turns: number) {
  const count = numbers.length * turns
  const timeMicros = new Float64Array(count)
  const value = new Float64Array(count)
  const series = new Int32Array(count)
  for (let at = 0; at < count; at++) {
    const turn = firstTurn + Math.floor(at / numbers.length)
    const tag = at % numbers.length
    series[at] = numbers[tag] ?? 0
    timeMicros[at] = (startMs + turn * 1000) * 1000
    value[at] = Math.round(Math.sin(turn / 50 + tag) * 10_000) / 100
  }
  const quality = new Uint16Array(count).fill(192)
  const text = new Array<null>(count).fill(null)
  return { source: 'fill', offset: null, series, timeMicros, value, text, quality }
}
