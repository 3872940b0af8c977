import {
  type Column,
  FormDialog,
  Link,
  ListPage,
  type RowOf,
  StatusTag,
  type T,
  useMay,
  useWords,
} from '@ronghe/kit/ui'
import { useState } from 'react'
import { assess } from '../contract.ts'
import { Status, shortScore, useNamed } from './parts.tsx'
import type { Named } from './types.ts'
import './assess.css'

type Step = RowOf<typeof assess, 'steps'>

/** Money is typed in yuan and kept in fen. */
export const costFields = { costFen: { label: 'assess.field.costYuan', unit: 'CNY' } } as const
export function yuanToFen(body: Record<string, unknown>): Record<string, unknown> {
  return { ...body, costFen: Math.round(Number(body.costFen ?? 0) * 100) }
}

type Said = { isFirm: boolean; money: Intl.NumberFormat }

function stepColumns(t: T, named: (name: Named) => string, { isFirm, money }: Said): Column<Step>[] {
  return [
    {
      key: 'title',
      sort: true,
      main: true,
      // A firm has its own steps alone; others are told whose each is.
      render: (row) => (
        <div className="assess-wrapped">
          {row.title}
          {isFirm ? null : <div className="r-muted">{row.organisationName}</div>}
        </div>
      ),
    },
    {
      key: 'node',
      title: 'assess.column.node',
      render: (row) => (
        <Link className="assess-wrapped" to={`/assess/runs/${row.runId}?tab=gaps`}>
          {named(row.nodeName)}
        </Link>
      ),
    },
    { key: 'owner', sort: true },
    {
      key: 'dueOn',
      sort: true,
      render: (row) => (
        <>
          {row.dueOn}
          {row.isLate ? (
            <div>
              <StatusTag tone="error" text={t('assess.step.late')} />
            </div>
          ) : null}
        </>
      ),
    },
    {
      key: 'costFen',
      title: 'assess.field.costYuan',
      align: 'end',
      render: (row) => money.format(row.costFen / 100),
    },
    { key: 'status', sort: true, render: (row) => <Status value={row.status} /> },
    {
      key: 'valueBefore',
      title: 'assess.column.effect',
      align: 'end',
      render: (row) => <Effect step={row} />,
    },
  ]
}

/** A firm's next steps, and what came of them in the newest assessment. */
export function Page() {
  const { t, locale } = useWords()
  const named = useNamed()
  const may = useMay()
  const [changing, setChanging] = useState<Step | null>(null)
  const money = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'CNY',
    maximumFractionDigits: 0,
  })
  return (
    <>
      <ListPage
        contract={assess}
        route="steps"
        title={t('assess.page.steps')}
        rowKey="id"
        filters={['status']}
        columns={stepColumns(t, named, { isFirm: may('assess.fill'), money })}
        {...(may('assess.fill')
          ? {
              rowActions: (row: Step) => [
                { key: 'edit', text: t('assess.action.edit'), onClick: () => setChanging(row) },
              ],
            }
          : {})}
      />
      <ChangeDialog changing={changing} onClose={() => setChanging(null)} />
    </>
  )
}

/** What the node was worth when the step was planned and is worth now, each opening to its score. */
function Effect({ step }: { step: Step }) {
  const { t } = useWords()
  const { node, runId, runNow, valueBefore, valueNow } = step
  const opened = (run: string | null, value: string | null) =>
    run === null || value === null ? (
      '–'
    ) : (
      <Link className="r-figure-value assess-figure" to={`/assess/runs/${run}?tab=score&node=${node}`}>
        {shortScore(value)}
      </Link>
    )
  const gain = valueBefore === null || valueNow === null ? null : Number(valueNow) - Number(valueBefore)
  return (
    <span className="assess-effect">
      {opened(runId, valueBefore)} → {opened(runNow, valueNow)}
      {gain === null ? null : (
        <StatusTag
          tone={gain > 0 ? 'success' : gain < 0 ? 'error' : 'neutral'}
          text={t('assess.step.gain', { gain: `${gain > 0 ? '+' : ''}${Number(gain.toFixed(4))}` })}
        />
      )}
    </span>
  )
}

type ChangeProps = { changing: Step | null; onClose: () => void }

function ChangeDialog({ changing, onClose }: ChangeProps) {
  const { t } = useWords()
  return (
    <FormDialog
      open={changing !== null}
      onClose={onClose}
      title={t('assess.action.edit')}
      contract={assess}
      route="changeStep"
      input={{ params: { stepId: changing?.id ?? '' } }}
      initial={
        changing
          ? {
              title: changing.title,
              owner: changing.owner,
              dueOn: changing.dueOn,
              costFen: changing.costFen / 100,
              status: changing.status,
              revision: changing.revision,
              ...(changing.note ? { note: changing.note } : {}),
            }
          : {}
      }
      fields={{ revision: { hidden: true }, note: { control: 'longText' }, ...costFields }}
      order={['title', 'owner', 'dueOn', 'costFen', 'status', 'note']}
      prepare={yuanToFen}
    />
  )
}
