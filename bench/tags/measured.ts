import type { ChildProcess } from 'node:child_process'
import { cpuSeconds, residentMegabytes } from '../process.ts'
import type { Page } from './page.ts'
import { quantile, type Seen } from './watch.ts'

/** What a server took while its machines spoke, and what a page saw of it meanwhile. */
export type Measured = { sent: number; seen: Seen; cores: number; memory: number[] }

/** Runs the machines; `run` answers how many points they sent within about `seconds`. */
export async function measured(
  server: ChildProcess,
  page: Page,
  seconds: number,
  run: () => Promise<number>,
): Promise<Measured> {
  const memory: number[] = []
  const timer = setInterval(() => memory.push(residentMegabytes(server)), Math.min(1000, seconds * 100))
  try {
    const cpu = cpuSeconds(server)
    const beganMs = performance.now()
    const sent = await run()
    const cores = (cpuSeconds(server) - cpu) / ((performance.now() - beganMs) / 1000)
    return { sent, seen: await page.close(), cores, memory }
  } finally {
    clearInterval(timer)
  }
}

export type Figure = { name: string; value: number; unit: string }

/** The figures of one server; `stored` is how many of the points sent it kept. */
export function figuresOf(
  { sent, seen, cores, memory }: Measured,
  stored: number,
  seconds: number,
): Figure[] {
  return [
    { name: 'points not stored', value: sent - stored, unit: 'points' },
    { name: 'values a page saw', value: seen.values / seconds, unit: 'values/s' },
    { name: 'device to page, median', value: quantile(seen, 0.5), unit: 'ms' },
    { name: 'device to page, 99 of 100', value: quantile(seen, 0.99), unit: 'ms' },
    { name: 'device to page, slowest', value: quantile(seen, 1), unit: 'ms' },
    { name: 'processor', value: cores, unit: 'cores' },
    { name: 'memory, most', value: Math.max(...memory), unit: 'MiB' },
    {
      name: 'memory, last tenth less third tenth',
      value: tenth(memory, 9) - tenth(memory, 2),
      unit: 'MiB',
    },
  ]
}

/** Mean of a tenth of the samples. */
function tenth(samples: readonly number[], index: number): number {
  const part = samples.slice(
    Math.floor((samples.length * index) / 10),
    Math.ceil((samples.length * (index + 1)) / 10),
  )
  return part.reduce((sum, one) => sum + one, 0) / Math.max(part.length, 1)
}
