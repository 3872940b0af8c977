import type { House, SourceFile } from './house.ts'
import { codeFiles, isTest } from './house.ts'
import { bare, child, children, isNode, type Node, nameOf, pieces, syntaxOf, textOf } from './syntax.ts'
import { keyShape } from './words.ts'

/** A place that shows words: a whole key, or a template's fixed pieces. */
export type WordUse = {
  readonly file: SourceFile
  readonly line: number
  readonly pieces: readonly string[]
  /** Names of the blanks that are filled; null when they are not written out. */
  readonly values: ReadonlySet<string> | null
  /** False where the same values serve several keys, as in `t(isOpen ? 'a.b' : 'a.c', values)`. */
  readonly isOnly: boolean
}

/** Functions and classes whose argument is a key: which argument, and what stands before the key. */
const speakers: Readonly<Record<string, { argument: number; prefix: string }>> = {
  t: { argument: 0, prefix: '' },
  translate: { argument: 1, prefix: '' },
  reason: { argument: 0, prefix: '' },
  ReasonError: { argument: 0, prefix: '' },
  Fault: { argument: 0, prefix: 'fault.' },
}
const sayers = new Set(['say.done', 'say.info', 'say.warn', 'say.warning'])
const keyProperties = new Set([
  'title',
  'titleKey',
  'label',
  'labelKey',
  'group',
  'reason',
  'rule',
  'hint',
  'summary',
  'word',
  'wordKey',
  'k',
])

/** Every use of words in the product that can be read off the code. */
export function wordUses(house: House): WordUse[] {
  return codeFiles(house)
    .filter(({ path }) => !isTest(path))
    .flatMap((file) => [...callUses(file), ...propertyUses(file), ...attributeUses(file)])
}

function callUses(file: SourceFile): WordUse[] {
  return syntaxOf(file)
    .nodes('CallExpression', 'NewExpression')
    .flatMap((node) => {
      const callee = child(node, 'callee')
      const speaker = speakerOf(node, callee)
      if (!speaker) return []
      const given = children(node, 'arguments')
      const key = given[speaker.argument]
      const values = valuesOf(given[speaker.argument + 1])
      const keys = leaves(key)
      return keys
        .filter((leaf) => leaf.pieces.length > 1 || keyShape.test(leaf.pieces[0] ?? ''))
        .map((leaf) => {
          const [first = '', ...rest] = leaf.pieces
          return {
            file,
            line: leaf.line(file),
            pieces: [speaker.prefix + first, ...rest],
            values,
            isOnly: keys.length === 1,
          }
        })
    })
}

function speakerOf(node: Node, callee: Node | undefined): { argument: number; prefix: string } | undefined {
  const name = nameOf(callee) ?? ''
  const owner = nameOf(child(callee, 'object'))
  if (owner && sayers.has(`${owner}.${name}`)) return { argument: 0, prefix: '' }
  if ((name === 'Fault' || name === 'ReasonError') !== (node.type === 'NewExpression')) return undefined
  return Object.hasOwn(speakers, name) ? speakers[name] : undefined
}

type Leaf = { pieces: string[]; line(file: SourceFile): number }

/** `a ? 'x' : 'y'` and `a ?? 'x'` may show either; a template shows what its pieces allow. */
function leaves(node: Node | undefined): Leaf[] {
  const value = bare(node)
  if (!value) return []
  if (value.type === 'ConditionalExpression')
    return [...leaves(child(value, 'consequent')), ...leaves(child(value, 'alternate'))]
  if (value.type === 'LogicalExpression')
    return [...leaves(child(value, 'left')), ...leaves(child(value, 'right'))]
  const text = textOf(value)
  const found = text !== undefined ? [text] : value.type === 'TemplateLiteral' ? pieces(value) : null
  return found ? [{ pieces: found, line: (file) => syntaxOf(file).line(value.start) }] : []
}

function valuesOf(node: Node | undefined): ReadonlySet<string> | null {
  if (!node) return new Set()
  if (node.type !== 'ObjectExpression') return null
  const names = children(node, 'properties').map((one) =>
    one.type === 'Property' ? nameOf(child(one, 'key')) : undefined,
  )
  return names.every((name) => name !== undefined) ? new Set(names as string[]) : null
}

/** `title: 'factory.page.machines'` and its like, as pages, menus and reasons have them. */
function propertyUses(file: SourceFile): WordUse[] {
  return syntaxOf(file)
    .nodes('Property')
    .filter((node) => !node.computed && keyProperties.has(nameOf(child(node, 'key')) ?? ''))
    .flatMap((node) => wholeKeys(file, child(node, 'value')))
}

function attributeUses(file: SourceFile): WordUse[] {
  return syntaxOf(file)
    .nodes('JSXAttribute')
    .filter((node) => keyProperties.has(nameOf(child(node, 'name')) ?? ''))
    .flatMap((node) => {
      const value = node.value
      if (!isNode(value)) return []
      return wholeKeys(file, value.type === 'JSXExpressionContainer' ? child(value, 'expression') : value)
    })
}

function wholeKeys(file: SourceFile, node: Node | undefined): WordUse[] {
  return leaves(node)
    .filter(({ pieces: [first = '', ...rest] }) => rest.length === 0 && keyShape.test(first))
    .map((leaf) => ({ file, line: leaf.line(file), pieces: leaf.pieces, values: null, isOnly: false }))
}

/** What a template may become, each blank being at least one character. */
export function patternOf(parts: readonly string[]): RegExp {
  const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${escaped.join('(.+)')}$`)
}
