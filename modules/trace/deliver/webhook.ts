import { createHmac } from 'node:crypto'
import { lookup } from 'node:dns'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { destinationFault, isInternal } from './address.ts'

const waitMsMax = 15_000

export type Message = {
  dest: string
  body: string
  signatureToken: string | null
  headers: Record<string, string>
}

export type Delivery = { status: number } | { error: string }

/** Sends a body once. A redirect is not followed: it could lead where the first address may not. */
export function deliver(message: Message, allowed: ReadonlySet<string>): Promise<Delivery> {
  const fault = destinationFault(message.dest, allowed)
  if (fault) return Promise.resolve({ error: fault })
  const url = new URL(message.dest)
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  const body = Buffer.from(message.body)
  const headers: Record<string, string | number> = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    ...message.headers,
  }
  if (message.signatureToken !== null)
    headers['GS1-Signature'] = signature(message.signatureToken, message.body)
  return new Promise((resolve) => {
    const outgoing = send(url, {
      method: 'POST',
      headers,
      timeout: waitMsMax,
      ...(allowed.has(url.hostname.toLowerCase()) ? {} : { lookup: openLookup }),
    })
    outgoing.on('response', (response) => {
      response.resume()
      resolve({ status: response.statusCode ?? 0 })
    })
    outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')))
    outgoing.on('error', (error) => resolve({ error: error.message.slice(0, 200) }))
    outgoing.end(body)
  })
}

/** HMAC-SHA256 of the body under the subscriber's token, by which the subscriber knows us. */
export function signature(token: string, body: string): string {
  return `sha256=${createHmac('sha256', token).update(body).digest('hex')}`
}

/** The name is looked up here and the connection goes to what was judged: no second lookup can differ. */
const openLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, [])
    if (addresses.length === 0 || addresses.some(({ address }) => isInternal(address))) {
      return done(new Error('internal'), [])
    }
    if (options.all) done(null, addresses)
    else done(null, addresses[0]!.address, addresses[0]!.family)
  })
}
