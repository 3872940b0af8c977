import type { Finding, House, Rule } from '../house.ts'
import { baseKey, blanksOf, lineOfKey, type WordSet, type Words, wordSets } from '../words.ts'

const chinese = /\p{Script=Han}/u

/** Chinese is the source; other languages have the same keys and blanks, each key once in the house. */
export const wordsEqual: Rule = {
  name: 'words-equal',
  why: 'The house speaks every language whole; a word that stands twice is changed once.',
  check(house) {
    const sets = wordSets(house)
    return [...sets.flatMap(compared), ...doubled(house, sets)]
  },
}

function compared({ folder, locales }: WordSet): Finding[] {
  const zh = locales.get('zh')
  const en = locales.get('en')
  if (!zh || !en) {
    const there = zh ?? en ?? [...locales.values()][0]
    const path = there?.file.path ?? folder
    return [{ path, line: 1, message: `${folder} needs zh.json and en.json` }]
  }
  const others = [...locales].filter(([locale]) => locale !== 'zh').map(([, words]) => words)
  return [...others.flatMap((words) => differences(zh, words)), ...leftInChinese(zh, en)]
}

function differences(zh: Words, other: Words): Finding[] {
  const found: Finding[] = []
  for (const [key, text] of zh.texts) {
    const there = formsOf(other, key)
    if (there.length === 0) found.push(fault(zh, key, `is missing in ${other.file.path}`))
    for (const form of there) {
      const said = other.texts.get(form) ?? ''
      // Empty in every language is meant so: the unit “one” has no sign.
      if ((said === '') !== (text === '')) found.push(fault(said === '' ? other : zh, key, 'is empty'))
      else if (!isSame(blanksOf(text), blanksOf(said)))
        found.push(fault(other, form, 'has other blanks than zh'))
    }
  }
  for (const key of other.texts.keys()) {
    if (formsOf(zh, key).length === 0) found.push(fault(other, key, `is missing in ${zh.file.path}`))
  }
  return found
}

/** A key, or the plural forms that one language has and another has not. */
function formsOf(words: Words, key: string): string[] {
  if (words.texts.has(key)) return [key]
  return [...words.texts.keys()].filter((other) => baseKey(other) === baseKey(key))
}

function isSame(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  // A plural form such as “one machine” may leave the number out.
  const withoutCount = (names: ReadonlySet<string>) =>
    [...names]
      .filter((name) => name !== 'count')
      .sort()
      .join()
  return withoutCount(left) === withoutCount(right)
}

/** Names that are the same in all languages stay; anything else in English is English. */
function leftInChinese(zh: Words, en: Words): Finding[] {
  return [...en.texts]
    .filter(([key, text]) => chinese.test(text) && zh.texts.get(key) !== text)
    .map(([key]) => fault(en, key, 'has Chinese characters'))
}

function doubled(house: House, sets: readonly WordSet[]): Finding[] {
  const first = new Map<string, string>()
  const found: Finding[] = []
  for (const { folder, locales } of sets) {
    const words = locales.get('zh')
    for (const key of words?.texts.keys() ?? []) {
      const owner = first.get(key)
      if (owner && words && mayMeet(house, owner, folder))
        found.push(fault(words, key, `stands in ${owner} too`))
      else first.set(key, folder)
    }
  }
  return found
}

/** The words of an edge never meet those of the server; all others are joined in one program. */
function mayMeet(house: House, left: string, right: string): boolean {
  const [one, two] = [left, right].map((folder) => house.packageOf(`${folder}/zh.json`))
  return one === two || (one?.kind !== 'app' && two?.kind !== 'app')
}

function fault(words: Words, key: string, message: string): Finding {
  return { path: words.file.path, line: lineOfKey(words.file, key), message: `${key} ${message}` }
}
