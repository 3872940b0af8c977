import { parentPort, workerData } from 'node:worker_threads'
import { learn } from '@ronghe/anomaly'
import type { Learnt, Lesson } from './thread.ts'

const { rows, options } = workerData as Lesson

function answer(): Learnt {
  try {
    return { model: learn(rows, options) }
  } catch (error) {
    if (error instanceof RangeError) return { refused: error.message }
    throw error
  }
}

parentPort?.postMessage(answer())
