import { createHash } from 'node:crypto'
import sdk from 'epcis2.js'
import { namespacesOf } from './document/namespaces.ts'
import { readXml } from './document/read.ts'
import { JsonSplitter } from './document/split-json.ts'
import { validateEvent } from './document/validate.ts'
import { documentToXml } from './document/write.ts'
import { traceEventOf } from './graph/event.ts'
import { traceIn } from './graph/run.ts'
import { preHash } from './hash/prehash.ts'
import { normaliseId } from './id/normalise.ts'
import { context, madeEvents } from './test/events.ts'
import { naivePreHash } from './test/naive-prehash.ts'

/** One measurement. */
export type Measurement = { name: string; value: number; unit: string; conditions: string }

/**
 * Measures reading, validation, hash and trace, the hash beside the npm package `epcis2.js` on the same
 * events.
 * Large, it works on 1,000 events again and again for some seconds.
 */
export async function run(options: { large: boolean }): Promise<Measurement[]> {
  const events = madeEvents(options.large ? 1000 : 20)
  const rounds = options.large ? 50 : 1
  const namespaces = namespacesOf(context)
  const text = JSON.stringify({ '@context': context, epcisBody: { eventList: events } })
  const xml = documentToXml({ context, creationDate: '2026-01-01T00:00:00Z', events })
  const graph = events.map((event, at) => traceEventOf(String(at), event))
  const start = normaliseId('urn:epc:id:sgtin:6901234.000010.0')
  const sha = (value: string) => createHash('sha256').update(value).digest('hex')
  const measured = (name: string, times: number, work: () => void): Measurement => {
    work()
    const from = performance.now()
    for (let round = 0; round < times; round += 1) work()
    const seconds = (performance.now() - from) / 1000
    const count = times * events.length
    const conditions = `${count} events of four kinds in ${seconds.toPrecision(3)} s on one core`
    return { name: `epcis.${name}`, value: Math.round(count / seconds), unit: 'events/s', conditions }
  }
  return [
    measured('hash', rounds, () => {
      for (const event of events) sha(preHash(event, { namespaces }))
    }),
    measured('hash by epcis2.js', Math.ceil(rounds / 10), () => {
      for (const event of events) sdk.eventToHashedId(event, context)
    }),
    measured('hash by the twin', Math.ceil(rounds / 10), () => {
      for (const event of events) sha(naivePreHash(event, namespaces))
    }),
    measured('read and validate JSON', rounds, () => {
      const splitter = new JsonSplitter((event) => validateEvent(JSON.parse(event)))
      splitter.write(text)
    }),
    measured('read XML', Math.ceil(rounds / 5), () => readXml(xml)),
    measured('trace', Math.ceil(rounds / 5), () => {
      traceIn(graph, [start], { direction: 'forward', depthMax: 12, nodesMax: 10_000 })
    }),
  ]
}
