import type { Translate } from '@ronghe/kit/i18n'
import type { LogLine } from '../store/edge-health.ts'
import type { Said } from './wire.ts'

const prefix = 'Edge/Notes/'
/** Notes of one device that are looked at, whatever an edge says. */
const notesMax = 50

/**
 * Lines for the log of what an edge noted beside the states of its connections: each note when it is told
 * for the first time, and again when it has become ten times as many.
 */
export function createNotes(translate: Translate) {
  const written = new Map<string, number>()
  return (edgeId: string, said: Said): LogLine[] =>
    notesOf(said).flatMap(({ device, count, zh, en }) => {
      const subject = `${edgeId} ${device} ${en}`
      const before = written.get(subject) ?? 0
      // An edge that was started anew counts anew.
      if (count >= before && count < before * 10) return []
      written.set(subject, count)
      if (count === 1) return [{ device, state: 'noted', zh, en }]
      const times = (locale: 'zh' | 'en', text: string) =>
        translate(locale, 'factory.edge.noteTimes', { text, count })
      return [{ device, state: 'noted', zh: times('zh', zh), en: times('en', en) }]
    })
}

function notesOf(said: Said): { device: string; count: number; zh: string; en: string }[] {
  return Object.entries(said).flatMap(([name, value]) => {
    const notes = name.startsWith(prefix) ? parsed(value) : null
    if (!Array.isArray(notes)) return []
    const device = name.slice(prefix.length)
    return notes
      .slice(0, notesMax)
      .map(({ count, zh, en }) => ({ device, count: Number(count), zh: String(zh), en: String(en) }))
      .filter(({ count }) => count >= 1)
  })
}

/** A JSON object; null for anything else, since edges of other makers may say anything. */
export function parsed(value: string | number | null | undefined): Record<string, unknown> | null {
  try {
    const read: unknown = JSON.parse(String(value))
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : null
  } catch {
    return null
  }
}
