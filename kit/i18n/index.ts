export type Locale = 'zh' | 'en'
export type Words = Readonly<Record<string, string>>

/**
 * `t(locale, key, values)`: fills `{{name}}` blanks; a missing key comes back as itself, so that it is seen.
 */
export type Translate = (locale: Locale, key: string, values?: Record<string, string | number>) => string

/** Joins the words of all modules; later ones may not change earlier ones. Throws on a doubled key. */
export function translator(sets: readonly { zh: Words; en: Words }[]): Translate {
  // Without a prototype: a key such as `constructor` is no word.
  const tables: Record<Locale, Record<string, string>> = {
    zh: Object.create(null) as Record<string, string>,
    en: Object.create(null) as Record<string, string>,
  }
  for (const set of sets) {
    for (const locale of ['zh', 'en'] as const) {
      for (const [key, text] of Object.entries(set[locale])) {
        if (key in tables[locale]) throw new Error(`word ${key} is given twice`)
        tables[locale][key] = text
      }
    }
  }
  return (locale, key, values = {}) => fill(tables[locale][key] ?? key, values)
}

/** `accept-language` → the language we speak; Chinese unless English is asked for first. */
export function localeOf(acceptLanguage: string | undefined): Locale {
  const asked = (acceptLanguage ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase())
  return asked.find((tag): tag is Locale => tag === 'zh' || tag === 'en') ?? 'zh'
}

/**
 * Puts the values into the blanks: `{{name}}` is the value, `{{name|one|several}}` the form that its number
 * asks for. A blank without a value stays, so that it is seen.
 */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}\}/g, (whole, name: string, one, several) => {
    if (!Object.hasOwn(values, name)) return whole
    if (one === undefined) return String(values[name])
    return Number(values[name]) === 1 ? one : several
  })
}
