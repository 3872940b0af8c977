import {
  formatInstant,
  formatNumber,
  formatQuantity,
  Link,
  Nothing,
  toneColor,
  useApi,
  useGo,
  useLive,
  useMinute,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { factory } from '../contract.ts'
import { PictureViewer } from './picture-viewer.tsx'
import { toneOf } from './state-tag.tsx'
import type { BoardRow, Wall } from './types.ts'
import { AlarmPanel, AndonPanel } from './wall-alarms.tsx'
import { WallChoice } from './wall-choice.tsx'
import './wall.css'

const refetchMs = 20_000
const machinesMax = 24
const dayMs = 86_400_000

/** The firm's large screen: its panels in turn, dark, without scrolling; it goes on after a break. */
export function Page() {
  const { t } = useWords()
  const go = useGo()
  const api = useApi(factory)
  const wall = useQuery({ ...api.ask.wall({}), refetchInterval: refetchMs })
  const { status } = useLive('factory.board', () => api.forget('board'), { onResume: () => api.forget() })
  const [place, setPlace] = useState(0)
  const [isChoosing, setChoosing] = useState(false)
  const now = useMinute()
  useDark()
  const panels = wall.data?.panels ?? []
  const seconds = wall.data?.seconds ?? 0
  useEffect(() => {
    if (seconds === 0 || isChoosing) return
    const timer = setTimeout(() => setPlace((place + 1) % Math.max(1, panels.length)), seconds * 1000)
    return () => clearTimeout(timer)
  }, [place, seconds, panels.length, isChoosing])
  const shown = panels[place % Math.max(1, panels.length)]
  return (
    <div className="wall">
      <header className="wall-head">
        <h1>{wall.data?.organisationName ?? t('factory.page.wall')}</h1>
        {status === 'broken' || wall.isError ? (
          <span className="wall-broken">{t('factory.picture.broken')}</span>
        ) : null}
        <span className="wall-clock">{formatInstant(now, 'minute')}</span>
      </header>
      <div className="wall-body">{shown ? <Shown panel={shown} /> : null}</div>
      <nav className="wall-dots" aria-label={t('factory.wall.panels')}>
        <span>
          {panels.map((panel, index) => (
            <button
              key={`${panel.kind} ${panel.picture ?? ''}`}
              type="button"
              aria-current={index === place % panels.length}
              onClick={() => setPlace(index)}
            >
              {index + 1} {t(`factory.wall.${panel.kind}`)}
            </button>
          ))}
        </span>
        <span>
          <button type="button" onClick={() => void document.documentElement.requestFullscreen?.()}>
            {t('factory.wall.full')}
          </button>
          <button type="button" onClick={() => setChoosing(true)}>
            {t('factory.wall.choose')}
          </button>
          <button type="button" onClick={() => go('/factory/board')}>
            {t('factory.wall.leave')}
          </button>
        </span>
      </nav>
      {isChoosing && wall.data ? <WallChoice wall={wall.data} onClose={() => setChoosing(false)} /> : null}
    </div>
  )
}

/** Dark while it is shown, whatever the reader has chosen. */
function useDark(): void {
  useEffect(() => {
    const { dataset } = document.documentElement
    const before = dataset.theme
    dataset.theme = 'dark'
    return () => {
      if (before) dataset.theme = before
    }
  }, [])
}

function Shown({ panel }: { panel: Wall['panels'][number] }) {
  if (panel.kind === 'picture') return <PicturePanel pictureId={panel.picture ?? ''} />
  if (panel.kind === 'alarms') return <AlarmPanel />
  if (panel.kind === 'andon') return <AndonPanel />
  return panel.kind === 'energy' ? <EnergyPanel /> : <Machines isOee={panel.kind === 'oee'} />
}

/** Machines with their states, or with today's OEE. */
function Machines({ isOee }: { isOee: boolean }) {
  const { t, name, locale } = useWords()
  const board = useQuery({
    ...useApi(factory).ask.board({ query: { pageSize: machinesMax } }),
    refetchInterval: refetchMs,
  })
  const rows = (board.data?.rows ?? []).filter((row) => row.isConnected && !(isOee && row.isMeter))
  if (rows.length === 0) return <Nothing text={t(board.data ? 'factory.board.none' : 'ui.loading')} />
  const oee = ({ oeeToday: { value } }: BoardRow) =>
    value === null ? '–' : `${formatNumber(value, locale, 1)}%`
  return (
    <div className="wall-cards">
      {rows.map((row) => (
        <section
          key={row.equipmentId}
          className="wall-card"
          style={{ '--wall-tone': toneColor(toneOf(row.state), 'dark') } as React.CSSProperties}
        >
          <h2>
            <Link
              to={isOee ? (row.oeeToday.proof ?? '') : `/factory/equipment/${row.equipmentId}?tab=states`}
            >
              {name({ nameZh: row.name, nameEn: row.nameEn })}
            </Link>
          </h2>
          <div className="wall-big">{isOee ? oee(row) : t(`factory.value.state.${row.state}`)}</div>
          <div className="wall-muted">
            {isOee ? t('factory.board.oeeToday') : row.unitName}
            {isOee && row.oeeToday.reason ? ` · ${t(row.oeeToday.reason)}` : ''}
          </div>
        </section>
      ))}
    </div>
  )
}

/** Today's energy beside yesterday's. */
function EnergyPanel() {
  const { t, locale, name } = useWords()
  const day = formatInstant(useMinute(), 'day')
  const from = new Date(`${day}T00:00:00`).toISOString()
  const to = new Date(Date.parse(from) + dayMs).toISOString()
  const ask = useQuery({
    ...useApi(factory).ask.energyOverview({ query: { from, to } }),
    refetchInterval: refetchMs * 3,
  })
  const data = ask.data
  if (!data) return <Nothing text={t('ui.loading')} />
  if (data.meters.length === 0) return <Nothing text={t('factory.energy.none')} />
  const figures = [
    ['energy', data.energy],
    ['cost', data.cost],
    ['carbon', data.carbon],
    ['idleShare', data.idleShare],
    ['demand', data.demand],
  ] as const
  const shown = (one: (typeof figures)[number][1]) =>
    one.value === null ? '–' : formatQuantity(one.value, one.unit, locale, t, 1)
  return (
    <div className="wall-cards">
      {figures.map(([key, figure]) => (
        <section key={key} className="wall-card">
          <h2>{t(`factory.energy.${key}`)}</h2>
          <div className="wall-big">{shown(figure)}</div>
          <div className="wall-muted">
            {figure.value === null && figure.reason ? t(figure.reason) : t('factory.energy.span.today')}
          </div>
        </section>
      ))}
      {data.meters.map((meter) => (
        <section key={meter.meterId} className="wall-card">
          <h2>{name({ nameZh: meter.name, nameEn: meter.nameEn })}</h2>
          <div className="wall-big">{shown(meter.energy)}</div>
          <div className="wall-muted">{meter.unitName}</div>
        </section>
      ))}
    </div>
  )
}

function PicturePanel({ pictureId }: { pictureId: string }) {
  const picture = useQuery(useApi(factory).ask.onePicture({ params: { pictureId } }))
  if (!picture.data) return null
  return (
    <PictureViewer
      pictureId={pictureId}
      version={null}
      drawing={picture.data.drawing}
      machine={null}
      isBare
    />
  )
}
