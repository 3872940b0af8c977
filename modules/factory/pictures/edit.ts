import type { PictureDrawing, PictureItem } from './check.ts'

/** A drawing being edited: what was, what is, what was undone; the chosen items; what was copied. */
export type Edit = {
  past: readonly PictureDrawing[]
  drawing: PictureDrawing
  future: readonly PictureDrawing[]
  chosen: readonly string[]
  copied: readonly PictureItem[]
}

export type Side = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom'
export type EditAct =
  | { act: 'replace'; drawing: PictureDrawing }
  | { act: 'choose'; ids: readonly string[] }
  | { act: 'add'; item: Omit<PictureItem, 'id'> }
  | { act: 'change'; ids: readonly string[]; with: Partial<PictureItem> }
  | { act: 'move'; byX: number; byY: number }
  | { act: 'resize'; id: string; box: Box }
  | { act: 'remove' | 'copy' | 'cut' | 'paste' | 'duplicate' | 'chooseAll' | 'undo' | 'redo' }
  | { act: 'align'; side: Side }
  | { act: 'spread'; along: 'x' | 'y' }
  | { act: 'order'; to: 'front' | 'back' }
  | { act: 'page'; with: Partial<Pick<PictureDrawing, 'width' | 'height' | 'layers'>> }
  | { act: 'removeLayer'; id: string }

export type Box = { x: number; y: number; width: number; height: number }

const stepsMax = 100
const pasteShift = 20

export function newEdit(drawing: PictureDrawing): Edit {
  return { past: [], drawing, future: [], chosen: [], copied: [] }
}

/** To the nearest line of the grid. */
export function snapped(value: number, grid: number): number {
  return grid > 0 ? Math.round(value / grid) * grid : value
}

/** The next id of a drawing: short, and none that is there. */
function nextId(items: readonly PictureItem[], taken: ReadonlySet<string> = new Set()): string {
  const ids = new Set([...items.map((one) => one.id), ...taken])
  let number = items.length + 1
  while (ids.has(`i${number}`)) number += 1
  return `i${number}`
}

/** One step; whatever changes the drawing can be undone. */
export function edited(edit: Edit, act: EditAct): Edit {
  const { drawing, chosen } = edit
  const isChosen = (item: PictureItem) => chosen.includes(item.id)
  const some = drawing.items.filter(isChosen)
  const change = (items: PictureItem[], next: Partial<Edit> = {}) => step(edit, { ...drawing, items }, next)
  switch (act.act) {
    case 'replace':
      return step(edit, act.drawing, { chosen: [] })
    case 'choose':
      return { ...edit, chosen: act.ids }
    case 'chooseAll':
      return { ...edit, chosen: drawing.items.filter((one) => isFree(drawing, one)).map((one) => one.id) }
    case 'add': {
      const id = nextId(drawing.items)
      return change([...drawing.items, { ...act.item, id }], { chosen: [id] })
    }
    case 'change':
      return change(
        drawing.items.map((one) => (act.ids.includes(one.id) ? without({ ...one, ...act.with }) : one)),
      )
    case 'move':
      return change(
        drawing.items.map((one) =>
          isChosen(one) ? { ...one, x: one.x + act.byX, y: one.y + act.byY } : one,
        ),
      )
    case 'resize':
      return change(drawing.items.map((one) => (one.id === act.id ? { ...one, ...act.box } : one)))
    case 'remove':
      return some.length === 0
        ? edit
        : change(
            drawing.items.filter((one) => !isChosen(one)),
            { chosen: [] },
          )
    case 'copy':
      return { ...edit, copied: some }
    case 'cut':
      return { ...edited(edit, { act: 'remove' }), copied: some }
    case 'paste':
      return pasted(edit, edit.copied)
    case 'duplicate':
      return pasted(edit, some)
    case 'align':
      return change(drawing.items.map((one) => (isChosen(one) ? aligned(one, boxOf(some), act.side) : one)))
    case 'spread':
      return change(spread(drawing.items, some, act.along))
    case 'order': {
      const others = drawing.items.filter((one) => !isChosen(one))
      return change(act.to === 'front' ? [...others, ...some] : [...some, ...others])
    }
    case 'page':
      return step(edit, { ...drawing, ...act.with })
    case 'removeLayer':
      return withoutLayer(edit, act.id)
    case 'undo':
      return undone(edit)
    case 'redo':
      return redone(edit)
  }
}

