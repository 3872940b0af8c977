import { fill } from '../i18n/index.ts'
import type { WordLoaders } from './pages.ts'
import { changeSettings, type LocaleChoice, settings } from './settings.ts'

export type Values = Record<string, string | number>
export type Spoken = { readonly locale: LocaleChoice }

const kitWords: readonly WordLoaders[] = [
  {
    zh: () => import('./i18n/zh.json', { with: { type: 'json' } }),
    en: () => import('./i18n/en.json', { with: { type: 'json' } }),
  },
  {
    zh: () => import('../i18n/zh.json', { with: { type: 'json' } }),
    en: () => import('../i18n/en.json', { with: { type: 'json' } }),
  },
]

const tables: Record<LocaleChoice, Map<string, string>> = { zh: new Map(), en: new Map() }
/** Files that are there or under way, by their loaders and language. */
let asked = new WeakMap<WordLoaders, Partial<Record<LocaleChoice, Promise<void>>>>()
/** What is spoken here: fetched again in the language that is chosen next. */
let wanted = new Set<WordLoaders>(kitWords)
const there: Record<LocaleChoice, Set<WordLoaders>> = { zh: new Set(), en: new Set() }
let isFetching = false
/** The words of all rooms could not be fetched; the next page or language tries again. */
let isCutOff = false
let later: readonly WordLoaders[] = []
/** Another object whenever what is spoken is other words. */
let current: Spoken = { locale: settings().locale }
const listeners = new Set<() => void>()

/**
 * Loads the words of the chosen language; call once before the first render. The words of `rooms` come with
 * the first of their pages, and all of them when a word is missing.
 */
export async function startWords(
  first: readonly WordLoaders[],
  rooms: readonly WordLoaders[] = [],
): Promise<void> {
  for (const table of [...Object.values(tables), ...Object.values(there)]) table.clear()
  asked = new WeakMap()
  isCutOff = false
  wanted = new Set([...kitWords, ...first])
  later = rooms
  current = { locale: settings().locale }
  await load(wanted, current.locale)
}

/** Switches the language of every page; words are loaded before anything changes, so no key is ever seen. */
export async function changeLocale(locale: LocaleChoice): Promise<void> {
  await load(wanted, locale)
  changeSettings({ locale })
  tell(locale)
}

/** Loads the words of a room, before a page of it is drawn. */
export function loadWords(words: WordLoaders): Promise<void> {
  wanted.add(words)
  return load([words], current.locale)
}

/** What is said and changes: for components, which draw anew when it is another object. */
export function spoken(): Spoken {
  return current
}

export function listenToWords(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/**
 * The words of a key with its blanks filled. Words of a room that no page brought are fetched, and nothing
 * stands there meanwhile; a key that nobody has comes back as itself, so that it is seen.
 */
export function wordIn(locale: LocaleChoice, key: string, values: Values = {}): string {
  const text = tables[locale].get(key)
  if (text !== undefined) return fill(text, values)
  return fetchAll(locale) ? '' : key
}

/** Is there a word for the key? For labels that a module may, but need not, name. */
export function hasWord(key: string): boolean {
  if (tables[current.locale].has(key)) return true
  fetchAll(current.locale)
  return false
}

/** Fetches the words of every room; false when they are all there, or cannot be had. */
function fetchAll(locale: LocaleChoice): boolean {
  const missing = later.filter((words) => !there[locale].has(words))
  if (missing.length === 0 || isCutOff) return false
  if (isFetching) return true
  isFetching = true
  for (const words of missing) wanted.add(words)
  void load(missing, locale)
    .catch(() => {
      isCutOff = true
    })
    .finally(() => {
      isFetching = false
      tell(current.locale)
    })
  return true
}

function tell(locale: LocaleChoice): void {
  current = { locale }
  for (const listener of listeners) listener()
}

async function load(parts: Iterable<WordLoaders>, locale: LocaleChoice): Promise<void> {
  isCutOff = false
  await Promise.all([...parts].map((part) => once(part, locale)))
}

function once(part: WordLoaders, locale: LocaleChoice): Promise<void> {
  const known = asked.get(part) ?? {}
  asked.set(part, known)
  known[locale] ??= fetchPart(part, locale).catch((error: unknown) => {
    // The next page that needs them asks again.
    delete known[locale]
    throw error
  })
  return known[locale]
}

async function fetchPart(part: WordLoaders, locale: LocaleChoice): Promise<void> {
  const { default: words } = await part[locale]()
  for (const [key, text] of Object.entries(words)) tables[locale].set(key, text)
  there[locale].add(part)
}
