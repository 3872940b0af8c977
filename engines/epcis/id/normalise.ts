import { constrainedLink } from './link.ts'
import { linkOfUrn } from './urn.ts'

/**
 * One text for one thing: EPC URNs, classes, patterns and digital links of any domain become the constrained
 * canonical digital link; everything else is itself.
 */
export function normaliseId(uri: string): string {
  if (uri.startsWith('http')) return constrainedLink(uri) ?? uri
  return uri.startsWith('urn:epc:') ? (linkOfUrn(uri) ?? uri) : uri
}
