import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { LocaleChoice } from './settings.ts'
import { listenToWords, spoken, type Values, wordIn } from './spoken.ts'

export type T = (key: string, values?: Values) => string

/** Words outside components (toasts, page titles). */
export function word(key: string, values?: Values): string {
  return wordIn(spoken().locale, key, values)
}

export type Named = { nameZh?: string | null; nameEn?: string | null; name?: string | null }

/** Words in the reader's language, and `name` for things that carry a Chinese and an English name. */
export function useWords(): {
  t: T
  locale: LocaleChoice
  name: (thing: Named | null | undefined) => string
} {
  const said = useSyncExternalStore(listenToWords, spoken)
  return useMemo(() => {
    const { locale } = said
    const t: T = (key, values) => wordIn(locale, key, values)
    return { t, locale, name: (thing) => nameIn(locale, thing) }
  }, [said])
}

/** The name in the language, otherwise in the other one: a name is better than none. */
export function nameIn(locale: LocaleChoice, thing: Named | null | undefined): string {
  const chinese = thing?.nameZh || thing?.name || thing?.nameEn || ''
  return locale === 'zh' ? chinese : thing?.nameEn || chinese
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
