import {
  aiOf,
  buildLink,
  type Element,
  linkElements,
  normaliseId,
  parseLink,
  readBracketed,
  readLink,
  readScan,
  readUnbracketed,
} from '@ronghe/epcis'
import type { StoryRow } from './store/reads.ts'
import { roles } from './store/roles.ts'

const roleNames = new Map(Object.entries(roles).map(([name, number]) => [number as number, name]))

export function roleNamesOf(numbers: readonly number[]): string[] {
  return numbers.flatMap((number) => roleNames.get(number) ?? [])
}

/** Dispositions that were set and not taken back, in time. */
export function persistentOf(rows: readonly Pick<StoryRow, 'set' | 'unset'>[]): string[] {
  const now = new Set<string>()
  for (const { set, unset } of rows) {
    for (const one of unset ?? []) now.delete(one)
    for (const one of set ?? []) now.add(one)
  }
  return [...now].sort()
}

/** The application identifiers of a canonical id, with the names of GS1. */
export function elementsOf(id: string): { ai: string; title: string; value: string }[] {
  const read = parseLink(id)
  if (!('link' in read)) return []
  return linkElements(read.link).map(({ ai, value }) => ({ ai, title: aiOf(ai)?.title ?? '', value }))
}

type Told = Pick<StoryRow, 'set' | 'unset' | 'bizLocation' | 'readPoint' | 'disposition'> & {
  carriers: readonly string[]
}

/** How a thing is now: what its last event says, its own or of what it was in; its marks are its own. */
export function nowOf(rows: readonly Told[]) {
  const placed = rows.findLast((row) => row.bizLocation ?? row.readPoint)
  // That a box is open or closed says nothing of what is in it.
  const stated = rows.findLast(({ disposition, carriers }) => {
    return disposition && !(carriers.length > 0 && /container_(open|closed)$/.test(disposition))
  })
  return {
    lastPlace: placed?.bizLocation ?? placed?.readPoint ?? null,
    lastDisposition: stated?.disposition ?? null,
    persistent: persistentOf(rows.filter(({ carriers }) => carriers.length === 0)),
  }
}

export type Meaning = { id: string; kind: 'digitalLink' | 'urn' | 'elementString' | 'other' }

/** What a text of a label, a scanner or a link means. */
export function meaningOf(raw: string): Meaning {
  const text = raw.trim()
  if (/^https?:\/\//i.test(text)) {
    const id = normaliseId(unpacked(text))
    return { id, kind: id.startsWith('https://id.gs1.org/') ? 'digitalLink' : 'other' }
  }
  if (text.startsWith('urn:')) return { id: normaliseId(text), kind: 'urn' }
  const elements = elementsIn(text)
  const made = elements ? buildLink(elements, undefined, { unknownAis: true }) : null
  if (made && 'uri' in made) return { id: normaliseId(made.uri), kind: 'elementString' }
  return { id: text, kind: 'other' }
}

/** A compressed link as it stands in full; anything else as it is. */
function unpacked(text: string): string {
  if ('link' in parseLink(text, { shortGtins: true, unknownAis: true })) return text
  const read = readLink(text)
  const made = 'link' in read ? buildLink(linkElements(read.link)) : null
  return made && 'uri' in made ? made.uri : text
}

function elementsIn(text: string): readonly Element[] | null {
  if (text.startsWith('(')) {
    const read = readBracketed(text)
    return 'elements' in read ? read.elements : null
  }
  const scanned = text.startsWith(']') ? readScan(text)?.data : undefined
  const bare = scanned ?? (text.includes('\u001d') ? `^${text.replaceAll('\u001d', '^')}` : text)
  if (/^\d{8}$|^\d{12,14}$/.test(bare)) return [{ ai: '01', value: bare.padStart(14, '0') }]
  if (/^\d{18}$/.test(bare)) return [{ ai: '00', value: bare }]
  const read = readUnbracketed(bare.startsWith('^') ? bare : `^${bare}`)
  return 'elements' in read ? read.elements : null
}
