import { openSeries } from '../index.ts'
import { batchOf } from './batches.ts'

/**
 * Opens the directory and stores a point; closes it or leaves it open as told; then has nothing more to do.
 */
const [directory, manner] = process.argv.slice(2)
try {
  const series = await openSeries({ directory: directory!, commitMsMax: 1 })
  const [one] = await series.resolve(['signal'])
  await series.append(batchOf([{ series: one!, timeMicros: 1, value: 1 }]))
  process.stdout.write('stored')
  if (manner === 'close') await series.close()
} catch (error) {
  process.stdout.write((error as { code: string }).code)
}
