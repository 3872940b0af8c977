import { saveBlob, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { Graph } from '../contract.ts'
import { type Box, boxHeight, boxWidth, type Collapse, type Drawing, layoutOf } from '../story/layout.ts'
import { readable } from './parts.tsx'

type View = { x: number; y: number; width: number; height: number }
type Props = {
  graph: Graph
  direction: 'forward' | 'backward'
  collapse: Collapse
  chosen: string | null
  onChoose: (id: string | null) => void
}

const margin = 24
const zoomStep = 1.25
/** A drawing wider than this begins at a readable size, at the start of the trace. */
const readableWidth = 1400

/** The genealogy as a drawing: drag to move, wheel or buttons to zoom, a click opens what is drawn as one. */
export function GenealogyGraph({ graph, direction, collapse, chosen, onChoose }: Props) {
  const { t } = useWords()
  const svg = useRef<SVGSVGElement>(null)
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const drawing = useMemo(
    () => layoutOf(graph.nodes, graph.links, { collapse, opened, direction }),
    [graph, collapse, opened, direction],
  )
  const { view, zoom, fit, drag } = useView(svg, drawing, chosen, direction)
  const open = (box: Box) => {
    if (box.ids.length === 1) onChoose(box.ids[0] ?? null)
    else setOpened(new Set([...opened, box.key]))
  }
  return (
    <div className="trace-graph">
      <div className="trace-graph-tools">
        <Button onClick={() => zoom(1 / zoomStep)} aria-label={t('trace.graph.zoomIn')}>
          +
        </Button>
        <Button onClick={() => zoom(zoomStep)} aria-label={t('trace.graph.zoomOut')}>
          −
        </Button>
        <Button onClick={fit}>{t('trace.graph.fit')}</Button>
        {opened.size > 0 ? (
          <Button onClick={() => setOpened(new Set())}>{t('trace.graph.close')}</Button>
        ) : null}
        <Button onClick={() => save(svg.current, drawing)}>SVG</Button>
      </div>
      <svg
        ref={svg}
        role="application"
        aria-label={t('trace.page.genealogy')}
        className="trace-graph-svg"
        viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
        {...drag}
      >
        {drawing.lines.map((line) => (
          <path key={line.key} className={`trace-line is-${line.kind}`} d={curve(line.from, line.to)}>
            <title>{`${t(`trace.link.${line.kind}`)} × ${line.count}`}</title>
          </path>
        ))}
        {drawing.boxes.map((box) => (
          <BoxShape
            key={box.key}
            box={box}
            names={graph.names}
            isChosen={chosen !== null && box.ids.includes(chosen)}
            onOpen={() => open(box)}
          />
        ))}
      </svg>
    </div>
  )
}

type BoxProps = { box: Box; names: Graph['names']; isChosen: boolean; onOpen: () => void }

function BoxShape({ box, names, isChosen, onOpen }: BoxProps) {
  const { t } = useWords()
  const isMany = box.ids.length > 1
  const id = box.ids[0] ?? ''
  const name = names[id]
  const title = isMany
    ? t('trace.graph.many', { count: box.ids.length })
    : (name ?? t(`trace.kind.${box.kind}`))
  const marks = [
    `is-${box.kind}`,
    ...(isChosen ? ['is-chosen'] : []),
    ...(box.depth === 0 ? ['is-start'] : []),
    ...(box.role === 'carrier' ? ['is-carrying'] : []),
  ]
  const label = isMany ? `${t(`trace.kind.${box.kind}`)} ${box.label}` : readable(box.label)
  const whole = `${title} ${label}`
  const seen = [short(title, 24), short(label, 31)] as const
  // What is seen stands in the name (WCAG 2.2, 2.5.3), and in full behind it where it was cut.
  const spoken = seen.join(' ') === whole ? whole : `${seen.join(' ')}: ${whole}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button
    <g
      role="button"
      tabIndex={0}
      aria-label={spoken}
      className={`trace-box ${marks.join(' ')}`}
      transform={`translate(${box.x} ${box.y})`}
      onClick={onOpen}
      onKeyDown={(event) => (event.key === 'Enter' || event.key === ' ' ? onOpen() : undefined)}
    >
      {isMany ? <rect x={4} y={4} width={boxWidth} height={boxHeight} rx={6} /> : null}
      <rect width={boxWidth} height={boxHeight} rx={6} />
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: texts of SVG take no focus */}
      <g aria-hidden="true">
        <text x={10} y={19} className="trace-box-title">
          {seen[0]}
        </text>{' '}
        <text x={10} y={36} className="trace-box-id">
          {seen[1]}
        </text>
      </g>
      <title>{label}</title>
    </g>
  )
}

function short(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max / 2)}…${text.slice(-max / 2 + 1)}` : text
}

function curve(from: Box, to: Box): string {
  const isRight = to.x >= from.x
  const x1 = from.x + (isRight ? boxWidth : 0)
  const x2 = to.x + (isRight ? 0 : boxWidth)
  const [y1, y2] = [from.y + boxHeight / 2, to.y + boxHeight / 2]
  const bend = Math.max(40, Math.abs(x2 - x1) / 2) * (isRight ? 1 : -1)
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
}

/** What part of the drawing is seen, and how dragging, wheel and choice change it. */
function useView(
  svg: React.RefObject<SVGSVGElement | null>,
  drawing: Drawing,
  chosen: string | null,
  direction: Props['direction'],
) {
  const [view, setView] = useState<View>(() => startView(drawing, direction))
  const grip = useRef<{ x: number; y: number; view: View } | null>(null)
  const scale = () => view.width / Math.max(1, svg.current?.clientWidth ?? 1)
  const zoom = (factor: number) => setView((now) => zoomed(now, factor))
  useEffect(() => {
    const element = svg.current
    // React’s own wheel handler cannot keep the page from scrolling.
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      setView((now) => zoomed(now, event.deltaY > 0 ? zoomStep : 1 / zoomStep))
    }
    element?.addEventListener('wheel', wheel, { passive: false })
    return () => element?.removeEventListener('wheel', wheel)
  }, [svg])
  useEffect(() => {
    const box = drawing.boxes.find(({ ids }) => chosen !== null && ids.includes(chosen))
    if (box) setView((now) => centred(now, box))
  }, [chosen, drawing])
  return {
    view,
    zoom,
    fit: () => setView(whole(drawing)),
    drag: {
      onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
        grip.current = { x: event.clientX, y: event.clientY, view }
      },
      onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
        const start = grip.current
        if (!start || event.buttons === 0) return
        const by = scale()
        const x = start.view.x - (event.clientX - start.x) * by
        setView({ ...start.view, x, y: start.view.y - (event.clientY - start.y) * by })
      },
      onPointerUp: () => {
        grip.current = null
      },
    },
  }
}

