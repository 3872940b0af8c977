import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { TestHouse } from '@ronghe/kit/test'
import { as } from '@ronghe/trace/testing'
import type { Calls } from './callers.child.ts'

export type ResolverSize = { codes: number; perSecond: number; seconds: number }

/** Time of redirects in milliseconds, sorted; the callers are a process of their own. */
export async function resolverTimes(house: TestHouse, size: ResolverSize): Promise<number[]> {
  await as(house, 'wei').addPrefix({ body: { prefix: '6901234' } })
  const gtin = '06901234001013'
  await as(house, 'wei').addMaster({ body: { kind: 'product', identifier: gtin, name: '减速器' } })
  const paths = Array.from({ length: size.codes }, (_, at) => `/01/${gtin}/21/B${at}`)
  for (const path of paths) {
    const link = { linkType: 'gs1:instructions', href: 'https://maker.example/manual', title: 'Manual' }
    await as(house, 'wei').addLink({ body: { about: `https://id.gs1.org${path}`, ...link } })
  }
  const child = fork(new URL('callers.child.ts', import.meta.url), { stdio: 'inherit' })
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the callers ended with ${code}`)
  })
  const told = once(child, 'message') as Promise<[number[]]>
  const { perSecond, seconds } = size
  child.send({ base: house.url, paths, perSecond, seconds } satisfies Calls)
  const [times] = await Promise.race([told, ended])
  ended.catch(() => {})
  return times
}
