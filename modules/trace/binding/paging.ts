import { createHash } from 'node:crypto'
import type { House } from '@ronghe/kit/module'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { baseOf } from './asking.ts'
import { Problem } from './problem.ts'

export const perPageDefault = 30
export const perPageMax = 1000
const tokenHours = 24

/** Where a page ended, bound to the query it belongs to. */
export type Token = { readonly at: readonly string[]; readonly of: string; readonly until: number }

/** How many members a page has. */
export function perPageOf(request: FastifyRequest): number {
  const given = (request.query as Record<string, string>).perPage
  if (given === undefined) return perPageDefault
  const count = Number(given)
  if (!Number.isInteger(count) || count < 1) throw new Problem('QueryParameterException', 'perPage: from 1')
  return Math.min(count, perPageMax)
}

/** The token of the request, when it belongs to this query and is not too old. */
export function tokenOf(
  request: FastifyRequest,
  house: House,
): { text: string; at: readonly string[] } | null {
  const text = (request.query as Record<string, string>).nextPageToken
  if (text === undefined) return null
  const token = read(text)
  if (!token || token.of !== queryOf(request) || token.until < house.clock.now().getTime()) {
    throw new Problem('QueryParameterException', 'nextPageToken')
  }
  return { text, at: token.at }
}

/** Says where the next page is, as long as there is one (RFC 8288). */
export function sayNextPage(
  request: FastifyRequest,
  reply: FastifyReply,
  house: House,
  at: readonly string[] | null,
): void {
  if (!at) return
  const until = house.clock.now().getTime() + tokenHours * 3_600_000
  const token = Buffer.from(JSON.stringify({ at, of: queryOf(request), until })).toString('base64url')
  const url = new URL(request.url, baseOf(request, house))
  url.searchParams.set('nextPageToken', token)
  reply
    .header('link', `<${url.href}>; rel="next"`)
    .header('GS1-Next-Page-Token-Expires', new Date(until).toISOString())
}

function read(text: string): Token | null {
  try {
    const token = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Token
    const isToken = Array.isArray(token.at) && token.at.every((one) => typeof one === 'string')
    return isToken && typeof token.of === 'string' && typeof token.until === 'number' ? token : null
  } catch {
    return null
  }
}

/** Path and parameters without the page, so that a token fits no other query. */
function queryOf(request: FastifyRequest): string {
  const url = new URL(request.url, 'http://any')
  url.searchParams.delete('nextPageToken')
  url.searchParams.sort()
  return createHash('sha256').update(`${url.pathname}?${url.searchParams}`).digest('base64url').slice(0, 16)
}
