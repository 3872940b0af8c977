import { Worker } from 'node:worker_threads'
import type { LearnOptions, Model, Row } from '@ronghe/anomaly'

export type Lesson = { rows: Row[]; options: LearnOptions }
export type Learnt = { model: Model } | { refused: string }

/** Learns in a thread of its own, so that no request waits; answers a refusal as its words. */
export function learnInThread(lesson: Lesson): Promise<Learnt> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: lesson })
    worker.once('message', (answer: Learnt) => {
      resolve(answer)
      void worker.terminate()
    })
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the learning thread ended without an answer')))
  })
}
