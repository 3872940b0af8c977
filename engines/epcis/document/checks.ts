import type { DocumentFault, Json } from './model.ts'
import { isTerm, type Vocabulary } from './vocabulary.ts'

/** Collects what is wrong. Every check answers whether its value holds. */
export type Report = (path: string, rule: string, found?: Json) => void

const uri = /^[A-Za-z][A-Za-z\d+.-]*:(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[\dA-Fa-f]{2})*$/
const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i
const foundMax = 80

export function reporter(): { faults: DocumentFault[]; report: Report } {
  const faults: DocumentFault[] = []
  const report: Report = (path, rule, found) => {
    const text = found === undefined ? '' : typeof found === 'string' ? found : JSON.stringify(found)
    faults.push({ path, rule, found: text.slice(0, foundMax) })
  }
  return { faults, report }
}

export function isUri(value: Json | undefined): value is string {
  return typeof value === 'string' && uri.test(value)
}

/** A name of an extension: a prefix or a whole URI in front of it. */
export function isExtension(name: string): boolean {
  return uri.test(name)
}

export function isTime(value: Json | undefined): value is string {
  if (typeof value !== 'string' || !zoned.test(value)) return false
  const day = Number(value.slice(8, 10))
  const date = new Date(`${value.slice(0, 10)}T00:00:00Z`)
  return date.getUTCDate() === day && !Number.isNaN(Date.parse(value.toUpperCase()))
}

export function isObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isOffset(value: Json | undefined): boolean {
  return typeof value === 'string' && /^[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)$/.test(value)
}

/** A bare term, or a URI of somebody else: terms of the standard are not written as URNs in JSON. */
export function isVocabulary(vocabulary: Vocabulary, value: Json | undefined): boolean {
  if (typeof value !== 'string') return false
  if (isTerm(vocabulary, value)) return true
  if (vocabulary === 'measurementType' || vocabulary === 'alertType') {
    return uri.test(value) && !/^https?:\/\/(www\.)?gs1\.org\/voc\//.test(value)
  }
  return uri.test(value) && !/^(urn:epcglobal:cbv|https?:\/\/ns\.gs1\.org\/cbv\/)/.test(value)
}
