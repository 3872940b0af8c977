/** The languages that master data are kept in: Chinese, English, and those of ASEAN (ISO 639). */
export const languages = ['zh', 'en', 'vi', 'th', 'id', 'ms', 'my', 'km', 'lo', 'fil'] as const

export type Language = (typeof languages)[number]

export type Texts = { [L in Language]?: { name: string; description?: string; address?: string } }

/** A text in the wanted language, else in English, else in Chinese, else in any. */
export function textIn<K extends 'name' | 'description' | 'address'>(
  texts: Texts,
  wanted: readonly string[],
  key: K,
): { text: string; language: Language } | null {
  for (const language of [...wanted, 'en', 'zh', ...languages] as Language[]) {
    const text = texts[language]?.[key]
    if (text) return { text, language }
  }
  return null
}
