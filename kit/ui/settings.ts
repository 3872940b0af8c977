import { useSyncExternalStore } from 'react'

export type LocaleChoice = 'zh' | 'en'
export type ThemeChoice = 'system' | 'light' | 'dark'

/** What a person chose for this browser. */
export type Settings = {
  readonly locale: LocaleChoice
  readonly theme: ThemeChoice
  /** The organisation the page acts for; null leaves the choice to the server. */
  readonly organisationId: string | null
  readonly menuFolded: boolean
}

/** The part of `localStorage` that is needed, so that tests can bring their own. */
export type Keeper = { getItem(key: string): string | null; setItem(key: string, value: string): void }

const storageKey = 'ronghe.settings'
const first: Settings = { locale: 'zh', theme: 'system', organisationId: null, menuFolded: false }

/** Reads what was kept; anything unreadable or unknown falls back to Chinese and the system's look. */
export function readSettings(keeper: Keeper | null): Settings {
  try {
    const kept = JSON.parse(keeper?.getItem(storageKey) ?? '{}') as Partial<Record<keyof Settings, unknown>>
    return {
      locale: kept.locale === 'en' ? 'en' : 'zh',
      theme: kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : 'system',
      organisationId: typeof kept.organisationId === 'string' ? kept.organisationId : null,
      menuFolded: kept.menuFolded === true,
    }
  } catch {
    return first
  }
}

const listeners = new Set<() => void>()
let current = readSettings(keeperOfBrowser())
tellLanguage()

/** The settings as they are now. */
export function settings(): Settings {
  return current
}

/** Changes some settings, keeps them in the browser and tells every component that shows them. */
export function changeSettings(change: Partial<Settings>): void {
  current = { ...current, ...change }
  try {
    keeperOfBrowser()?.setItem(storageKey, JSON.stringify(current))
  } catch {
    // A private window may refuse to keep anything; the choice then lasts as long as the page.
  }
  tellLanguage()
  for (const listener of listeners) listener()
}

/** So that the server can name the words of a page in its first answer. */
function tellLanguage(): void {
  if (typeof document === 'undefined') return
  const said = `ronghe.locale=${current.locale}`
  if (!document.cookie.split('; ').includes(said))
    // biome-ignore lint/suspicious/noDocumentCookie: the other way is a promise and not everywhere.
    document.cookie = `${said}; path=/; max-age=31536000; samesite=lax`
}

export function useSettings(): Settings {
  return useSyncExternalStore(listen, settings)
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Node has its own `localStorage` that warns; only a browser's is asked. */
function keeperOfBrowser(): Keeper | null {
  try {
    return typeof document === 'undefined' ? null : window.localStorage
  } catch {
    return null
  }
}

/** Headers of every request: the chosen language and the organisation the page acts for. */
export function headersOf({ locale, organisationId }: Settings): Record<string, string> {
  const headers: Record<string, string> = { 'accept-language': locale }
  if (organisationId) headers['x-ronghe-organisation'] = organisationId
  return headers
}
