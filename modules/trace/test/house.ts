import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type Caller, stranger, systemCaller } from '@ronghe/kit/auth'
import { client } from '@ronghe/kit/client'
import { type TestHouse, type TestHouseOptions, testHouse } from '@ronghe/kit/test'
import { trace } from '../contract.ts'
import { traceModule } from '../module.ts'

export const firm = '018f0000-0000-7000-8000-000000000001'
export const neighbour = '018f0000-0000-7000-8000-000000000002'

const all = ['trace.read', 'trace.capture', 'trace.subscribe', 'trace.rule']
const people: Readonly<Record<string, Caller>> = {
  wei: person('a', firm, all),
  reader: person('c', firm, ['trace.read']),
  other: person('d', neighbour, all),
  alone: person('e', null, all),
  official: { ...person('f', null, ['trace.read']), reach: 'region', regionCode: '450100' },
  faraway: { ...person('9', null, ['trace.read']), reach: 'region', regionCode: '450200' },
}

function person(letter: string, organisationId: string | null, permissions: readonly string[]): Caller {
  return {
    ...stranger('zh'),
    personId: `018f0000-0000-7000-8000-00000000000${letter}`,
    personName: letter,
    organisationId,
    permissions: new Set(permissions),
  }
}

/** `wei` is one of the people, `wei of 7` the same at the seventh of further firms. */
function named(name: string): Caller | undefined {
  const [person = '', number] = name.split(' of ')
  const caller = people[person]
  return caller && number ? { ...caller, organisationId: furtherFirm(Number(number)) } : caller
}

function furtherFirm(number: number): string {
  return `018f0000-0000-7000-8001-${String(number).padStart(12, '0')}`
}

/** A firm nobody has been before: `wei of {number}` is its engineer. */
export async function addFirm(house: TestHouse, number: number): Promise<void> {
  await house.house.act(systemCaller, async ({ sql }) => {
    await sql`insert into kit_tenants (organisation_id, region_code)
      values (${furtherFirm(number)}, '450102')`
  })
}

/** The room alone, with who asks told by a header, and two firms of two counties. */
export async function traceHouse(
  environment: Record<string, string> = {},
  options: Pick<TestHouseOptions, 'clock' | 'start'> = {},
): Promise<TestHouse> {
  const identify = async (_: unknown, { headers }: { headers: Headers }) =>
    named(headers.get('x-person') ?? '') ?? stranger('zh')
  const house = await testHouse([{ ...traceModule, identify }], { environment, ...options })
  await house.house.act(systemCaller, async ({ sql }) => {
    await sql`insert into kit_tenants (organisation_id, region_code)
      values (${firm}, '450102'), (${neighbour}, '450203')`
  })
  return house
}

export function as(house: TestHouse, name: string) {
  return client(trace, { base: house.url, headers: () => ({ 'x-person': name }) })
}

export type Answer = { status: number; headers: Headers; text: string; json: () => Record<string, never> }

/** Asks the binding as somebody. */
export async function ask(
  house: TestHouse,
  name: string,
  path: string,
  init: RequestInit = {},
): Promise<Answer> {
  const url = path.startsWith('http') ? path : `${house.url}/epcis${path}`
  const response = await fetch(url, { ...init, headers: { 'x-person': name, ...init.headers } })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) }
}

export const json = { 'content-type': 'application/json' }
export const xml = { 'content-type': 'application/xml' }

/** Sends a document and gives the job that came of it. */
export async function capture(
  house: TestHouse,
  name: string,
  body: unknown,
  headers: Record<string, string> = json,
): Promise<{
  captureID: string
  running: boolean
  success: boolean
  errors: { type: string; detail: string }[]
}> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await ask(house, name, '/capture', { method: 'POST', headers, body: text })
  assert.equal(answer.status, 202, answer.text)
  const job = await ask(house, name, answer.headers.get('location')!.replace('/epcis', ''))
  return job.json() as never
}

export type Event = Record<string, unknown> & { type: string; eventID: string }

/** Events of a query. */
export async function found(
  house: TestHouse,
  name: string,
  path: string,
  init: RequestInit = {},
): Promise<Event[]> {
  const answer = await ask(house, name, path, init)
  assert.equal(answer.status, 200, answer.text)
  const document = answer.json() as unknown as {
    epcisBody: { queryResults: { resultsBody: { eventList: Event[] } } }
  }
  return document.epcisBody.queryResults.resultsBody.eventList
}

const context = [
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  { example: 'https://ns.example.com/epcis/' },
]

/** A document of events. */
export function documentOf(events: readonly object[]) {
  return {
    '@context': context,
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-01-01T00:00:00Z',
    epcisBody: { eventList: events },
  }
}

let made = 0

/** A valid event of its own, with fields changed. */
export function eventWith(fields: object = {}): Record<string, unknown> {
  made += 1
  return {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    eventTime: new Date(Date.UTC(2026, 0, 1) + made * 1000).toISOString(),
    eventTimeZoneOffset: '+08:00',
    epcList: [`urn:epc:id:sgtin:4012345.011111.${made}`],
    bizStep: 'inspecting',
    readPoint: { id: 'urn:epc:id:sgln:4012345.00005.0' },
    ...fields,
  }
}

/** An example of the engine’s vectors. */
export function example(name: string): string {
  const folder = new URL('../../../engines/epcis/test/data/epcis-hash/tests/examples/', import.meta.url)
  return readFileSync(new URL(name, folder), 'utf8')
}
