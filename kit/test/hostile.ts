import assert from 'node:assert/strict'
import { addressOf } from '../client/index.ts'
import type { Contract, ErrorAnswer, Route } from '../contract/index.ts'
import { fitting, type Known, type Schema, type Twisted, twisted } from './inputs.ts'

type Input = { params: object; query: object; body: unknown }
type Part = 'params' | 'query' | 'body'

/** A request that differs from a fitting one in one place. */
export type Hostile = Twisted & { name: string; route: Route; part: Part; input: Input }
export type Told = { status: number; answer: Partial<ErrorAnswer> & Record<string, unknown>; text: string }

/** An input that the contract of a route allows, with what is known in its places. */
export function fittingInput(route: Route, known: Known): Input {
  const of = (schema: unknown) => (schema ? fitting(schema as Schema, known) : undefined)
  const query = { ...(of(route.query) as object | undefined), format: undefined }
  return {
    params: (of(route.params) ?? {}) as object,
    query,
    body: route.upload ? undefined : of(route.body),
  }
}

/** Every hostile request to the routes of a contract that take no file. */
export function* hostileRequests(contract: Contract, known: Known): Generator<Hostile> {
  for (const [name, route] of Object.entries(contract.routes)) {
    if (route.upload) continue
    const good = fittingInput(route, known)
    for (const part of ['params', 'query', 'body'] as const) {
      if (!route[part] || (part === 'body' && route.method === 'GET')) continue
      for (const one of twisted(route[part] as Schema, good[part])) {
        if (part !== 'body' && !fitsAddress(one)) continue
        const input = { ...good, [part]: one.value } as Input
        yield { ...one, name: `${contract.module}.${name}`, route, part, input }
      }
    }
  }
}

const notInAddresses = [
  'null',
  'object',
  'half a character',
  'prototype',
  'more',
  'missing',
  'empty',
  'too few',
]

/** In an address everything is text, one level deep, and what is left out is another address. */
function fitsAddress({ field, what, value }: Twisted): boolean {
  if (notInAddresses.includes(what)) return false
  if (field === '' || field.includes('.')) return false
  return String((value as Record<string, unknown>)[field]).length < 4000
}

/** So many of each route, chosen with a seed: the same ones each time. */
export function* some(all: Iterable<Hostile>, perRoute: number, seed: number): Generator<Hostile> {
  for (const ofRoute of Map.groupBy(all, (one) => one.name).values()) {
    let state = seed
    for (let left = Math.min(perRoute, ofRoute.length); left > 0; left -= 1) {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31
      const [chosen] = ofRoute.splice(state % ofRoute.length, 1)
      if (chosen) yield chosen
    }
  }
}

export async function send(
  url: string,
  route: Route,
  { params, query, body }: Input,
  headers: Record<string, string>,
): Promise<Told> {
  const init: RequestInit = { method: route.method, headers }
  if (body !== undefined && route.method !== 'GET') {
    init.body = JSON.stringify(body)
    init.headers = { ...headers, 'content-type': 'application/json' }
  }
  const response = await fetch(addressOf(route, { params, query }, url), init)
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  return { status: response.status, answer: isJson ? JSON.parse(text) : {}, text }
}

/** A refusal of bad input: the status, the field, and words of the reader's language without blanks. */
export function assertRefused(one: Hostile, { status, answer }: Told, locale: 'zh' | 'en'): void {
  const what = `${one.name} ${one.part} ${one.field}: ${one.what}`
  assert.equal(status, 400, `${what} ${status}`)
  assert.equal(answer.code, 'kit.input.invalid', what)
  const fields = (answer.fields ?? []).map(({ field }) => field)
  const isNamed = fields.some((field) => field === one.field || field.startsWith(`${one.field}.`))
  assert.ok(isNamed || one.field === '', `${what} names ${fields}`)
  for (const text of [answer.message, ...(answer.fields ?? []).map(({ message }) => message)]) {
    assert.equal(/[\u4e00-\u9fff]/.test(text ?? ''), locale === 'zh', `${what}: ${text}`)
    assert.doesNotMatch(text ?? '', /\{\{|^rule\./, what)
  }
}
