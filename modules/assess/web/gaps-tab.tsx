import {
  FormDialog,
  Link,
  Loaded,
  Nothing,
  Panel,
  SimpleTable,
  StatusTag,
  say,
  useApi,
  usePhone,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'
import { ExampleMark, shortScore, useNamed } from './parts.tsx'
import { costFields, yuanToFen } from './steps.tsx'
import type { Gap, RunDetail } from './types.ts'

const shownFirst = 12
type Chosen = { node: string; measure: string | null; title: string }

/** Where most could be gained, what would help there, and the step that a firm makes of it. */
export function GapsTab({ detail }: { detail: RunDetail }) {
  const { t } = useWords()
  const [all, setAll] = useState(false)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const asked = useQuery(useApi(assess).ask.gaps({ params: { runId: detail.run.id } }))
  return (
    <Loaded ask={asked}>
      {({ rows }) =>
        rows.length === 0 ? (
          <Nothing text={t('assess.gaps.none')} />
        ) : (
          <Panel
            title={t('assess.gaps.title')}
            extra={<Link to={`/assess/steps?run=${detail.run.id}`}>{t('assess.page.steps')}</Link>}
          >
            <p className="r-muted">{t('assess.gaps.hint')}</p>
            <Rows rows={all ? rows : rows.slice(0, shownFirst)} detail={detail} onChoose={setChosen} />
            {rows.length > shownFirst && !all ? (
              <Button onClick={() => setAll(true)}>{t('assess.gaps.all', { count: rows.length })}</Button>
            ) : null}
            <PlanDialog runId={detail.run.id} chosen={chosen} onClose={() => setChosen(null)} />
          </Panel>
        )
      }
    </Loaded>
  )
}

type RowsProps = { rows: readonly Gap[]; detail: RunDetail; onChoose: (chosen: Chosen) => void }

/** A table; on a phone the measures stand below their question, where they have room. */
function Rows({ rows, detail, onChoose }: RowsProps) {
  const { t } = useWords()
  const phone = usePhone()
  const measures = (row: Gap) => <Measures row={row} may={detail.mayPlan} onChoose={onChoose} />
  return (
    <SimpleTable
      caption={t('assess.gaps.title')}
      rowKey="node"
      rows={rows}
      columns={[
        {
          key: 'name',
          title: t('assess.column.question'),
          render: (row) => (
            <>
              <Question row={row} />
              {phone ? measures(row) : null}
            </>
          ),
        },
        {
          key: 'value',
          title: t('assess.gaps.value'),
          align: 'end',
          render: (row) => (
            <>
              <Link
                className="r-figure-value assess-figure"
                to={`/assess/runs/${detail.run.id}?tab=score&node=${row.node}`}
              >
                {shortScore(row.value)}
              </Link>{' '}
              <span className="r-muted">/ {shortScore(row.highest)}</span>
            </>
          ),
        },
        {
          key: 'gain',
          title: t('assess.gaps.gain'),
          align: 'end',
          render: (row) => (row.gain === null ? '–' : <Gain row={row} runId={detail.run.id} />),
        },
        ...(phone ? [] : [{ key: 'measures', title: t('assess.gaps.measures'), render: measures }]),
      ]}
    />
  )
}

/** What the total would gain opens to the trial that says so. */
function Gain({ row, runId }: { row: Gap; runId: string }) {
  return (
    <Link
      className="r-figure-value assess-figure"
      to={`/assess/runs/${runId}?tab=score&try=${encodeURIComponent(row.node)}`}
    >
      +{row.gain}
    </Link>
  )
}

function Question({ row }: { row: Gap }) {
  const named = useNamed()
  return (
    <div className="assess-gap">
      {row.path.length > 0 ? <div className="r-muted">{row.path.map(named).join(' / ')}</div> : null}
      {named(row.name)} {row.example ? <ExampleMark source={row.example} /> : null}
    </div>
  )
}

function Measures({ row, may, onChoose }: { row: Gap; may: boolean; onChoose: (chosen: Chosen) => void }) {
  const { t } = useWords()
  const named = useNamed()
  const own = { node: row.node, measure: null, title: named(row.name) }
  return (
    <div>
      {row.measures.map((measure) => (
        <div key={measure.code} className="assess-node">
          <StatusTag tone="neutral" text={t(`assess.value.measure.${measure.kind}`)} />
          {measure.link ? (
            <Link to={measure.link}>{named(measure.name)}</Link>
          ) : (
            <span>{named(measure.name)}</span>
          )}
          {measure.isPlanned ? <StatusTag tone="success" text={t('assess.gaps.planned')} /> : null}
          {may && !measure.isPlanned ? (
            <Button
              size="small"
              onClick={() => onChoose({ node: row.node, measure: measure.code, title: named(measure.name) })}
            >
              {t('assess.action.plan')}
            </Button>
          ) : null}
        </div>
      ))}
      {may && row.measures.length === 0 ? (
        <Button size="small" onClick={() => onChoose(own)}>
          {t('assess.action.plan')}
        </Button>
      ) : null}
    </div>
  )
}

type PlanProps = { runId: string; chosen: Chosen | null; onClose: () => void }

function PlanDialog({ runId, chosen, onClose }: PlanProps) {
  const { t } = useWords()
  const measure = chosen?.measure ? { measure: chosen.measure } : {}
  return (
    <FormDialog
      open={chosen !== null}
      onClose={onClose}
      title={t('assess.action.plan')}
      contract={assess}
      route="addStep"
      input={{ params: { runId } }}
      initial={{ node: chosen?.node, ...measure, title: chosen?.title, costFen: 0 }}
      fields={{
        ...costFields,
        node: { hidden: true },
        measure: { hidden: true },
        note: { control: 'longText' },
      }}
      order={['title', 'owner', 'dueOn', 'costFen', 'note']}
      prepare={yuanToFen}
      onDone={() => say.done('assess.step.added')}
    />
  )
}
