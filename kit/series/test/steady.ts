import type { Batch } from '../port.ts'
import { DAY_MICROS } from '../schema.ts'
import { batchOf, type Row } from './batches.ts'

/** A sender whose batches follow from its number alone, so that anyone can say what must be stored. */

export const SENDERS = 3
export const SIGNALS_PER_SENDER = 5
const START_MICROS = 20_000 * DAY_MICROS

/** When batch `number` was measured: 24 batches make a day, so that days close while the test runs. */
export function timeOf(number: number): number {
  return START_MICROS + number * (DAY_MICROS / 24)
}

export function keysOf(sender: number): string[] {
  return Array.from({ length: SIGNALS_PER_SENDER }, (_, i) => `sender ${sender} signal ${i}`)
}

/** Rows of batch `number`; the last comes a day late. */
export function rowsOf(number: number, series: Int32Array): Row[] {
  const rows: Row[] = []
  series.forEach((one, i) => {
    for (let k = 0; k < 40; k++) {
      const timeMicros = timeOf(number) + k * 1_000_000 + i
      rows.push(
        i === 0
          ? { series: one, timeMicros, text: `state ${k % 3}` }
          : { series: one, timeMicros, value: number + k },
      )
    }
  })
  rows.push({ series: series[1]!, timeMicros: timeOf(number) - DAY_MICROS + 500_000, value: -number })
  return rows
}

export function batchOfSender(sender: number, number: number, series: Int32Array): Batch {
  return batchOf(rowsOf(number, series), `sender ${sender}`, number, number - 1)
}
