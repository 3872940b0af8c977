import { openSeries, type Series } from '../index.ts'
import { batchOfSender, keysOf, SENDERS, timeOf } from './steady.ts'

/**
 * Appends for ever, closes days beside, and writes a line for every batch that was acknowledged; until it is
 * killed.
 */
const WINDOW = 4
const [directory] = process.argv.slice(2)
const series = await openSeries({
  directory: directory!,
  commitMsMax: 5,
  logBytesMax: 300_000,
  closeDelayMs: 0,
})
let newest = 0

async function send(series: Series, sender: number): Promise<void> {
  const numbers = await series.resolve(keysOf(sender))
  const committed = (await series.offset(`sender ${sender}`)) ?? 0
  // Like an edge that does not know what the last acknowledgement was, it repeats a few.
  let next = Math.max(1, committed - 2)
  const one = async () => {
    for (;;) {
      const number = next++
      await series.append(batchOfSender(sender, number, numbers))
      process.stdout.write(`${sender} ${number}\n`)
      newest = Math.max(newest, number)
    }
  }
  await Promise.all(Array.from({ length: WINDOW }, one))
}

async function closeDays(series: Series): Promise<void> {
  for (;;) {
    await new Promise((wake) => setTimeout(wake, 20))
    await series.maintain(timeOf(newest))
  }
}

await Promise.all([
  ...Array.from({ length: SENDERS }, (_, sender) => send(series, sender)),
  closeDays(series),
])
