import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const rooms = join(import.meta.dirname, '../../modules')
const id = /^virtual:titles\/(zh|en)$/
/**
 * Words that are shown before a room's page is opened: of pages and their groups in the menu, and of why a
 * figure is missing and how it was made, which the overview shows of other rooms' figures; and the overview's
 * own.
 */
const isTitle =
  /^(\w+\.(page|group|missing|reason|method)|governance\.(overview|figure|map|spread|divisions|short))(\.|$)/

/**
 * The titles of all pages, and the words of figures, as one small file a language, so that the first view
 * needs no room's words but its own.
 */
export function titles(): Plugin {
  return {
    name: 'titles',
    resolveId: (source) => (id.test(source) ? source : null),
    load(source) {
      const language = id.exec(source)?.[1]
      if (!language) return null
      const words = readdirSync(rooms).flatMap((room) => {
        const file = join(rooms, room, 'i18n', `${language}.json`)
        const all = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
        return Object.entries(all).filter(([key]) => isTitle.test(key))
      })
      return `export default ${JSON.stringify(Object.fromEntries(words))}`
    },
  }
}
