/** A drawing of a genealogy: columns by distance from the start, alike things drawn as one until opened. */

export type LayoutNode = { id: string; role: string; depth: number }
export type LayoutLink = { kind: string; from: string; to: string }
export type Collapse = 'each' | 'lot' | 'product'

export type Box = {
  key: string
  /** Ids in it, one where it stands for a thing alone. */
  ids: readonly string[]
  /** What its members have in common: a product’s number, or the kind of carrier. */
  label: string
  kind: Kind
  role: string
  depth: number
  x: number
  y: number
}
export type Line = { key: string; from: Box; to: Box; kind: string; count: number }
export type Drawing = { boxes: Box[]; lines: Line[]; width: number; height: number }
export type Kind = 'item' | 'lot' | 'carrier' | 'transformation' | 'document' | 'other'

export const boxWidth = 210
export const boxHeight = 46
const columnStep = 290
const rowStep = 60

/** Pure: where every box and line lies. `direction` backward grows to the left of the start. */
export function layoutOf(
  nodes: readonly LayoutNode[],
  links: readonly LayoutLink[],
  options: { collapse: Collapse; opened: ReadonlySet<string>; direction: 'forward' | 'backward' },
): Drawing {
  const groups = new Map<string, LayoutNode[]>()
  for (const node of nodes) {
    const key = groupOf(node, options.collapse)
    const list = groups.get(key)
    if (list) list.push(node)
    else groups.set(key, [node])
  }
  const columns = new Map<number, Box[]>()
  const boxOf = new Map<string, Box>()
  const put = (key: string, members: readonly LayoutNode[]) => {
    const first = members[0]!
    const column = columns.get(first.depth) ?? []
    columns.set(first.depth, column)
    const ids = members.map(({ id }) => id)
    const { kind, product } = kindOf(first.id)
    const label = members.length === 1 ? first.id : product
    const box = { key, ids, label, kind, role: first.role, depth: first.depth, x: 0, y: 0 }
    column.push(box)
    for (const id of ids) boxOf.set(id, box)
  }
  for (const [key, members] of groups) {
    if (members.length === 1 || options.opened.has(key)) for (const one of members) put(one.id, [one])
    else put(key, members)
  }
  return { ...placed(columns, options.direction), lines: linesOf(links, boxOf) }
}

function placed(columns: ReadonlyMap<number, Box[]>, direction: 'forward' | 'backward') {
  const depths = [...columns.keys()].sort((left, right) => left - right)
  const tallest = Math.max(1, ...[...columns.values()].map((column) => column.length))
  depths.forEach((depth, place) => {
    const column = columns.get(depth)!
    const x = (direction === 'forward' ? place : depths.length - 1 - place) * columnStep
    const top = ((tallest - column.length) * rowStep) / 2
    column.forEach((box, row) => {
      box.x = x
      box.y = top + row * rowStep
    })
  })
  const width = (Math.max(1, depths.length) - 1) * columnStep + boxWidth
  return { boxes: depths.flatMap((depth) => columns.get(depth)!), width, height: tallest * rowStep }
}

function linesOf(links: readonly LayoutLink[], boxOf: ReadonlyMap<string, Box>): Line[] {
  const lines = new Map<string, Line>()
  for (const { kind, from, to } of links) {
    const [left, right] = [boxOf.get(from), boxOf.get(to)]
    if (!left || !right || left === right) continue
    const key = `${kind} ${left.key} ${right.key}`
    const line = lines.get(key)
    if (line) line.count += 1
    else lines.set(key, { key, from: left, to: right, kind, count: 1 })
  }
  return [...lines.values()]
}

function groupOf({ id, role, depth }: LayoutNode, collapse: Collapse): string {
  if (depth === 0 || collapse === 'each') return id
  const { kind, product, lot } = kindOf(id)
  if (collapse === 'lot' && kind === 'lot') return id
  return `${depth} ${role} ${kind} ${product}${collapse === 'lot' ? ` ${lot}` : ''}`
}

/** What an id is by its form, and what it shares with others of its sort. */
export function kindOf(id: string): { kind: Kind; product: string; lot: string } {
  const [first = '', value = '', second = '', below = ''] = pathOf(id)
  if (first === '00') return { kind: 'carrier', product: '(00)', lot: '' }
  if (first === '01') {
    const product = `(01)${value}`
    if (second === '10') return { kind: 'lot', product, lot: below }
    return { kind: second === '21' ? 'item' : 'other', product, lot: '' }
  }
  if (first === '8003' || first === '8004') return { kind: 'carrier', product: `(${first})`, lot: '' }
  if (/:bt:|^urn:uuid:|gdti/.test(id) || first === '253') return { kind: 'document', product: '', lot: '' }
  if (/transformation/i.test(id) || first === '402') return { kind: 'transformation', product: '', lot: '' }
  return { kind: 'other', product: first ? `(${first})` : '', lot: '' }
}

function pathOf(id: string): string[] {
  return /^https:\/\/id\.gs1\.org\/(.+)$/.exec(id)?.[1]?.split('/') ?? []
}
