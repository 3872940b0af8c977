import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { TestHouse } from '@ronghe/kit/test'
import { as } from '@ronghe/trace/testing'
import type { Calls } from './callers.child.ts'

export type ResolverSize = { codes: number; perSecond: number; warmSeconds: number; seconds: number }

/** Times in milliseconds, sorted. */
export type ResolverTimes = {
  /** As the callers saw them, from when a question was due. */
  outside: readonly number[]
  /** From when the server had a question until its answer was written. */
  inside: readonly number[]
  cores: number
}

/** Redirects at a steady rate; the callers are a process of their own. */
export async function resolverTimes(house: TestHouse, size: ResolverSize): Promise<ResolverTimes> {
  await as(house, 'wei').addPrefix({ body: { prefix: '6901234' } })
  const gtin = '06901234001013'
  await as(house, 'wei').addMaster({ body: { kind: 'product', identifier: gtin, name: '减速器' } })
  const paths = Array.from({ length: size.codes }, (_, at) => `/01/${gtin}/21/B${at}`)
  for (const path of paths) {
    const link = { linkType: 'gs1:instructions', href: 'https://maker.example/manual', title: 'Manual' }
    await as(house, 'wei').addLink({ body: { about: `https://id.gs1.org${path}`, ...link } })
  }
  const watched = watch(house)
  const outside = await timesOf({ ...size, port: Number(new URL(house.url).port), paths })
  const { inside, cores } = watched.stop()
  const count = outside.length
  return { outside: sorted(outside), inside: sorted(inside.slice(-count)), cores }
}

async function timesOf(calls: Calls): Promise<number[]> {
  const child = fork(new URL('callers.child.ts', import.meta.url), { stdio: 'inherit' })
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the callers ended with ${code}`)
  })
  const told = once(child, 'message') as Promise<[number[]]>
  child.send(calls)
  const [times] = await Promise.race([told, ended])
  ended.catch(() => {})
  return times
}

/** How long the server itself takes, and how many processors its process keeps busy. */
function watch({ app }: TestHouse) {
  const inside: number[] = []
  const note = (_: unknown, response: NodeJS.EventEmitter) => {
    const began = performance.now()
    response.once('finish', () => inside.push(performance.now() - began))
  }
  app.server.prependListener('request', note)
  const [cpu, from] = [process.cpuUsage(), performance.now()]
  return {
    stop() {
      app.server.off('request', note)
      const { user, system } = process.cpuUsage(cpu)
      return { inside, cores: (user + system) / 1000 / (performance.now() - from) }
    },
  }
}

function sorted(times: readonly number[]): number[] {
  return times.toSorted((one, other) => one - other)
}
