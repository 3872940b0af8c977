import type { TestHouse } from '@ronghe/kit/test'
import { as, ask, capture, documentOf, eventWith, json, traceHouse } from '@ronghe/trace/testing'
import type { Row } from '../results.ts'
import { oneDocument } from './document.ts'
import { mark, multiply } from './multiply.ts'
import { type ResolverSize, resolverTimes } from './resolver.ts'

export type TraceSize = {
  documents: number
  events: number
  kept: number
  questions: number
  /** Length of one document, in 10⁶ bytes. */
  megabytes: number
  resolver: ResolverSize
}
export const tiny: TraceSize = {
  documents: 2,
  events: 50,
  kept: 600,
  questions: 10,
  megabytes: 3,
  resolver: { codes: 5, perSecond: 100, warmSeconds: 0.2, seconds: 0.4 },
}
export const large: TraceSize = {
  documents: 300,
  events: 1_000,
  kept: Number(process.env.TRACE_EVENTS ?? 10_000_000),
  questions: 1_000,
  megabytes: 200,
  resolver: { codes: 1_000, perSecond: 2_000, warmSeconds: 5, seconds: 20 },
}

const depth = 12
const sendersMax = 3

/**
 * Capture of documents over HTTP until they are durable; then, over many events, the events of a thing and a
 * trace of twelve steps; then redirects of the resolver at a steady rate. No package of npm stores EPCIS
 * events, so nothing stands beside it; the hash is measured beside `epcis2.js` in `engines/epcis`.
 */
export async function runTrace(size: TraceSize): Promise<Row[]> {
  const house = await traceHouse()
  try {
    const captured = await captureRate(house, size)
    const one = await oneDocument(house, size.megabytes)
    await capture(house, 'wei', documentOf(shape()))
    const copies = Math.ceil(size.kept / depth)
    await multiply(house.databaseUrl, copies)
    const name = (at: number) => `N${String(1 + ((at * 7_919) % copies)).padStart(8, '0')}`
    const byThing = await times(size.questions, async (at) => {
      const path = `/events?MATCH_anyEPC=${encodeURIComponent(item(6).replace(mark, name(at)))}`
      const answer = await ask(house, 'wei', path)
      if (answer.status !== 200 || !answer.text.includes(name(at))) throw new Error(answer.text.slice(0, 500))
    })
    const traced = await times(Math.ceil(size.questions / 5), async (at) => {
      const query = { id: item(0).replace(mark, name(at)), direction: 'forward', depth } as const
      const { nodes } = await as(house, 'wei').graph({ query })
      if (nodes.length !== depth + 1) throw new Error(`${nodes.length} nodes`)
    })
    const redirects = await resolverTimes(house, size.resolver)
    const events = `${copies * depth} events of ${copies} chains, vacuumed`
    const among = `one caller after the other over HTTP, among ${events}`
    const sent = `${sendersMax} senders in the same process as the server`
    const rate = [
      `${size.documents} JSON documents of ${size.events} events, validated, hashed, chained and committed`,
      sent,
    ].join('; ')
    const { codes, perSecond, warmSeconds } = size.resolver
    const rateAsked = `${redirects.outside.length} redirects at ${perSecond} a second`
    const warm = `after ${warmSeconds} s of the same`
    const asked = `${rateAsked} ${warm}, callers in another process, ${codes} codes`
    const length = `one JSON document of ${Math.round(one.megabytes)} MB, sent by the same process`
    const row = (what: string, value: number, unit: string, conditions: string): Row => {
      return { engine: 'trace', name: what, value, unit, peer: null, ratio: null, conditions }
    }
    return [
      row('trace.capture', captured.perSecond, 'events/s', rate),
      row('trace.capture.cpu', captured.cores, 'cores of the server process', rate),
      row('trace.capture.document', one.events / one.seconds, 'events/s', length),
      row('trace.capture.document.memory', one.residentMoreMegabytes, 'MiB more', length),
      row('trace.things.p50', part(byThing, 0.5), 'ms', among),
      row('trace.things.p99', part(byThing, 0.99), 'ms', among),
      row('trace.depth12.p50', part(traced, 0.5), 'ms', among),
      row('trace.depth12.p99', part(traced, 0.99), 'ms', among),
      row('trace.resolver.p50', part(redirects.outside, 0.5), 'ms', asked),
      row('trace.resolver.p99', part(redirects.outside, 0.99), 'ms', asked),
      row('trace.resolver.inside.p50', part(redirects.inside, 0.5), 'ms', asked),
      row('trace.resolver.inside.p99', part(redirects.inside, 0.99), 'ms', asked),
      row('trace.resolver.cpu', redirects.cores, 'cores of the server process', asked),
    ]
  } finally {
    await house.close()
  }
}

async function captureRate(house: TestHouse, { documents, events }: TraceSize) {
  const texts = Array.from({ length: documents }, () =>
    JSON.stringify(documentOf(Array.from({ length: events }, () => eventWith()))),
  )
  const beganMs = performance.now()
  const cpu = process.cpuUsage()
  const send = async () => {
    for (let text = texts.pop(); text !== undefined; text = texts.pop()) {
      const answer = await ask(house, 'wei', '/capture', { method: 'POST', headers: json, body: text })
      if (answer.status !== 202) throw new Error(answer.text)
    }
  }
  await Promise.all(Array.from({ length: sendersMax }, send))
  const seconds = (performance.now() - beganMs) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return { perSecond: (documents * events) / seconds, cores: (user + system) / 1e6 / seconds }
}

function item(step: number): string {
  return `urn:epc:id:sgtin:4012345.011111.S${step}${mark}`
}

/** A chain of twelve changes, each of what the one before made. */
function shape() {
  return Array.from({ length: depth }, (_, step) => ({
    type: 'TransformationEvent',
    eventID: `urn:shape:${step}:${mark}`,
    eventTime: new Date(Date.UTC(2025, 0, 1) + step * 3_600_000).toISOString(),
    eventTimeZoneOffset: '+08:00',
    inputEPCList: [item(step)],
    outputEPCList: [item(step + 1)],
    bizStep: 'assembling',
    readPoint: { id: 'urn:epc:id:sgln:4012345.00005.0' },
  }))
}

/** How long each question took, in milliseconds, in order. */
async function times(count: number, work: (at: number) => Promise<void>): Promise<number[]> {
  await work(0)
  const list: number[] = []
  for (let at = 1; at <= count; at += 1) {
    const began = performance.now()
    await work(at)
    list.push(performance.now() - began)
  }
  return list.sort((left, right) => left - right)
}

function part(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
