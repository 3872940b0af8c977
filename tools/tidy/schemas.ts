import { contractFiles } from './contracts.ts'
import type { House } from './house.ts'
import { bare, child, children, dottedName, type Node, nameOf, syntaxOf, textOf } from './syntax.ts'

/** Names of an object's fields (`address.city` for inner ones) with the listed values of each. */
export type Fields = ReadonlyMap<string, readonly string[]>

/** The fields of a route's rows or answer, of its query and of its body. */
export type RouteFields = { readonly row: Fields; readonly query: Fields; readonly body: Fields }

type Scope = ReadonlyMap<string, Node>

const depthMax = 12
/** Schemas of one value: their argument says how long or how great it may be. */
const scalars = new Set('String Integer Number Boolean Null Any Unknown Literal Enum Date Record'.split(' '))

/** What the routes of one room show and ask for, read off its contract, as far as it stands there. */
export function routeFields(house: House, folder: string): Map<string, RouteFields> {
  const files = contractFiles(house, folder)
  const scope: Map<string, Node> = new Map()
  for (const file of files) {
    for (const node of syntaxOf(file).nodes('VariableDeclarator')) {
      const name = nameOf(child(node, 'id'))
      const value = bare(child(node, 'init'))
      if (name && value) scope.set(name, value)
    }
  }
  const routes = new Map<string, RouteFields>()
  for (const file of files) {
    for (const node of syntaxOf(file).nodes('Property')) {
      const parts = partsOf(bare(child(node, 'value')))
      const name = nameOf(child(node, 'key'))
      if (name && parts.has('method') && parts.has('path')) routes.set(name, fieldsOfRoute(parts, scope))
    }
  }
  return routes
}

function fieldsOfRoute(parts: ReadonlyMap<string, Node>, scope: Scope): RouteFields {
  const answer = propertiesOf(parts.get('response'), scope)
  const rows = answer.get('rows')
  return {
    row: named(rows ? propertiesOf(rows, scope) : answer, scope),
    query: named(propertiesOf(parts.get('query'), scope), scope),
    body: named(propertiesOf(parts.get('body'), scope), scope),
  }
}

function named(
  properties: ReadonlyMap<string, Node>,
  scope: Scope,
  before = '',
  depth = 0,
): Map<string, string[]> {
  const fields = new Map<string, string[]>()
  for (const [name, node] of properties) {
    const inner = depth < 3 && !isList(node) ? propertiesOf(node, scope) : new Map<string, Node>()
    if (inner.size === 0) fields.set(before + name, choicesOf(node, scope))
    for (const [key, choices] of named(inner, scope, `${before}${name}.`, depth + 1)) fields.set(key, choices)
  }
  return fields
}

function isList(node: Node): boolean {
  return callName(bare(node)) === 'Array'
}

/** The properties of `Type.Object({ … })` behind names, optionals, unions, lists and helpers. */
function propertiesOf(node: Node | undefined, scope: Scope, depth = 0): Map<string, Node> {
  const value = bare(node)
  if (!value || depth > depthMax) return new Map()
  if (value.type === 'ObjectExpression') {
    const found = partsOf(value)
    for (const spread of children(value, 'properties').filter(({ type }) => type === 'SpreadElement')) {
      for (const [key, inner] of propertiesOf(child(spread, 'argument'), scope, depth + 1))
        found.set(key, inner)
    }
    return found
  }
  if (value.type === 'ArrayExpression') return joined(children(value, 'elements'), scope, depth)
  if (value.type === 'CallExpression') {
    const name = callName(value)
    const [first, ...others] = children(value, 'arguments')
    if (!first || scalars.has(name)) return new Map()
    if (name === 'listOf') return new Map([['rows', first]])
    return joined(name === 'Composite' ? [first, ...others] : [first], scope, depth)
  }
  const target = resolved(value, scope)
  return target ? propertiesOf(target, scope, depth + 1) : new Map()
}

function joined(nodes: readonly Node[], scope: Scope, depth: number): Map<string, Node> {
  return new Map(nodes.flatMap((one) => [...propertiesOf(one, scope, depth + 1)]))
}

/** The values of `Type.Enum([…])` and of unions of literals. */
function choicesOf(node: Node | undefined, scope: Scope, depth = 0): string[] {
  const value = bare(node)
  if (!value || depth > depthMax) return []
  if (value.type === 'CallExpression') {
    const given = children(value, 'arguments')
    const name = callName(value)
    if (name === 'Object' || name === 'Record') return []
    if (name === 'Literal' || name === 'Enum') return textsOf(given[0], scope)
    return given.flatMap((one) => choicesOf(one, scope, depth + 1))
  }
  if (value.type === 'ArrayExpression') {
    return children(value, 'elements').flatMap((one) => choicesOf(one, scope, depth + 1))
  }
  const target = resolved(value, scope)
  return target ? choicesOf(target, scope, depth + 1) : []
}

function textsOf(node: Node | undefined, scope: Scope): string[] {
  const value = bare(node)
  const list = value && value.type !== 'Literal' ? (resolved(value, scope) ?? value) : value
  if (list?.type !== 'ArrayExpression') return [textOf(list)].filter((text) => text !== undefined)
  return children(list, 'elements').flatMap((one) => textsOf(one, scope))
}

function resolved(node: Node, scope: Scope): Node | undefined {
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression') return undefined
  return scope.get(nameOf(node) ?? '')
}

function callName(node: Node | undefined): string {
  return node?.type === 'CallExpression' ? (dottedName(child(node, 'callee'))?.split('.').at(-1) ?? '') : ''
}

/** The parts of an object by name, spreads left out. */
export function partsOf(node: Node | undefined): Map<string, Node> {
  const parts = new Map<string, Node>()
  for (const one of children(bare(node), 'properties')) {
    const name = one.type === 'Property' ? nameOf(child(one, 'key')) : undefined
    const value = child(one, 'value')
    if (name !== undefined && value) parts.set(name, value)
  }
  return parts
}
