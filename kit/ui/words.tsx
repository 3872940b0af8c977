import i18next, { type i18n } from 'i18next'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { WordLoaders } from './pages.ts'
import { changeSettings, type LocaleChoice, settings } from './settings.ts'

export type Values = Record<string, string | number>
export type T = (key: string, values?: Values) => string

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

/** Keys are flat and dotted, values come from React, which escapes by itself. */
const words: i18n = i18next.createInstance()
const loaded = new Set<string>()
let loaders: readonly WordLoaders[] = kitWords
let laterLoaders: readonly WordLoaders[] = []
let isLaterWanted = false

/**
 * Loads the words of the chosen language; call once before the first render. `later` are loaded when
 * `loadLaterWords` asks for them.
 */
export async function startWords(
  modules: readonly WordLoaders[],
  later: readonly WordLoaders[] = [],
): Promise<void> {
  loaders = [...kitWords, ...modules]
  laterLoaders = later
  const { locale } = settings()
  await words.init({
    lng: locale,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: {},
  })
  await load(locale)
}

/** Switches the language of every page; words are loaded before anything changes, so no key is ever seen. */
export async function changeLocale(locale: LocaleChoice): Promise<void> {
  await load(locale)
  changeSettings({ locale })
  await words.changeLanguage(locale)
}

/** Loads the words that the first view did without, before a page that needs them is drawn. */
export function loadLaterWords(): Promise<void> {
  isLaterWanted = true
  // A page may be fetched before the first words are there, and no language is spoken yet.
  return load((words.language as LocaleChoice | undefined) ?? settings().locale)
}

async function load(locale: LocaleChoice): Promise<void> {
  await add(locale, 'first', loaders)
  if (isLaterWanted) await add(locale, 'later', laterLoaders)
}

async function add(locale: LocaleChoice, part: string, from: readonly WordLoaders[]): Promise<void> {
  if (loaded.has(`${locale} ${part}`)) return
  const files = await Promise.all(from.map((loader) => loader[locale]()))
  for (const file of files) words.addResourceBundle(locale, 'translation', file.default, false, true)
  loaded.add(`${locale} ${part}`)
}

/** Words outside components (toasts, page titles). */
export function word(key: string, values?: Values): string {
  return words.t(key, values ?? {})
}

/** Is there a word for the key? For labels that a module may, but need not, name. */
export function hasWord(key: string): boolean {
  return words.exists(key)
}

export type Named = { nameZh?: string | null; nameEn?: string | null; name?: string | null }

/** Words in the reader's language, and `name` for things that carry a Chinese and an English name. */
export function useWords(): {
  t: T
  locale: LocaleChoice
  name: (thing: Named | null | undefined) => string
} {
  const locale = useSyncExternalStore(listen, () => words.language) as LocaleChoice
  return useMemo(() => {
    const t: T = (key, values) => words.t(key, { lng: locale, ...values })
    return { t, locale, name: (thing) => nameIn(locale, thing) }
  }, [locale])
}

/** The name in the language, otherwise in the other one: a name is better than none. */
export function nameIn(locale: LocaleChoice, thing: Named | null | undefined): string {
  const chinese = thing?.nameZh || thing?.name || thing?.nameEn || ''
  return locale === 'zh' ? chinese : thing?.nameEn || chinese
}

function listen(tell: () => void): () => void {
  words.on('languageChanged', tell)
  return () => words.off('languageChanged', tell)
}

/** A word where no hook is at hand: `<Words k="ui.empty" />`. */
export function Words({ k, values }: { k: string; values?: Values }) {
  const { t } = useWords()
  return <>{t(k, values)}</>
}

/** Tells browsers and screen readers which language the page speaks. */
export function useDocumentLanguage(): void {
  const { locale } = useWords()
  useEffect(() => {
    document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en'
  }, [locale])
}
