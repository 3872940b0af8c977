import './losses.css'
import { Duration, FormDialog, Link, ListView, StatusTag, Time, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { factory } from '../contract.ts'
import type { Stop } from './loss-types.ts'
import { ReasonChoice } from './reason-choice.tsx'
import { toneOf } from './state-tag.tsx'
import type { StopScope } from './stop-open.tsx'
import { SplitStop } from './stop-split.tsx'

const wantsWord = { key: 'isOpen', title: 'factory.stops.open' }

type Act = { kind: 'classify' | 'merge'; stops: Stop[] } | { kind: 'split'; stop: Stop } | null

/** Every stop of a span: filter, export, give a reason to several, split one, make one of several. */
export function AllStops({ from, to, scope }: { from: string; to: string; scope: StopScope }) {
  const { t } = useWords()
  const tree = useQuery(useApi(factory).ask.reasons({}))
  const [act, setAct] = useState<Act>(null)
  const reasons = (tree.data?.rows ?? []).map((row) => ({ value: row.code, text: row.name }))
  return (
    <>
      <ListView
        contract={factory}
        route="stops"
        name="stops"
        fixed={{ from, to, ...scope }}
        rowKey={(row) => `${row.equipmentId}~${row.startsAt}`}
        label={t('factory.page.stops')}
        empty={{ text: t('factory.stops.noneAtAll') }}
        summary={({ seconds }) => <Together seconds={seconds} />}
        filters={['timeClass', 'loss', { key: 'reason', options: reasons }, wantsWord, 'isMicro']}
        bulkActions={[
          {
            key: 'classify',
            text: t('factory.route.classifyStops'),
            may: 'factory.operate',
            onClick: (stops) => setAct({ kind: 'classify', stops }),
          },
          {
            key: 'merge',
            text: t('factory.route.mergeStops'),
            may: 'factory.operate',
            onClick: (stops) => setAct({ kind: 'merge', stops }),
          },
        ]}
        rowActions={(row) => [
          {
            key: 'classify',
            text: t('factory.stops.say'),
            may: 'factory.operate',
            onClick: () => setAct({ kind: 'classify', stops: [row] }),
          },
          {
            key: 'split',
            text: t('factory.stops.split'),
            may: 'factory.operate',
            onClick: () => setAct({ kind: 'split', stop: row }),
          },
        ]}
        columns={[
          { key: 'equipmentName', main: true, render: (row) => <Machine stop={row} /> },
          { key: 'startsAt', render: (row) => <Time at={row.startsAt} /> },
          {
            key: 'seconds',
            title: 'factory.column.duration',
            render: (row) => <Duration seconds={row.seconds} />,
          },
          {
            key: 'timeClass',
            render: (row) => (
              <StatusTag tone={toneOf(row.timeClass)} text={t(`factory.class.${row.timeClass}`)} />
            ),
          },
          { key: 'reasonName', render: (row) => <ReasonCell stop={row} /> },
          { key: 'loss', render: (row) => t(`factory.value.loss.${row.loss}`) },
        ]}
      />
      {act?.kind === 'classify' ? <Classify stops={act.stops} onClose={() => setAct(null)} /> : null}
      {act?.kind === 'merge' ? <Merge stops={act.stops} onClose={() => setAct(null)} /> : null}
      {act?.kind === 'split' ? <SplitStop stop={act.stop} onClose={() => setAct(null)} /> : null}
    </>
  )
}

function Together({ seconds }: { seconds: number }) {
  const { t } = useWords()
  return (
    <>
      {t('factory.stops.together')} <Duration seconds={seconds} />
    </>
  )
}

function Machine({ stop }: { stop: Stop }) {
  const range = `${Date.parse(stop.startsAt) - 600_000}~${Date.parse(stop.endsAt) + 600_000}`
  return (
    <Link to={`/factory/equipment/${stop.equipmentId}?tab=trend&range=${range}`}>{stop.equipmentName}</Link>
  )
}

function ReasonCell({ stop }: { stop: Stop }) {
  const { t } = useWords()
  return (
    <>
      {stop.colour ? <span className="reason-dot" style={{ background: stop.colour }} /> : null}
      {stop.reasonName} {stop.isMicro ? <StatusTag tone="neutral" text={t('factory.stops.micro')} /> : null}
      {stop.isOpen ? <StatusTag tone="warning" text={t('factory.stops.unsaid')} /> : null}
    </>
  )
}

const reasonField = {
  render: ({
    id,
    value,
    onChange,
  }: {
    id?: string
    value?: unknown
    onChange?: (value: unknown) => void
  }) => <ReasonChoice id={id} value={String(value ?? '')} onChange={(next) => onChange?.(next)} />,
}

function Classify({ stops, onClose }: { stops: readonly Stop[]; onClose: () => void }) {
  const { t } = useWords()
  const given = stops.map(({ equipmentId, startsAt, endsAt }) => ({ equipmentId, startsAt, endsAt }))
  return (
    <FormDialog
      contract={factory}
      open
      onClose={onClose}
      title={t('factory.stops.classifyCount', { count: stops.length })}
      route="classifyStops"
      initial={{ stops: given }}
      fields={{ stops: { hidden: true }, reason: reasonField, note: { control: 'longText' } }}
    />
  )
}

/** From the first start to the last end, of one machine. */
function Merge({ stops, onClose }: { stops: readonly Stop[]; onClose: () => void }) {
  const { t } = useWords()
  const sorted = stops.toSorted((left, right) => left.startsAt.localeCompare(right.startsAt))
  const [first] = sorted
  const ends = sorted.map((one) => one.endsAt).sort()
  const isOne = new Set(stops.map((one) => one.equipmentId)).size === 1
  if (!first) return null
  return (
    <FormDialog
      contract={factory}
      open
      onClose={onClose}
      title={isOne ? t('factory.route.mergeStops') : t('factory.stops.mergeOne')}
      route="mergeStops"
      input={{ params: { equipmentId: first.equipmentId } }}
      initial={{ startsAt: first.startsAt, endsAt: isOne ? ends.at(-1) : first.endsAt }}
      fields={{ reason: reasonField, note: { control: 'longText' } }}
    />
  )
}
