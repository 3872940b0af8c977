import { useWords } from '@ronghe/kit/ui'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import type { PictureItem } from '../pictures/check.ts'
import { type Box, boxOf, type Edit, type EditAct, isFree, snapped } from '../pictures/edit.ts'
import { Hatch, PlacedItem, useView, type Viewed, ZoomTools } from './picture-canvas.tsx'
import { Listener, useAppearance, useItemText, usePictureValues } from './picture-live.tsx'
import type { OnePicture } from './types.ts'

type Point = { x: number; y: number }
type Drag =
  | { kind: 'move'; from: Point; by: Point }
  | { kind: 'resize'; id: string; from: Point; start: Box; box: Box }
  | { kind: 'area'; from: Point; to: Point }
  | { kind: 'pan' }

const sizeLeast = 4
const handle = 9

type Props = {
  edit: Edit
  act: (act: EditAct) => void
  grid: number
  picture: OnePicture
  machine: string | null
  onSave: () => void
}

/** The sheet: choose, drag, resize, draw an area to choose; with live values of the saved version. */
export function EditorCanvas({ edit, act, grid, picture, machine, onSave }: Props) {
  const { t } = useWords()
  const { drawing, chosen } = edit
  const viewed = useView(drawing)
  const { drag, down, move, up, take } = useDrag(edit, act, grid, viewed)
  const live = usePictureValues(picture.id, picture.version, machine)
  const appearance = useAppearance(live.known, machine, false)
  const textOf = useItemText()
  const shownItems = drawing.items.filter(
    (one) => !drawing.layers.find((layer) => layer.id === one.layer)?.isHidden,
  )
  const placed = (item: PictureItem): PictureItem => {
    if (drag?.kind === 'move' && chosen.includes(item.id))
      return { ...item, x: item.x + drag.by.x, y: item.y + drag.by.y }
    return drag?.kind === 'resize' && drag.id === item.id ? { ...item, ...drag.box } : item
  }

  const { x, y, width, height } = viewed.view
  const only = chosen.length === 1 ? shownItems.find((one) => one.id === chosen[0]) : undefined
  return (
    <div className="pic-frame">
      {live.machines.map((id) => (
        <Listener key={id} id={id} onTold={live.hear} onResume={live.resume} />
      ))}
      <svg
        ref={viewed.svg}
        className="pic-canvas"
        viewBox={`${x} ${y} ${width} ${height}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the sheet is worked by keys.
        tabIndex={0}
        role="application"
        aria-label={t('factory.picture.sheet')}
        onPointerDown={(event) => down(event, null)}
        onPointerMove={move}
        onPointerUp={up}
        onKeyDown={(event) => onKey(event, act, grid, onSave)}
      >
        <Hatch />
        <rect className="pic-page" width={drawing.width} height={drawing.height} />
        {shownItems.map((item) => {
          const one = placed(item)
          return (
            <g key={item.id} onPointerDown={(event) => down(event, item)}>
              <PlacedItem
                item={one}
                appearance={appearance(item)}
                text={textOf(item, appearance(item)) || ''}
              />
              <rect x={one.x} y={one.y} width={one.width} height={one.height} fill="transparent" />
              {chosen.includes(item.id) ? (
                <rect className="pic-chosen" x={one.x} y={one.y} width={one.width} height={one.height} />
              ) : null}
            </g>
          )
        })}
        {only ? (
          <Handle item={placed(only)} scale={width / 1000} onTake={(event) => take(event, only)} />
        ) : null}
        {drag?.kind === 'area' ? <rect className="pic-chosen" {...areaOf(drag)} /> : null}
      </svg>
      <ZoomTools viewed={viewed} />
    </div>
  )
}

/** The corner by which an item is resized. */
function Handle({
  item,
  scale,
  onTake,
}: {
  item: Box
  scale: number
  onTake: (event: PointerEvent<SVGElement>) => void
}) {
  const side = handle * scale * 1.5
  return (
    <rect
      className="pic-handle"
      x={item.x + item.width - side / 3}
      y={item.y + item.height - side / 3}
      width={side}
      height={side}
      onPointerDown={onTake}
    />
  )
}

/** What the pointer does on the sheet; the drawing changes once, when it is let go. */
function useDrag(edit: Edit, act: (act: EditAct) => void, grid: number, viewed: Viewed) {
  const { drawing, chosen } = edit
  const [drag, setDrag] = useState<Drag | null>(null)

  function down(event: PointerEvent<SVGElement>, item: PictureItem | null): void {
    viewed.svg.current?.focus({ preventScroll: true })
    viewed.svg.current?.setPointerCapture(event.pointerId)
    if (event.button === 1 || event.altKey) {
      viewed.pan.onPointerDown(event)
      setDrag({ kind: 'pan' })
      return
    }
    const from = viewed.point(event)
    if (!item || !isFree(drawing, item)) {
      if (!event.shiftKey) act({ act: 'choose', ids: [] })
      setDrag({ kind: 'area', from, to: from })
      return
    }
    event.stopPropagation()
    if (event.shiftKey)
      act({
        act: 'choose',
        ids: chosen.includes(item.id) ? chosen.filter((id) => id !== item.id) : [...chosen, item.id],
      })
    else if (!chosen.includes(item.id)) act({ act: 'choose', ids: [item.id] })
    setDrag({ kind: 'move', from, by: { x: 0, y: 0 } })
  }

  function move(event: PointerEvent<SVGSVGElement>): void {
    if (!drag) return
    if (drag.kind === 'pan') {
      viewed.pan.onPointerMove(event)
      return
    }
    const to = viewed.point(event)
    if (drag.kind === 'area') setDrag({ ...drag, to })
    if (drag.kind === 'move')
      setDrag({ ...drag, by: { x: snapped(to.x - drag.from.x, grid), y: snapped(to.y - drag.from.y, grid) } })
    if (drag.kind === 'resize') {
      const { start } = drag
      const width = Math.max(sizeLeast, snapped(start.width + to.x - drag.from.x, grid))
      const height = Math.max(sizeLeast, snapped(start.height + to.y - drag.from.y, grid))
      setDrag({ ...drag, box: { ...start, width, height } })
    }
  }

  function up(event: PointerEvent<SVGSVGElement>): void {
    viewed.pan.onPointerUp(event)
    if (drag?.kind === 'move' && (drag.by.x !== 0 || drag.by.y !== 0))
      act({ act: 'move', byX: drag.by.x, byY: drag.by.y })
    if (drag?.kind === 'resize') act({ act: 'resize', id: drag.id, box: drag.box })
    if (drag?.kind === 'area') {
      const area = areaOf(drag)
      const inside = drawing.items
        .filter((one) => isFree(drawing, one) && isWithin(one, area))
        .map((one) => one.id)
      if (inside.length > 0) act({ act: 'choose', ids: [...new Set([...chosen, ...inside])] })
    }
    setDrag(null)
  }

  function take(event: PointerEvent<SVGElement>, item: PictureItem): void {
    event.stopPropagation()
    viewed.svg.current?.setPointerCapture(event.pointerId)
    const start = boxOf([item])
    setDrag({ kind: 'resize', id: item.id, from: viewed.point(event), start, box: start })
  }
  return { drag, down, move, up, take }
}

function areaOf({ from, to }: { from: Point; to: Point }): Box {
  return {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  }
}

function isWithin(item: Box, area: Box): boolean {
  return (
    item.x >= area.x &&
    item.y >= area.y &&
    item.x + item.width <= area.x + area.width &&
    item.y + item.height <= area.y + area.height
  )
}

const arrows: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}
const withControl: Record<string, EditAct> = {
  a: { act: 'chooseAll' },
  c: { act: 'copy' },
  x: { act: 'cut' },
  v: { act: 'paste' },
  d: { act: 'duplicate' },
  z: { act: 'undo' },
  y: { act: 'redo' },
}

function onKey(event: KeyboardEvent, act: (act: EditAct) => void, grid: number, onSave: () => void): void {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const arrow = arrows[key]
  const control = event.ctrlKey || event.metaKey
  const one: EditAct | undefined = control
    ? key === 'z' && event.shiftKey
      ? { act: 'redo' }
      : withControl[key]
    : key === 'Delete' || key === 'Backspace'
      ? { act: 'remove' }
      : key === 'Escape'
        ? { act: 'choose', ids: [] }
        : undefined
  if (arrow) {
    const step = event.shiftKey ? 1 : grid || 1
    act({ act: 'move', byX: arrow[0] * step, byY: arrow[1] * step })
  } else if (one) act(one)
  else if (control && key === 's') onSave()
  else return
  event.preventDefault()
}
