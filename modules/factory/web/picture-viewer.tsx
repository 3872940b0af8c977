import { useApi, useGo, useLive, useMinute, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { useState } from 'react'
import { givenMachine } from '../contract/picture-shapes.ts'
import { factory } from '../contract.ts'
import type { PictureDrawing, PictureItem } from '../pictures/check.ts'
import { type AlarmLook, type Appearance, alarmLookOf, type Known } from '../pictures/look.ts'
import { alarmText } from './picture-alarms.tsx'
import { Hatch, PlacedItem, useView, ZoomTools } from './picture-canvas.tsx'
import { PictureDetails } from './picture-details.tsx'
import { Listener, useAppearance, useItemText, usePictureValues } from './picture-live.tsx'

const hourMs = 3_600_000
const trendPoints = 60
const trendMs = 60_000

/** A drawing with its live values; a touch tells more, follows a link, or sets a value. */
export function PictureViewer({
  pictureId,
  version,
  drawing,
  machine,
  isBare = false,
}: {
  pictureId: string
  version: number | null
  drawing: PictureDrawing
  machine: string | null
  isBare?: boolean
}) {
  const { t } = useWords()
  const go = useGo()
  const viewed = useView(drawing)
  const { known, machines, hear, resume, ask } = usePictureValues(pictureId, version, machine)
  const { status } = useLive('factory.board', () => {}, { onResume: resume })
  const isBroken = status === 'broken' || ask.isError
  const appearance = useAppearance(known, machine, isBroken)
  const textOf = useItemText()
  const alarmOf = useAlarms(drawing, known, machine, resume)
  const [chosen, setChosen] = useState<PictureItem | null>(null)
  const touch = (item: PictureItem) => {
    // What waits for an answer comes before where a symbol leads.
    const to = placeOf(item, machine)
    if (to && !alarmOf(item)) go(to)
    else if (item.binding || item.alarms) setChosen(item)
  }
  return (
    <>
      {machines.map((id) => (
        <Listener key={id} id={id} onTold={hear} onResume={resume} />
      ))}
      {isBroken ? <Alert type="error" showIcon title={t('factory.picture.broken')} /> : null}
      <div className={isBare ? 'pic-canvas' : 'pic-frame'}>
        {/* biome-ignore lint/a11y/useSemanticElements: SVG has no field set. */}
        <svg
          ref={viewed.svg}
          className="pic-canvas"
          viewBox={boxOf(viewed.view)}
          role="group"
          aria-label={t('factory.route.onePicture')}
          {...(isBare ? {} : viewed.pan)}
        >
          <Hatch />
          <rect className="pic-page" width={drawing.width} height={drawing.height} pointerEvents="none" />
          {drawing.items
            .filter((item) => !drawing.layers.find((one) => one.id === item.layer)?.isHidden)
            .map((item) => (
              <Shown
                key={item.id}
                {...{ item, textOf, appearance: appearance(item), alarm: alarmOf(item) }}
                onTouch={touch}
              />
            ))}
        </svg>
        {isBare ? null : <ZoomTools viewed={viewed} />}
      </div>
      {chosen ? (
        <PictureDetails
          {...{ item: chosen, appearance: appearance(chosen), onDone: resume }}
          to={placeOf(chosen, machine)}
          alarms={chosen.alarms ? (alarmOf(chosen)?.alarms ?? []) : null}
          onClose={() => setChosen(null)}
        />
      ) : null}
    </>
  )
}

function boxOf({ x, y, width, height }: ReturnType<typeof useView>['view']): string {
  return `${x} ${y} ${width} ${height}`
}

/** The picture that an item leads to, with the machine it is opened with. */
function placeOf({ link }: PictureItem, machine: string | null): string | null {
  if (!link) return null
  const given = link.machine === givenMachine ? machine : link.machine
  return `/factory/pictures/${link.picture}${given ? `?machine=${given}` : ''}`
}

/** What each item marks of its machine's alarms, renewed when one is told or answered. */
function useAlarms(drawing: PictureDrawing, known: Known, machine: string | null, resume: () => void) {
  const hasAlarms = drawing.items.some((item) => item.alarms)
  useLive(hasAlarms ? 'factory.alarms' : null, resume, { onResume: resume })
  return (item: PictureItem) => alarmLookOf(item, known, machine)
}

function Shown({
  item,
  appearance,
  alarm,
  textOf,
  onTouch,
}: {
  item: PictureItem
  appearance: Appearance
  alarm: AlarmLook | null
  textOf: ReturnType<typeof useItemText>
  onTouch: (item: PictureItem) => void
}) {
  const { t } = useWords()
  const text = textOf(item, appearance)
  const told = alarm ? `${alarm.rank} ${alarmText(t, alarm)}` : ''
  const label = [text, told].filter(Boolean).join(' · ')
  const isTouchable = [item.link, item.binding, item.alarms].some((one) => one !== undefined)
  const history = useHistory(item.symbol === 'trend' ? appearance.tagId : null)
  const drawn = (
    <PlacedItem
      item={item}
      appearance={appearance}
      text={text}
      alarm={alarm}
      {...(history ? { history } : {})}
    >
      <title>{label}</title>
    </PlacedItem>
  )
  if (!isTouchable) return drawn
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button.
    <g
      className="pic-touchable"
      role="button"
      tabIndex={0}
      aria-label={label || item.id}
      onClick={() => onTouch(item)}
      onKeyDown={(event) => event.key === 'Enter' && onTouch(item)}
    >
      {drawn}
    </g>
  )
}

/** The last hour of a signal. */
function useHistory(tagId: string | null): (number | null)[] | null {
  const api = useApi(factory)
  const now = useMinute()
  const span = { from: new Date(now - hourMs).toISOString(), to: new Date(now).toISOString() }
  const trend = useQuery({
    ...api.ask.trend({ query: { tag: [tagId ?? ''], ...span, points: trendPoints } }),
    enabled: tagId !== null,
    refetchInterval: trendMs,
  })
  const row = trend.data?.rows[0]
  if (!row) return null
  // A value holds until the next one; equal slots, so that time runs evenly across.
  let next = 0
  let held: number | null = null
  return Array.from({ length: trendPoints }, (_, slot) => {
    const until = now - hourMs + ((slot + 1) * hourMs) / trendPoints
    for (; (row.at[next] ?? Number.POSITIVE_INFINITY) <= until; next++) {
      const value = row.value[next]
      held = typeof value === 'number' ? value : null
    }
    return held
  })
}
