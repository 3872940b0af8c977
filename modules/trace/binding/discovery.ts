import type { FastifyInstance } from 'fastify'
import { officialContext, sendText } from './answer.ts'
import { type Binding, sayVersions, version, wantedFormat } from './asking.ts'

const resources = [
  'capture',
  'events',
  'eventTypes',
  'epcs',
  'bizSteps',
  'bizLocations',
  'readPoints',
  'dispositions',
  'queries',
] as const

/** What each path lets be done. */
const allowed: readonly (readonly [string, string])[] = [
  ['', 'GET, OPTIONS'],
  ['/capture', 'GET, POST, OPTIONS'],
  ['/capture/*', 'GET, OPTIONS'],
  ['/events', 'GET, POST, OPTIONS'],
  ['/queries', 'GET, POST, OPTIONS'],
  ['/queries/:queryName', 'GET, DELETE, OPTIONS'],
  ['/queries/:queryName/events', 'GET, OPTIONS'],
  ['/queries/:queryName/subscriptions', 'GET, POST, OPTIONS'],
  ['/queries/:queryName/subscriptions/:subscriptionID', 'GET, DELETE, OPTIONS'],
  ['/*', 'GET, OPTIONS'],
]

/** `OPTIONS` tells what is spoken here (EPCIS 2.0 section 8.2.1); nothing of anybody is told. */
export function mountDiscovery(scope: FastifyInstance, { house }: Binding): void {
  for (const [path, methods] of allowed) {
    scope.options(path, async (_, reply) => {
      sayVersions(reply)
      reply
        .header('allow', methods)
        .header('GS1-EPCIS-Min', version)
        .header('GS1-EPCIS-Max', version)
        .header('GS1-CBV-Min', version)
        .header('GS1-CBV-Max', version)
        .header('GS1-EPC-Format', 'No_Preference, Always_GS1_Digital_Link')
        .header('GS1-CBV-XML-Format', 'Always_URN')
        .header('GS1-Vendor-Version', 'Ronghe/0.1.0')
      if (path === '/capture') {
        reply
          .header('GS1-EPCIS-Capture-Limit', house.config.TRACE_CAPTURE_EVENTS_MAX)
          .header('GS1-EPCIS-Capture-File-Size-Limit', house.config.TRACE_CAPTURE_BYTES_MAX)
          .header('GS1-Capture-Error-Behaviour', 'rollback, proceed')
      }
      return reply.status(204).send()
    })
  }
  const answer = { '@context': officialContext, type: 'Collection', member: resources }
  scope.get('', async (request, reply) => {
    wantedFormat(request, ['json'])
    sayVersions(reply)
    return sendText(reply, JSON.stringify(answer), 'json')
  })
}
