import { readFileSync } from 'node:fs'
import { fill } from '@ronghe/kit/i18n'

export type Locale = 'zh' | 'en'
/** A word of the pages in the language they are read in; `{{blanks}}` without a value stay as they are. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string

const rooms = ['../../../kit/ui/i18n', '../../../modules/factory/i18n']

/** The words of the factory's pages, as a reader of the language sees them. */
export function sayIn(locale: Locale): Say {
  const words: Record<string, string> = Object.assign(
    {},
    ...rooms.map((room) =>
      JSON.parse(readFileSync(new URL(`${room}/${locale}.json`, import.meta.url), 'utf8')),
    ),
  )
  return (key, values = {}) => {
    const word = words[key]
    if (word === undefined) throw new Error(`${locale} has no word ${key}`)
    return fill(word, values)
  }
}
