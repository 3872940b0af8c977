import type { House, SourceFile } from './house.ts'

/** The words of one folder: locale → key → text. */
export type WordSet = { readonly folder: string; readonly locales: ReadonlyMap<string, Words> }

export type Words = { readonly file: SourceFile; readonly texts: ReadonlyMap<string, string> }

/** A key of words: flat, dotted, at least two parts. */
export const keyShape = /^[a-z][A-Za-z0-9]*(\.[A-Za-z0-9_-]+)+$/

const wordFile = /^(.*)\/([a-z]{2})\.json$/

/** Every folder that holds `zh.json` or `en.json` beside its other languages. */
export function wordSets(house: House): WordSet[] {
  const folders = new Map<string, Map<string, Words>>()
  for (const file of house.files) {
    const [, folder, locale] = wordFile.exec(file.path) ?? []
    if (!folder || !locale || !isWordFolder(house, folder)) continue
    const locales = folders.get(folder) ?? new Map<string, Words>()
    locales.set(locale, { file, texts: textsOf(file) })
    folders.set(folder, locales)
  }
  return [...folders].map(([folder, locales]) => ({ folder, locales }))
}

/** Words lie in a folder `i18n`. */
export function isWordFolder(house: House, folder: string): boolean {
  return folder.endsWith('/i18n') && (!!house.at(`${folder}/zh.json`) || !!house.at(`${folder}/en.json`))
}

export function isWordFile(house: House, path: string): boolean {
  const folder = wordFile.exec(path)?.[1]
  return folder !== undefined && isWordFolder(house, folder)
}

/** All Chinese words of the house, the source of every other language. */
export function sourceTexts(house: House): Map<string, string> {
  const all = new Map<string, string>()
  for (const { locales } of wordSets(house)) {
    for (const [key, text] of locales.get('zh')?.texts ?? []) all.set(key, text)
  }
  return all
}

/** Plural forms stand as `key_one`, `key_other`; to a caller they are one key. */
export function baseKey(key: string): string {
  return key.replace(/_(zero|one|two|few|many|other)$/, '')
}

/** The names in `{{…}}`. */
export function blanksOf(text: string): Set<string> {
  return new Set([...text.matchAll(/\{\{\s*(\w+)[^}]*\}\}/g)].map(([, name]) => name ?? ''))
}

export function lineOfKey(file: SourceFile, key: string): number {
  return Math.max(1, file.lines.findIndex((line) => line.includes(`"${key}"`)) + 1)
}

function textsOf(file: SourceFile): Map<string, string> {
  const texts = new Map<string, string>()
  try {
    for (const [key, text] of Object.entries(JSON.parse(file.text) as Record<string, unknown>)) {
      texts.set(key, typeof text === 'string' ? text : '')
    }
  } catch {
    // A file that is no JSON has no words; the rule `words-equal` then names every one that is missing.
  }
  return texts
}