function whole({ width, height }: Drawing): View {
  return { x: -margin, y: -margin, width: width + 2 * margin, height: Math.max(height, 160) + 2 * margin }
}

function startView(drawing: Drawing, direction: Props['direction']): View {
  const all = whole(drawing)
  if (all.width <= readableWidth && all.height <= readableWidth) return all
  const width = Math.min(all.width, readableWidth)
  const height = Math.min(all.height, readableWidth / 2)
  const x = direction === 'forward' ? all.x : all.x + all.width - width
  return { x, y: all.y + (all.height - height) / 2, width, height }
}

function zoomed(view: View, factor: number): View {
  const [width, height] = [view.width * factor, view.height * factor]
  return { x: view.x + (view.width - width) / 2, y: view.y + (view.height - height) / 2, width, height }
}

function centred(view: View, box: Box): View {
  const x = box.x + boxWidth / 2 - view.width / 2
  return { ...view, x, y: box.y + boxHeight / 2 - view.height / 2 }
}

/** The whole drawing as a file, with its colours written in. */
function save(element: SVGSVGElement | null, drawing: Drawing): void {
  if (!element) return
  const copy = element.cloneNode(true) as SVGSVGElement
  const { x, y, width, height } = whole(drawing)
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('viewBox', `${x} ${y} ${width} ${height}`)
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  const shapes = element.querySelectorAll('rect, path, text')
  copy.querySelectorAll('rect, path, text').forEach((one, place) => {
    const style = getComputedStyle(shapes[place] as Element)
    for (const name of ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'font-size', 'font-family']) {
      one.setAttribute(name, style.getPropertyValue(name))
    }
  })
  saveBlob(
    new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }),
    'genealogy.svg',
  )
}
