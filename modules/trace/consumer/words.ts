import { preferences } from '@ronghe/epcis'
import { fill } from '@ronghe/kit/i18n'
import en from './i18n/en.json' with { type: 'json' }
import id from './i18n/id.json' with { type: 'json' }
import ms from './i18n/ms.json' with { type: 'json' }
import my from './i18n/my.json' with { type: 'json' }
import th from './i18n/th.json' with { type: 'json' }
import vi from './i18n/vi.json' with { type: 'json' }
import zh from './i18n/zh.json' with { type: 'json' }

const words = { zh, en, vi, th, id, ms, my } as const
export type Spoken = keyof typeof words
export type Key = keyof typeof zh

/** The languages of the page, each by its own name. */
export const spoken = Object.keys(words) as Spoken[]

/** The language that was chosen, else the first that the phone prefers, else English. */
export function languageOf(chosen: string | undefined, header: string | undefined): Spoken {
  const wanted = [...(chosen ? [chosen] : []), ...preferences(header ?? '')]
  for (const one of wanted) {
    const language = one.toLowerCase().split('-')[0]
    const found = spoken.find((known) => known === language)
    if (found) return found
  }
  return 'en'
}

export function say(
  language: Spoken,
  key: Key,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return fill(words[language][key], values)
}

/** The word of a step of CBV; a step that has none is told by its own name. */
export function stepName(language: Spoken, step: string): string {
  const key = `trace.consumer.step.${step}`
  return key in words[language] ? words[language][key as Key] : step.replaceAll('_', ' ')
}
