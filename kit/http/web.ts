import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { preloadsOf } from './preload.ts'

const ofPages = [
  ...['content-security-policy', 'cross-origin-opener-policy', 'origin-agent-cluster', 'referrer-policy'],
  ...['x-dns-prefetch-control', 'x-download-options', 'x-frame-options', 'x-xss-protection'],
  'x-permitted-cross-domain-policies',
]

/**
 * Serves the built pages: hashed assets are kept by browsers for a year, the page itself is asked for each
 * time.
 */
export async function serveWeb(app: FastifyInstance, folder: string): Promise<ServePage> {
  const preloads = preloadsOf(folder)
  await app.register(fastifyStatic, {
    root: folder,
    // The page itself is sent below, with what it needs.
    index: false,
    preCompressed: true,
    dotfiles: 'ignore',
    setHeaders(reply, path) {
      const hashed = path.includes('/assets/')
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      // What says how a page may behave says nothing of its parts, and is half a kilobyte for each of them.
      if (hashed) for (const name of ofPages) reply.removeHeader(name)
    },
  })
  const page: ServePage = (request, reply) => {
    const link = preloads(request.url.split('?', 1)[0] ?? '', request.headers.cookie)
    if (link) reply.header('link', link)
    return reply.sendFile('index.html')
  }
  app.get('/', { schema: { hide: true } }, page)
  return page
}

/** Sends the page, with the names of what its address needs. */
export type ServePage = (request: FastifyRequest, reply: FastifyReply) => FastifyReply

/** Is this an address of a page? A file that a build no longer has is not: it would come as a page. */
export function asksForPage({ method, url }: Pick<FastifyRequest, 'method' | 'url'>): boolean {
  return method === 'GET' && !url.startsWith('/api/') && !url.startsWith('/assets/')
}
