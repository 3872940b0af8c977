import type { Answer } from '@ronghe/kit/contract'
import type { trace } from '../../contract.ts'

export type LinkLine = Answer<(typeof trace.routes)['links']>['rows'][number]

/** Kinds of link of the GS1 Web Vocabulary that a maker of goods needs most. */
export const linkTypes = [
  'pip',
  'traceability',
  'certificationInfo',
  'instructions',
  'safetyInfo',
  'sustainabilityInfo',
  'recallStatus',
  'support',
  'serviceInfo',
  'masterData',
  'locationInfo',
  'hasRetailers',
] as const

export function shortType(uri: string): string {
  return uri.replace('https://ref.gs1.org/voc/', 'gs1:')
}
