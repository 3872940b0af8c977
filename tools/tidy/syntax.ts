import { parseSync, visitorKeys } from 'oxc-parser'
import type { Finding, SourceFile } from './house.ts'

/** A node of the syntax tree (TS-ESTree); offsets are UTF-16 positions in the text. */
export type Node = { type: string; start: number; end: number; [key: string]: unknown }

export type Comment = { text: string; start: number; end: number }

/** A parsed file with its nodes by type, so that a rule asks only for what it judges. */
export type Syntax = {
  readonly comments: readonly Comment[]
  readonly faults: readonly string[]
  nodes(...types: string[]): readonly Node[]
  parent(node: Node): Node | undefined
  line(offset: number): number
}

const parsed = new WeakMap<SourceFile, Syntax>()

/** Parses once, whoever asks. */
export function syntaxOf(file: SourceFile): Syntax {
  const known = parsed.get(file)
  if (known) return known
  const syntax = parse(file)
  parsed.set(file, syntax)
  return syntax
}

function parse(file: SourceFile): Syntax {
  const { program, comments, errors } = parseSync(file.path, file.text)
  const byType = new Map<string, Node[]>()
  const parents = new Map<Node, Node>()
  walk(program as unknown as Node, byType, parents)
  const starts = lineStarts(file.lines)
  return {
    comments: comments.map(({ value, start, end }) => ({ text: value, start, end })),
    faults: errors.map(({ message }) => message),
    nodes: (...types) => types.flatMap((type) => byType.get(type) ?? []),
    parent: (node) => parents.get(node),
    line: (offset) => lineAt(starts, offset),
  }
}

function walk(root: Node, byType: Map<string, Node[]>, parents: Map<Node, Node>): void {
  const waiting: Node[] = [root]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const same = byType.get(node.type)
    if (same) same.push(node)
    else byType.set(node.type, [node])
    const children: Node[] = []
    for (const key of visitorKeys[node.type] ?? []) {
      const value = node[key]
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) children.push(child)
    }
    for (const child of children.reverse()) {
      parents.set(child, node)
      waiting.push(child)
    }
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

function lineStarts(lines: readonly string[]): number[] {
  let offset = 0
  return lines.map((line) => {
    const start = offset
    offset += line.length + 1
    return start
  })
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low + 1
}

/** The child under `key`, when it is a node. */
export function child(node: Node | undefined, key: string): Node | undefined {
  const value = node?.[key]
  return isNode(value) ? value : undefined
}

/** The children under `key`, when it is a list. */
export function children(node: Node | undefined, key: string): Node[] {
  const value = node?.[key]
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** The text of a string literal, or of a template without blanks; undefined for anything else. */
export function textOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node?.type === 'TemplateLiteral' && children(node, 'expressions').length === 0) return pieces(node)[0]
  return undefined
}

/** The fixed pieces of a template, one more than its blanks. */
export function pieces(template: Node): string[] {
  return children(template, 'quasis').map((quasi) => {
    const value = quasi.value as { cooked?: string | null; raw?: string } | undefined
    return value?.cooked ?? value?.raw ?? ''
  })
}

/** The name of an identifier, of a member (`a.b` → `b`), or of a key in an object. */
export function nameOf(node: Node | undefined): string | undefined {
  if (!node) return undefined
  if (node.type === 'Identifier' || node.type === 'JSXIdentifier') return String(node.name)
  if (node.type === 'MemberExpression') return node.computed ? undefined : nameOf(child(node, 'property'))
  return textOf(node)
}

/** `a.b.c` as written, for identifiers and members only. */
export function dottedName(node: Node | undefined): string | undefined {
  if (node?.type === 'Identifier') return String(node.name)
  if (node?.type !== 'MemberExpression' || node.computed) return undefined
  const left = dottedName(child(node, 'object'))
  const right = nameOf(child(node, 'property'))
  return left && right ? `${left}.${right}` : undefined
}

/** The value behind `as const`, `satisfies`, `!` and parentheses. */
export function bare(node: Node | undefined): Node | undefined {
  const wrappers = [
    'TSAsExpression',
    'TSSatisfiesExpression',
    'TSNonNullExpression',
    'ParenthesizedExpression',
  ]
  let inner = node
  while (inner && wrappers.includes(inner.type)) inner = child(inner, 'expression')
  return inner
}

/** One finding at a node. */
export function finding(file: SourceFile, node: { start: number }, message: string): Finding {
  return { path: file.path, line: syntaxOf(file).line(node.start), message }
}
