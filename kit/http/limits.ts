import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'

const windowMs = 60_000

type Limits = {
  requestsMax: number
  /** Beginnings of paths that are counted beside `/api/`. */
  counted?: readonly string[]
}

/**
 * So many requests a minute under `/api/` from one address, whatever becomes of them. A page is dozens of
 * files that cost nothing, and a whole firm may stand behind one address: those are not counted.
 */
export async function limitRates(app: FastifyInstance, limits: Limits): Promise<void> {
  const beginnings = ['/api/', ...(limits.counted ?? [])]
  app.addHook('onRoute', (route) => {
    if (!beginnings.some((one) => route.url.startsWith(one)) && route.url !== everything)
      route.config = { ...route.config, rateLimit: false } as never
  })
  await app.register(rateLimit, { max: limits.requestsMax, timeWindow: windowMs, allowList: isFile })
}

/** What strangers write is counted route by route, and sooner full. */
export function strangersLimit(requestsMax: number) {
  return { rateLimit: { max: requestsMax, timeWindow: windowMs } }
}

/** What is asked for under `/api/` and has no route reaches the route of the files. */
const everything = '/*'

function isFile({ url, routeOptions }: FastifyRequest): boolean {
  return routeOptions.url === everything && !url.startsWith('/api/')
}