/** A field that is set to nothing is not there. */
function without(item: PictureItem): PictureItem {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as PictureItem
}

function step(edit: Edit, drawing: PictureDrawing, next: Partial<Edit> = {}): Edit {
  return { ...edit, ...next, past: [...edit.past, edit.drawing].slice(-stepsMax), drawing, future: [] }
}

function undone(edit: Edit): Edit {
  const drawing = edit.past.at(-1)
  if (!drawing) return edit
  const future = [edit.drawing, ...edit.future]
  return { ...edit, past: edit.past.slice(0, -1), drawing, future, chosen: [] }
}

function redone(edit: Edit): Edit {
  const [drawing, ...future] = edit.future
  if (!drawing) return edit
  return { ...edit, past: [...edit.past, edit.drawing], drawing, future, chosen: [] }
}

/** The last layer stays; the items of one that goes move to the first. */
function withoutLayer(edit: Edit, id: string): Edit {
  const layers = edit.drawing.layers.filter((layer) => layer.id !== id)
  const [first] = layers
  if (!first || layers.length === edit.drawing.layers.length) return edit
  const items = edit.drawing.items.map((one) => (one.layer === id ? { ...one, layer: first.id } : one))
  return step(edit, { ...edit.drawing, layers, items })
}

/** May the item be chosen: is its layer neither hidden nor locked? */
export function isFree(drawing: PictureDrawing, item: PictureItem): boolean {
  const layer = drawing.layers.find((one) => one.id === item.layer)
  return layer !== undefined && !layer.isHidden && !layer.isLocked
}

function pasted(edit: Edit, items: readonly PictureItem[]): Edit {
  if (items.length === 0) return edit
  const { drawing } = edit
  const layers = new Set(drawing.layers.map((layer) => layer.id))
  const ids = new Set<string>()
  const added = items.map((one) => {
    const id = nextId(drawing.items, ids)
    ids.add(id)
    const layer = layers.has(one.layer) ? one.layer : (drawing.layers[0]?.id ?? one.layer)
    return { ...one, id, layer, x: one.x + pasteShift, y: one.y + pasteShift }
  })
  return step(edit, { ...drawing, items: [...drawing.items, ...added] }, { chosen: [...ids], copied: added })
}

/** The box around items. */
export function boxOf(items: readonly Box[]): Box {
  const x = Math.min(...items.map((one) => one.x))
  const y = Math.min(...items.map((one) => one.y))
  const right = Math.max(...items.map((one) => one.x + one.width))
  const bottom = Math.max(...items.map((one) => one.y + one.height))
  return { x, y, width: right - x, height: bottom - y }
}

function aligned(item: PictureItem, box: Box, side: Side): PictureItem {
  switch (side) {
    case 'left':
      return { ...item, x: box.x }
    case 'centre':
      return { ...item, x: box.x + (box.width - item.width) / 2 }
    case 'right':
      return { ...item, x: box.x + box.width - item.width }
    case 'top':
      return { ...item, y: box.y }
    case 'middle':
      return { ...item, y: box.y + (box.height - item.height) / 2 }
    case 'bottom':
      return { ...item, y: box.y + box.height - item.height }
  }
}

/** The same room between neighbours; the outer two stay. */
function spread(
  items: readonly PictureItem[],
  some: readonly PictureItem[],
  along: 'x' | 'y',
): PictureItem[] {
  const size = along === 'x' ? 'width' : 'height'
  const sorted = some.toSorted((left, right) => left[along] - right[along])
  if (sorted.length < 3) return [...items]
  const box = boxOf(sorted)
  const room = (box[size] - sorted.reduce((sum, one) => sum + one[size], 0)) / (sorted.length - 1)
  const places = new Map<string, number>()
  let at = box[along]
  for (const one of sorted) {
    places.set(one.id, at)
    at += one[size] + room
  }
  return items.map((one) => ({ ...one, [along]: places.get(one.id) ?? one[along] }))
}
