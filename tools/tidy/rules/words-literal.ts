import { codeFiles, type Finding, isProduct, isTest, type Rule, type SourceFile } from '../house.ts'
import { bare, child, finding, isNode, type Node, nameOf, pieces, syntaxOf, textOf } from '../syntax.ts'
import { keyShape } from '../words.ts'

const ideographs = /[\u3400-\u4dbf\u4e00-\u9fff]/
const punctuation = /[\u3001-\u3011\uff01-\uff5e]/
const letters = /\p{L}{2,}/u
/** PNG, CSV, KB are the same in every language. */
const abbreviations = /\b[A-Z]{2,5}\b/g
const seenAttributes = new Set([
  'title',
  'label',
  'placeholder',
  'alt',
  'aria-label',
  'aria-description',
  'description',
  'tooltip',
  'subtitle',
  'caption',
  'okText',
  'cancelText',
  'message',
  'header',
  'footer',
  'text',
  'extra',
  'help',
  'tip',
])

/** Nothing that a person reads is written in code. */
export const wordsLiteral: Rule = {
  name: 'words-literal',
  why: 'Only what stands in the word files can be read in another language.',
  check(house) {
    return codeFiles(house)
      .filter(({ path }) => !isTest(path) && (isProduct(path) || path.startsWith('tools/')))
      .flatMap((file) => [...chineseIn(file), ...(file.path.endsWith('.tsx') ? englishIn(file) : [])])
  },
}

function chineseIn(file: SourceFile): Finding[] {
  return syntaxOf(file)
    .nodes('Literal', 'TemplateLiteral', 'JSXText')
    .filter(isChinese)
    .map((node) => finding(file, node, `${brief(writtenIn(node))}: put it in the word files`))
}

/** Ideographs; and the marks between them when they join values, but not when input is split at them. */
function isChinese(node: Node): boolean {
  const text = writtenIn(node)
  return ideographs.test(text) || (node.type !== 'Literal' && punctuation.test(text))
}

function writtenIn(node: Node): string {
  if (node.type === 'TemplateLiteral') return pieces(node).join(' ')
  return typeof node.value === 'string' ? node.value : ''
}

function englishIn(file: SourceFile): Finding[] {
  const syntax = syntaxOf(file)
  const texts = syntax.nodes('JSXText').filter((node) => !isChinese(node) && isWord(writtenIn(node)))
  const blocks = syntax
    .nodes('JSXExpressionContainer')
    .filter((node) => syntax.parent(node)?.type !== 'JSXAttribute' && isSeen(child(node, 'expression')))
  const attributes = syntax.nodes('JSXAttribute').filter((node) => {
    if (!seenAttributes.has(attributeName(node))) return false
    const value = node.value
    if (!isNode(value)) return false
    return isSeen(value.type === 'JSXExpressionContainer' ? child(value, 'expression') : value)
  })
  return [...texts, ...blocks, ...attributes].map((node) =>
    finding(file, node, `${brief(file.text.slice(node.start, node.end))}: put it in the word files`),
  )
}

function attributeName(node: Node): string {
  return nameOf(child(node, 'name')) ?? ''
}

/** A text in a place that a person sees; a key of words is looked up before it is shown. */
function isSeen(node: Node | undefined): boolean {
  const value = bare(node)
  if (value?.type === 'ConditionalExpression')
    return isSeen(child(value, 'consequent')) || isSeen(child(value, 'alternate'))
  if (value?.type === 'LogicalExpression') return isSeen(child(value, 'right'))
  if (value?.type === 'TemplateLiteral') return pieces(value).some(isWord)
  const text = textOf(value)
  return text !== undefined && isWord(text) && !ideographs.test(text) && !keyShape.test(text)
}

function isWord(text: string): boolean {
  return letters.test(text.replaceAll(abbreviations, ''))
}

function brief(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ')
  return line.length > 40 ? `“${line.slice(0, 39)}…”` : `“${line}”`
}
