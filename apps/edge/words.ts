import { type Locale, type Translate, translator } from '@ronghe/kit/i18n'
import en from './i18n/en.json' with { type: 'json' }
import zh from './i18n/zh.json' with { type: 'json' }
import type { Reason } from './reason.ts'

const translate: Translate = translator([{ zh, en }])

export type { Locale }

/** A reason in the operator's language. A parameter that is a reason's key itself is translated too. */
export function say(locale: Locale, why: Reason): string {
  const inside = (value: string | number) =>
    typeof value === 'string' && value.startsWith('edge.') ? translate(locale, value, why.params) : value
  const params = Object.entries(why.params).map(([name, value]) => [name, inside(value)] as const)
  return translate(locale, why.key, Object.fromEntries(params))
}

/** A reason with its words in both languages, for whoever reads it elsewhere. */
export function inWords(why: Reason) {
  return { ...why, zh: say('zh', why), en: say('en', why) }
}

/**
 * The language to speak: the one asked for, else that of the system (POSIX LC_ALL, LC_MESSAGES, LANG), else
 * Chinese.
 */
export function localeFrom(
  asked: Locale | undefined,
  environment: Record<string, string | undefined>,
): Locale {
  if (asked) return asked
  const system = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ''
  return /^en/i.test(system) ? 'en' : 'zh'
}
