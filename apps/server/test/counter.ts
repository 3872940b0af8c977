import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { House } from '@ronghe/kit/module'
import { type EdgeCredential, startEdgeProcess } from './edge.ts'

export type Counter = {
  /** How often it has counted. */
  readonly said: number
  say(): void
  /** A process of the edge program that reads the machine's file as its device `m1`, signals `n`, `n1` … */
  startEdge(credential: EdgeCredential, more?: { pair?: boolean }): ChildProcess
  /**
   * Every value of a signal (the first, or the one with this number) stands once, at its own time; what else
   * there is are marks of the edges between them.
   */
  checkWhole(house: House, tagId: string, number?: number): Promise<void>
  /** Kills the edges and deletes their logs. */
  stop(): void
}

/**
 * A machine that counts when it is told to, and writes each number with its time into a file; each further
 * signal is ahead of the first by its number.
 */
export function startCounter(stepMs = 25, signals = 1): Counter {
  const directory = mkdtempSync(join(tmpdir(), 'counter-'))
  const files = join(directory, 'files')
  mkdirSync(files)
  const names = Array.from({ length: signals }, (_, index) => (index === 0 ? 'n' : `n${index}`))
  const children = new Set<ChildProcess>()
  const startMs = Date.now()
  let said = 0
  return {
    get said() {
      return said
    },
    say() {
      said++
      const values = Object.fromEntries(names.map((name, index) => [name, said + index]))
      const line = JSON.stringify({ time: startMs + said * stepMs, ...values })
      appendFileSync(join(files, 'm1.jsonl'), `${line}\n`)
    },
    startEdge(credential, more = {}) {
      const device = { device: 'm1', adapter: 'file', path: 'm1.jsonl', format: 'jsonl', intervalMs: 50 }
      const devices = [{ ...device, tags: names.map((name) => ({ name, type: 'number' })) }]
      const child = startEdgeProcess(directory, credential, devices, { ...more, files })
      children.add(child)
      child.once('exit', () => children.delete(child))
      return child
    },
    async checkWhole({ series }, tagId, number = 0) {
      const [place = 0] = await series.resolve([tagId])
      const span = { fromMicros: startMs * 1000, toMicros: (startMs + (said + 1) * stepMs) * 1000 }
      const kept = await series.raw({ series: place, ...span, limit: said * 10 })
      const good = [...kept.timeMicros].flatMap((timeMicros, index) =>
        kept.quality[index] === 192 ? [[timeMicros / 1000, kept.value[index]]] : [],
      )
      const whole = Array.from({ length: said }, (_, index) => [
        startMs + (index + 1) * stepMs,
        index + 1 + number,
      ])
      assert.deepEqual(
        good.filter(([timeMs]) => Number.isInteger(timeMs)),
        whole,
      )
    },
    stop() {
      for (const child of children) child.kill('SIGKILL')
      rmSync(directory, { recursive: true })
    },
  }
}
