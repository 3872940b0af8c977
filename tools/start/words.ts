import { type Locale, translator } from '@ronghe/kit/i18n'
import en from './i18n/en.json' with { type: 'json' }
import zh from './i18n/zh.json' with { type: 'json' }

export type Values = Record<string, string | number>

const translate = translator([{ zh, en }])

/**
 * The languages of the terminal: the one that `RONGHE_LANGUAGE` names, else Chinese with English beside it.
 */
function locales(): readonly Locale[] {
  const asked = process.env.RONGHE_LANGUAGE
  return asked === 'zh' || asked === 'en' ? [asked] : ['zh', 'en']
}

/** One line of words in the languages of the terminal. */
export function t(key: string, values: Values = {}): string {
  return locales()
    .map((locale) => translate(locale, key, values))
    .join('  ·  ')
}

/** One line of words that a child program brought along. */
export function both(words: Readonly<Record<Locale, string>>): string {
  return locales()
    .map((locale) => words[locale])
    .join('  ·  ')
}

/** Longer words, one block for each language of the terminal. */
export function blocks(key: string, values: Values = {}): string {
  return locales()
    .map((locale) => translate(locale, key, values))
    .join('\n')
}

/**
 * The words of a fault that has a code, and below them what a program said; the message of any other error.
 */
export function faultText(error: unknown): string {
  const { code, values, message } = error as { code?: unknown; values?: Values; message?: string }
  if (typeof code !== 'string') return message ?? String(error)
  const key = `fault.${code}`
  const text = blocks(key, values ?? {})
  if (text.includes(key)) return message ?? code
  return values?.said === undefined ? text : `${text}\n${values.said}`
}

/** A duration for people: `0.8 s`, `1 min 20 s`. */
export function duration(tookMs: number): string {
  if (tookMs < 59_950) return `${(tookMs / 1000).toFixed(1)} s`
  return `${Math.floor(tookMs / 60_000)} min ${Math.round((tookMs % 60_000) / 1000)} s`
}

/** Writes a line to the terminal; a closed terminal is no reason to stop. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Writes a line of what is wrong. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`)
}
