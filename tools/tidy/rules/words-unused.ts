import { codeFiles, type House, isTest, type Rule, type SourceFile } from '../house.ts'
import { children, nameOf, pieces, syntaxOf, textOf } from '../syntax.ts'
import { patternOf } from '../word-uses.ts'
import { baseKey, isWordFile, lineOfKey, wordSets } from '../words.ts'

const dataCharactersMax = 400_000

/** Every key is shown somewhere: named whole, or built by a template from names that the house knows. */
export const wordsUnused: Rule = {
  name: 'words-unused',
  why: 'Words that nobody shows are translated, reviewed and searched for nothing.',
  check(house) {
    const known = namesOf(house)
    return wordSets(house).flatMap(({ locales }) => {
      const words = locales.get('zh')
      if (!words) return []
      return [...words.texts.keys()]
        .filter((key) => !isUsed(baseKey(key), known))
        .map((key) => ({
          path: words.file.path,
          line: lineOfKey(words.file, key),
          message: `${key} is shown nowhere`,
        }))
    })
  },
}

type Known = { names: Set<string>; patterns: Map<string, RegExp> }

/** Every name and template that could become a key: in code, in contracts, in data and in SQL. */
function namesOf(house: House): Known {
  const known: Known = { names: new Set(), patterns: new Map() }
  for (const file of codeFiles(house)) if (!isTest(file.path)) fromCode(file, known)
  for (const file of house.files) {
    if (file.text.length > dataCharactersMax || isWordFile(house, file.path)) continue
    if (/^(regions|modules|apps|kit)\/.*\.json$/.test(file.path))
      addAll(known.names, file.text, /"([^"\n]{1,120})"/g)
    if (file.path.endsWith('.sql')) addAll(known.names, file.text, /'([^'\n]{1,120})'/g)
  }
  return known
}

function fromCode(file: SourceFile, { names, patterns }: Known): void {
  const syntax = syntaxOf(file)
  for (const node of syntax.nodes('Literal')) {
    const text = textOf(node)
    if (text === undefined) continue
    names.add(text)
    // Built by `'factory.state.' + name`.
    if (/^[a-z][\w.]*\.$/.test(text)) patterns.set(`${text}*`, patternOf([text, '']))
  }
  for (const node of syntax.nodes('Property', 'JSXAttribute', 'TSPropertySignature')) {
    const name = nameOf((node.key ?? node.name) as never)
    if (name !== undefined) names.add(name)
  }
  for (const node of syntax.nodes('TemplateLiteral')) {
    const parts = pieces(node)
    if (children(node, 'expressions').length === 0) names.add(parts[0] ?? '')
    else if (isKeyTemplate(parts)) patterns.set(parts.join('*'), patternOf(parts))
  }
}

/** `fault.${code}` and `${module}.column.${key}` are templates of keys; `${a}.${b}` and prose are not. */
function isKeyTemplate(parts: readonly string[]): boolean {
  return parts.every((part) => /^[\w.-]*$/.test(part)) && /[a-z]{2,}\.|\.[a-z]{2,}/.test(parts.join('*'))
}

function addAll(names: Set<string>, text: string, pattern: RegExp): void {
  for (const [, name] of text.matchAll(pattern)) names.add(name ?? '')
}

/** Codes of UN/CEFACT Recommendation 20 come with the machines' data; no list in the house has them all. */
const unitCode = /^[A-Z0-9]{2,3}$/

function isUsed(key: string, { names, patterns }: Known): boolean {
  if (names.has(key)) return true
  for (const pattern of patterns.values()) {
    const blanks = pattern.exec(key)?.slice(1)
    if (key.startsWith('unit.') && blanks?.every((blank) => unitCode.test(blank))) return true
    if (blanks?.every((blank) => names.has(blank) || blank.split('.').every((part) => names.has(part))))
      return true
  }
  return false
}
