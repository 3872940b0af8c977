import { codeFiles, type Finding, isTest, type Rule, type SourceFile } from '../house.ts'
import { partsOf, type RouteFields, routeFields } from '../schemas.ts'
import { bare, child, children, finding, isNode, type Node, nameOf, syntaxOf, textOf } from '../syntax.ts'
import { sourceTexts } from '../words.ts'

/** Lists and forms drawn from a contract have words for columns, fields, filters, and values of choices. */
export const wordsChoices: Rule = {
  name: 'words-choices',
  why: 'Where a word is missing, a list or form shows the name from the code.',
  check(house) {
    const known = new Set(sourceTexts(house).keys())
    const rooms = new Map<string, Map<string, RouteFields>>()
    for (const { kind, folder } of house.packages) {
      if (kind === 'module') rooms.set(folder.split('/')[1] ?? '', routeFields(house, folder))
    }
    return codeFiles(house)
      .filter(({ path }) => path.endsWith('.tsx') && !isTest(path))
      .flatMap((file) => drawnIn(file, rooms).flatMap((drawn) => missing(file, drawn, known)))
  },
}

/** A list or form in a page: the room, the fields of the route, and its attributes. */
type Drawn = { node: Node; module: string; fields: RouteFields; attributes: Map<string, Node> }

function drawnIn(file: SourceFile, rooms: ReadonlyMap<string, ReadonlyMap<string, RouteFields>>): Drawn[] {
  return syntaxOf(file)
    .nodes('JSXOpeningElement')
    .filter((node) => /^(ListPage|ListView|ContractForm)$/.test(nameOf(child(node, 'name')) ?? ''))
    .flatMap((node) => {
      const attributes = attributesOf(file, node)
      const module = nameOf(attributes.get('contract')) ?? ''
      const fields = rooms.get(module)?.get(textOf(attributes.get('route')) ?? '')
      return fields ? [{ node, module, fields, attributes }] : []
    })
}

function missing(file: SourceFile, drawn: Drawn, known: ReadonlySet<string>): Finding[] {
  const isForm = nameOf(child(drawn.node, 'name')) === 'ContractForm'
  const wanted = isForm ? wordsOfForm(drawn) : [...wordsOfColumns(drawn), ...wordsOfFilters(drawn)]
  return wanted
    .filter((keys) => !keys.some((key) => known.has(key)))
    .map(([first]) => finding(file, drawn.node, `${first} has no words`))
}

/** Alternatives for one word; the first is named when none is there. */
type Wanted = readonly [string, ...string[]]

function wordsOfColumns({ module, fields, attributes }: Drawn): Wanted[] {
  return children(attributes.get('columns'), 'elements').flatMap((column) => {
    const parts = partsOf(column)
    const key = textOf(parts.get('key'))
    if (key === undefined) return []
    const title: Wanted[] = parts.has('title') ? [] : [[`${module}.column.${key}`]]
    return parts.has('render') ? title : [...title, ...choices(module, key, fields.row.get(key))]
  })
}

function wordsOfFilters({ module, fields, attributes }: Drawn): Wanted[] {
  return children(attributes.get('filters'), 'elements').flatMap((filter) => {
    const parts = partsOf(filter)
    const key = textOf(filter) ?? textOf(parts.get('key'))
    if (key === undefined) return []
    const title: Wanted[] = parts.has('title') ? [] : [[`${module}.column.${key}`, `${module}.filter.${key}`]]
    return parts.has('options') ? title : [...title, ...choices(module, key, fields.query.get(key))]
  })
}

function wordsOfForm({ module, fields, attributes }: Drawn): Wanted[] {
  const given = partsOf(attributes.get('fields'))
  return [...fields.body].flatMap(([key, values]) => {
    const options = partsOf(given.get(key))
    if (options.has('hidden') || isUnread(given.get(key))) return []
    const label: Wanted[] = options.has('label')
      ? []
      : [[`${module}.field.${key}`, `${module}.column.${key}`]]
    return options.has('options') || options.has('render')
      ? label
      : [...label, ...choices(module, key, values)]
  })
}

/** Options that the page computes cannot be read here. */
function isUnread(options: Node | undefined): boolean {
  return options !== undefined && bare(options)?.type !== 'ObjectExpression'
}

function choices(module: string, key: string, values: readonly string[] | undefined): Wanted[] {
  return (values ?? []).map((value) => [`${module}.value.${key}.${value}`])
}

/** Attributes with their values; a name is followed to its constant in the same file. */
function attributesOf(file: SourceFile, element: Node): Map<string, Node> {
  const found = new Map<string, Node>()
  for (const attribute of children(element, 'attributes')) {
    const value = attribute.value
    const name = nameOf(child(attribute, 'name'))
    if (!isNode(value) || name === undefined) continue
    const inner = bare(value.type === 'JSXExpressionContainer' ? child(value, 'expression') : value)
    if (inner) found.set(name, name === 'contract' ? inner : (constantOf(file, inner) ?? inner))
  }
  return found
}

function constantOf(file: SourceFile, node: Node): Node | undefined {
  if (node.type !== 'Identifier') return undefined
  const declared = syntaxOf(file)
    .nodes('VariableDeclarator')
    .find((one) => nameOf(child(one, 'id')) === nameOf(node))
  return bare(child(declared, 'init'))
}
