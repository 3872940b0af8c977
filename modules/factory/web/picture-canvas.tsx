import { toneColor, useMode, useWords } from '@ronghe/kit/ui'
import { type PointerEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import type { PictureDrawing, PictureItem } from '../pictures/check.ts'
import type { AlarmLook, Appearance } from '../pictures/look.ts'
import { AlarmMark } from './picture-alarms.tsx'
import { SymbolDrawing, type SymbolLook } from './picture-symbols.tsx'
import './picture.css'

type Point = { x: number; y: number }
export type View = { x: number; y: number; width: number; height: number }

const zoomStep = 1.25
const zoomMost = 20
const margin = 10

/** All of a drawing with a margin. */
export function wholeOf(drawing: PictureDrawing): View {
  return { x: -margin, y: -margin, width: drawing.width + 2 * margin, height: drawing.height + 2 * margin }
}

/** The part of a drawing that is seen, with wheel, fingers and buttons. */
export function useView(drawing: PictureDrawing) {
  const [view, setView] = useState<View>(() => wholeOf(drawing))
  const svg = useRef<SVGSVGElement>(null)
  const { width, height } = drawing
  useEffect(
    () => setView({ x: -margin, y: -margin, width: width + 2 * margin, height: height + 2 * margin }),
    [width, height],
  )
  const zoom = useCallback(
    (by: number, at?: { x: number; y: number }) => {
      setView((old) => {
        const centre = at ?? { x: old.x + old.width / 2, y: old.y + old.height / 2 }
        const next = Math.min(Math.max(old.width / by, width / zoomMost), width * 4) / old.width
        return {
          x: centre.x - (centre.x - old.x) * next,
          y: centre.y - (centre.y - old.y) * next,
          width: old.width * next,
          height: old.height * next,
        }
      })
    },
    [width],
  )
  const point = useCallback((event: { clientX: number; clientY: number }) => {
    const matrix = svg.current?.getScreenCTM()
    if (!matrix) return { x: 0, y: 0 }
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse())
    return { x, y }
  }, [])
  useEffect(() => {
    const element = svg.current
    if (!element) return
    // React listens passively, and the page would scroll beneath the picture.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      zoom(event.deltaY < 0 ? zoomStep : 1 / zoomStep, point(event))
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [zoom, point])
  const pan = usePan(svg, view, setView, zoom, point)
  return {
    view,
    svg,
    point,
    pan,
    zoomIn: () => zoom(zoomStep),
    zoomOut: () => zoom(1 / zoomStep),
    fit: () => setView(wholeOf(drawing)),
  }
}

/** Moves what is seen by a drag, and zooms by two fingers. */
function usePan(
  svg: React.RefObject<SVGSVGElement | null>,
  view: View,
  setView: (next: (old: View) => View) => void,
  zoom: (by: number, at?: Point) => void,
  point: (event: { clientX: number; clientY: number }) => Point,
) {
  const fingers = useRef(new Map<number, { x: number; y: number }>())
  return {
    onPointerDown(event: PointerEvent) {
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
      if (event.target === svg.current) svg.current?.setPointerCapture(event.pointerId)
    },
    onPointerMove(event: PointerEvent) {
      const before = fingers.current.get(event.pointerId)
      if (!before || event.buttons === 0) return
      const now = { x: event.clientX, y: event.clientY }
      const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1]
      fingers.current.set(event.pointerId, now)
      if (other) {
        const length = (one: { x: number; y: number }) => Math.hypot(one.x - other.x, one.y - other.y) || 1
        zoom(length(now) / length(before), point(event))
        return
      }
      const scale = view.width / (svg.current?.getBoundingClientRect().width || 1)
      setView((old) => ({
        ...old,
        x: old.x - (now.x - before.x) * scale,
        y: old.y - (now.y - before.y) * scale,
      }))
    },
    onPointerUp: (event: PointerEvent) => void fingers.current.delete(event.pointerId),
    onPointerCancel: (event: PointerEvent) => void fingers.current.delete(event.pointerId),
  }
}

export type Viewed = ReturnType<typeof useView>

export function ZoomTools({ viewed }: { viewed: Viewed }) {
  const { t } = useWords()
  return (
    <div className="pic-tools">
      <button type="button" aria-label={t('factory.picture.zoomIn')} onClick={viewed.zoomIn}>
        {'+'}
      </button>
      <button type="button" aria-label={t('factory.picture.zoomOut')} onClick={viewed.zoomOut}>
        {'−'}
      </button>
      <button type="button" aria-label={t('factory.picture.fit')} onClick={viewed.fit}>
        {'□'}
      </button>
    </div>
  )
}

/** A symbol in its place, with its state's colour, and hatched where what it shows is old. */
export function PlacedItem({
  item,
  appearance,
  text,
  history,
  alarm = null,
  children,
}: {
  item: PictureItem
  appearance: Appearance
  alarm?: AlarmLook | null
  text: string
  history?: readonly (number | null)[]
  children?: ReactNode
}) {
  const mode = useMode()
  const { x, y, width, height, turn } = item
  const isOld = appearance.isOld || appearance.isMissing
  const look: SymbolLook = {
    colour: appearance.tone ? toneColor(appearance.tone, mode) : null,
    level: appearance.level,
    text,
    isRunning: appearance.tone === 'running' && !isOld,
    ...(history ? { history } : {}),
  }
  return (
    <g transform={`translate(${x} ${y})`}>
      <g
        className={isOld ? 'pic-old' : undefined}
        transform={turn ? `rotate(${turn} ${width / 2} ${height / 2})` : undefined}
      >
        <SymbolDrawing item={item} look={look} />
      </g>
      {isOld ? (
        <>
          <rect className="pic-old-mark" width={width} height={height} />
          <text className="pic-old-sign" x={width - 2} y={12} fontSize={12}>
            ?
          </text>
        </>
      ) : null}
      {alarm ? <AlarmMark item={item} alarm={alarm} /> : null}
      {children}
    </g>
  )
}

/** The hatch that lies over what is old. */
export function Hatch() {
  return (
    <defs>
      <pattern
        id="pic-hatch"
        width="8"
        height="8"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="2" height="8" fill="var(--r-red)" opacity="0.35" />
      </pattern>
    </defs>
  )
}
