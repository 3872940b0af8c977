import {
  Facts,
  Page as Frame,
  Link,
  Loaded,
  Nothing,
  Panel,
  SimpleTable,
  Stack,
  Time,
  useApi,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'
import { DecideDialog, type Deciding, decisionsFor } from './decide-finding.tsx'
import { ByName, ExampleMark, Status, useNamed } from './parts.tsx'
import { Limits } from './rule-words.tsx'
import './assess.css'

type Answer = Awaited<ReturnType<ReturnType<typeof useApi<typeof assess>>['call']['finding']>>

/** One finding: what it follows from, the rule with its source, and all that was said of it. */
export function Page() {
  const { t } = useWords()
  const { findingId } = useParams('findingId')
  const asked = useQuery(useApi(assess).ask.finding({ params: { findingId } }))
  return (
    <Loaded ask={asked}>
      {(answer) => (
        <Frame
          title={t(`assess.value.finding.${answer.finding.kind}`)}
          breadcrumbs={[{ title: t('assess.page.findings'), to: '/assess/findings' }]}
          subtitle={answer.finding.organisationName}
          tags={<Status value={answer.finding.status} />}
          actions={<Actions answer={answer} />}
        >
          <Stack>
            <About answer={answer} />
            <RuleOf answer={answer} />
            <Decisions answer={answer} />
          </Stack>
        </Frame>
      )}
    </Loaded>
  )
}

function Actions({ answer: { finding, mayDecide } }: { answer: Answer }) {
  const { t } = useWords()
  const [deciding, setDeciding] = useState<Deciding | null>(null)
  if (!mayDecide) return null
  return (
    <>
      {decisionsFor(finding.status).map((status) => (
        <Button key={status} onClick={() => setDeciding({ id: finding.id, status })}>
          {t(`assess.action.${status}`)}
        </Button>
      ))}
      <DecideDialog deciding={deciding} onClose={() => setDeciding(null)} />
    </>
  )
}

function About({ answer }: { answer: Answer }) {
  const { t } = useWords()
  const named = useNamed()
  const { finding, numbers, node, evidenceId, beforeRunId, other } = answer
  const scoreOf = (runId: string) => `/assess/runs/${runId}?tab=score${node ? `&node=${node}` : ''}`
  // What the other firms' numbers were like is kept here and nowhere else.
  const pages: Readonly<Record<string, string | null>> = {
    ...{ value: scoreOf(finding.runId), after: scoreOf(finding.runId), declared: scoreOf(finding.runId) },
    before: beforeRunId ? scoreOf(beforeRunId) : null,
    evidence: evidenceId ? `/assess/evidence/${evidenceId}` : null,
    same: other ? besideOf(finding.runId, other.runId, 'same') : null,
    both: other ? besideOf(finding.runId, other.runId, 'both') : null,
  }
  return (
    <Panel title={t('assess.finding.about')}>
      <p>{finding.text}</p>
      <Facts
        items={[
          { label: t('assess.column.framework'), value: `${named(finding.frameworkName)} · ${finding.year}` },
          {
            label: t('assess.column.question'),
            value: finding.questionName ? named(finding.questionName) : null,
          },
          ...numbers.map(({ word, value }) => ({
            label: t(`assess.finding.number.${word}`),
            value: <Counted value={value} page={pages[word]} />,
          })),
          { label: t('assess.column.at'), value: <Time at={finding.at} /> },
        ]}
      />
      <ul className="assess-links">
        <li>
          <Link to={scoreOf(finding.runId)}>{t('assess.finding.toScore')}</Link>
        </li>
        {beforeRunId ? (
          <li>
            <Link to={scoreOf(beforeRunId)}>{t('assess.finding.toBefore')}</Link>
          </li>
        ) : null}
        {evidenceId ? (
          <li>
            <Link to={`/assess/evidence/${evidenceId}`}>{t('assess.finding.toEvidence')}</Link>
          </li>
        ) : null}
        {other ? (
          <li>
            <Link to={`/assess/runs/${other.runId}`}>
              {t('assess.finding.toOther', { name: other.organisationName })}
            </Link>
          </li>
        ) : null}
        <li>
          <Link to={`/assess/runs/${finding.runId}?tab=remarks`}>{t('assess.finding.toRun')}</Link>
        </li>
      </ul>
    </Panel>
  )
}

const besideOf = (runId: string, other: string, only: string) =>
  `/assess/runs/${runId}/answers?with=${other}&only=${only}`

function Counted({ value, page }: { value: string; page: string | null | undefined }) {
  if (!page) return <span className="r-figure-value">{value}</span>
  return (
    <Link className="r-figure-value" to={page}>
      {value}
    </Link>
  )
}

function RuleOf({ answer: { finding, rule, newestVersion } }: { answer: Answer }) {
  const { t } = useWords()
  const named = useNamed()
  return (
    <Panel
      title={t('assess.finding.rule')}
      extra={<Link to="/assess/quality-rules">{t('assess.page.qualityRules')}</Link>}
    >
      {finding.kind === 'override' ? <p>{t('assess.finding.byOverride')}</p> : null}
      {finding.kind !== 'override' && rule === null ? <p>{t('assess.finding.byUnknown')}</p> : null}
      {rule ? (
        <>
          <p>
            <Limits rule={rule} /> {rule.isExample ? <ExampleMark source={named(rule.source)} /> : null}
          </p>
          <p className="r-muted">
            {t('assess.quality.version', { version: rule.version })} ·{' '}
            {t('assess.example.source', { source: named(rule.source) })}
          </p>
          {newestVersion === null ? null : (
            <p className="r-muted">{t('assess.quality.newer', { version: newestVersion })}</p>
          )}
        </>
      ) : null}
    </Panel>
  )
}

function Decisions({ answer: { decisions } }: { answer: Answer }) {
  const { t } = useWords()
  return (
    <Panel title={t('assess.finding.decisions')}>
      {decisions.length === 0 ? (
        <Nothing text={t('assess.finding.undecided')} />
      ) : (
        <SimpleTable
          caption={t('assess.finding.decisions')}
          rowKey="id"
          rows={decisions}
          columns={[
            {
              key: 'status',
              title: t('assess.column.status'),
              render: (row) => <Status value={row.status} />,
            },
            { key: 'note', title: t('assess.column.note') },
            {
              key: 'byName',
              title: t('assess.column.byName'),
              render: (row) => <ByName name={row.byName} />,
            },
            { key: 'at', title: t('assess.column.at'), render: (row) => <Time at={row.at} /> },
          ]}
        />
      )}
    </Panel>
  )
}
