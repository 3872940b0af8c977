import './losses.css'
import {
  Duration,
  Link,
  Loaded,
  Nothing,
  Row,
  Stack,
  StatusTag,
  say,
  Time,
  useApi,
  useMay,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import type { Reason, Stop } from './loss-types.ts'
import { presets } from './span.ts'
import { toneOf } from './state-tag.tsx'

export type StopScope = { unit?: string; equipment?: string }
type Asked = { from: string; to: string; scope: StopScope }

const chipsMax = 5
const shownMax = 100

/** One card a stop that wants a word: a tap on a reason says it, and the newest word can be taken back. */
export function OpenStops({ from, to, scope }: Asked) {
  const { t } = useWords()
  const api = useApi(factory)
  const [last, setLast] = useState<{ ids: string[]; name: string } | null>(null)
  const [asked, setAsked] = useState<Stop | null>(null)
  const stops = useQuery(api.ask.stops({ query: { from, to, ...scope, isOpen: true, pageSize: shownMax } }))
  const tree = useQuery(api.ask.reasons({ query: { isRetired: false } }))
  const classify = useMutation(api.tell.classifyStops())
  const undo = useMutation(api.tell.undoStopChange())
  const { name } = useWords()

  async function choose(stop: Stop, reason: Reason): Promise<void> {
    setAsked(null)
    const { equipmentId, startsAt, endsAt } = stop
    const body = { stops: [{ equipmentId, startsAt, endsAt }], reason: reason.code }
    const { changeIds } = await classify.mutateAsync({ body })
    setLast({ ids: changeIds, name: name({ nameZh: reason.name, nameEn: reason.nameEn }) })
  }
  async function takeBack(): Promise<void> {
    for (const changeId of last?.ids ?? []) await undo.mutateAsync({ params: { changeId } })
    setLast(null)
    say.done('factory.stops.undone')
  }

  return (
    <Stack>
      {last ? (
        <div className="stop-undo" role="status">
          {t('factory.stops.said', { reason: last.name })}{' '}
          <Button size="small" onClick={() => void takeBack()} loading={undo.isPending}>
            {t('factory.route.undoStopChange')}
          </Button>
        </div>
      ) : null}
      <Loaded ask={stops}>
        {(data) =>
          data.total === 0 ? (
            <Nothing text={t('factory.stops.none')} action={<Older from={from} to={to} scope={scope} />} />
          ) : (
            <Stack>
              <p>
                {t('factory.stops.openCount', { count: data.total })} · <Duration seconds={data.seconds} />
              </p>
              <div className="stop-cards">
                {data.rows.map((stop) => (
                  <Card
                    key={`${stop.equipmentId}${stop.startsAt}`}
                    stop={stop}
                    reasons={tree.data?.rows ?? []}
                    isBusy={classify.isPending}
                    onChoose={(reason) => void choose(stop, reason)}
                    onMore={() => setAsked(stop)}
                  />
                ))}
              </div>
            </Stack>
          )
        }
      </Loaded>
      <AllReasons
        stop={asked}
        rows={tree.data?.rows ?? []}
        onClose={() => setAsked(null)}
        onChoose={choose}
      />
    </Stack>
  )
}

/** Where none wants a word in the preset shown: how many of the last week do. */
function Older({ from, to, scope }: Asked) {
  const { t } = useWords()
  const [, setSpan] = useSearchState('span', '')
  const [range] = useSearchState('range', '')
  const weekAgo = new Date(Date.parse(to) - presets.week).toISOString()
  const query = { from: weekAgo, to, ...scope, isOpen: true, pageSize: 1 }
  const isShorter = range === '' && weekAgo < from
  const older = useQuery({ ...useApi(factory).ask.stops({ query }), enabled: isShorter })
  if (!older.data?.total) return null
  return (
    <Button onClick={() => setSpan('week')}>{t('factory.stops.older', { count: older.data.total })}</Button>
  )
}

function AllReasons(props: {
  stop: Stop | null
  rows: readonly Reason[]
  onClose: () => void
  onChoose: (stop: Stop, reason: Reason) => Promise<void>
}) {
  const { stop, rows, onClose, onChoose } = props
  const { t } = useWords()
  const title = stop ? `${stop.equipmentName} · ${t('factory.stops.why')}` : ''
  return (
    <Drawer open={stop !== null} onClose={onClose} placement="bottom" size="large" title={title}>
      {stop ? <Branches rows={rows} onChoose={(reason) => void onChoose(stop, reason)} /> : null}
    </Drawer>
  )
}

type CardProps = {
  stop: Stop
  reasons: readonly Reason[]
  isBusy: boolean
  onChoose: (reason: Reason) => void
  onMore: () => void
}

function Card({ stop, reasons, isBusy, onChoose, onMore }: CardProps) {
  const { t } = useWords()
  const may = useMay()
  // Reasons that mean what the signals showed come first; silence shows nothing, and most often is a fault.
  const shown = stop.timeClass === 'unknown' ? 'down' : stop.timeClass
  const likely = reasons.filter((one) => !one.hasChildren && one.state === shown).slice(0, chipsMax)
  const range = `${Date.parse(stop.startsAt) - 600_000}~${Date.parse(stop.endsAt) + 600_000}`
  return (
    <article className="stop-card" aria-label={stop.equipmentName}>
      <header>
        <Link to={`/factory/equipment/${stop.equipmentId}?tab=trend&range=${range}`}>
          {stop.equipmentName}
        </Link>
        {stop.isMandatory ? <StatusTag tone="warning" text={t('factory.stops.mandatory')} /> : null}
      </header>
      <p className="stop-when">
        <Time at={stop.startsAt} /> – <Time at={stop.endsAt} as="time" /> ·{' '}
        <strong>
          <Duration seconds={stop.seconds} />
        </strong>
      </p>
      <p>
        <StatusTag tone={toneOf(stop.timeClass)} text={t(`factory.class.${stop.timeClass}`)} />{' '}
        {stop.timeClass === 'unknown' ? t('factory.stops.silence') : stop.reasonName}
      </p>
      {may('factory.operate') ? (
        <Row>
          {likely.map((reason) => (
            <ReasonButton
              key={reason.code}
              reason={reason}
              disabled={isBusy}
              onClick={() => onChoose(reason)}
            />
          ))}
          <Button onClick={onMore} disabled={isBusy}>
            {t('factory.stops.more')}
          </Button>
        </Row>
      ) : null}
    </article>
  )
}

function ReasonButton(props: { reason: Reason; disabled?: boolean; onClick: () => void }) {
  const { name } = useWords()
  const { reason, disabled = false, onClick } = props
  return (
    <Button
      className="reason-button"
      disabled={disabled}
      onClick={onClick}
      style={{ borderInlineStartColor: reason.colour ?? 'currentColor' }}
    >
      {name({ nameZh: reason.name, nameEn: reason.nameEn })}
    </Button>
  )
}

/** The whole tree as buttons under its branches. */
function Branches({ rows, onChoose }: { rows: readonly Reason[]; onChoose: (reason: Reason) => void }) {
  const { name } = useWords()
  const children = Map.groupBy(rows, (row) => row.parentCode)
  return (
    <Stack>
      {rows
        .filter((row) => row.hasChildren)
        .map((branch) => (
          <section key={branch.code}>
            <h3>{name({ nameZh: branch.name, nameEn: branch.nameEn })}</h3>
            <Row>
              {(children.get(branch.code) ?? [])
                .filter((row) => !row.hasChildren)
                .map((row) => (
                  <ReasonButton key={row.code} reason={row} onClick={() => onChoose(row)} />
                ))}
            </Row>
          </section>
        ))}
    </Stack>
  )
}
