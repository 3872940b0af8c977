import { contractFacts, type Promised } from '../contracts.ts'
import type { Finding, House, Rule } from '../house.ts'
import { patternOf, wordUses } from '../word-uses.ts'
import { baseKey, sourceTexts } from '../words.ts'

/** Every key that code shows, and every name that a contract promises to show, has words. */
export const wordsExist: Rule = {
  name: 'words-exist',
  why: 'A key without words is what the person reads instead of them.',
  check(house) {
    const keys = [...sourceTexts(house).keys()].map(baseKey)
    const known = new Set(keys)
    return [...shown(house, keys, known), ...promisedWords(house, known)]
  },
}

function shown(house: House, keys: readonly string[], known: ReadonlySet<string>): Finding[] {
  return wordUses(house).flatMap(({ file, line, pieces }) => {
    const [whole = '', ...rest] = pieces
    if (rest.length === 0)
      return known.has(whole) ? [] : [{ path: file.path, line, message: `${whole} has no words` }]
    if (!pieces.some((piece) => /[a-zA-Z]{2}/.test(piece))) return []
    const pattern = patternOf(pieces)
    const message = `no words are named ${pieces.join('…')}`
    return keys.some((key) => pattern.test(key)) ? [] : [{ path: file.path, line, message }]
  })
}

function promisedWords(house: House, known: ReadonlySet<string>): Finding[] {
  return contractFacts(house).flatMap(({ module, routes, faults, permissions, columns }) => [
    ...missing(known, routes, (name) => `${module}.route.${name}`),
    ...missing(known, faults, (name) => `fault.${name}`),
    ...missing(known, permissions, (name) => `permission.${name}`),
    ...missing(known, columns, (name) => `${module}.column.${name}`),
  ])
}

function missing(
  known: ReadonlySet<string>,
  names: readonly Promised[],
  keyOf: (name: string) => string,
): Finding[] {
  const said = new Set<string>()
  return names.flatMap(({ name, file, line }) => {
    const key = keyOf(name)
    if (known.has(key) || said.has(key)) return []
    said.add(key)
    return [{ path: file.path, line, message: `${key} has no words` }]
  })
}
