import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { seriesOver } from '../index.ts'
import { batchOf } from './batches.ts'

/** Another thread of the process: appends over the port it was given, and tells what it then reads. */
const { port } = workerData as { port: MessagePort }
const series = seriesOver(port)
const [one] = await series.resolve(['shared signal'])
await series.append(batchOf([{ series: one!, timeMicros: 5, value: 42 }], 'other thread', 1))
parentPort!.postMessage(await series.last([one!]))
await series.close()
