import {
  Duration,
  Facts,
  Figure,
  Page as Frame,
  Grid,
  Loaded,
  Panel,
  SampleTag,
  Stack,
  TabBar,
  Time,
  useApi,
  useParams,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { trace } from '../contract.ts'
import type { Recall } from '../recall/contract.ts'
import { recallSteps } from '../recall/steps.ts'
import { ThingLink } from './parts.tsx'
import { RecallActions } from './recall-actions.tsx'
import { RecallItems } from './recall-items.tsx'
import { RecallParties, RecallTrail } from './recall-parties.tsx'
import { Drill, Hazard, RecallState } from './recalls.tsx'
import './trace.css'

/** One recall: where it stands, how effective it is, what it concerns, whom, and what was done. */
export function Page() {
  const { recallId } = useParams('recallId')
  const recall = useQuery(useApi(trace).ask.recall({ params: { recallId } }))
  return <Loaded ask={recall}>{(data) => <One recall={data} />}</Loaded>
}

function One({ recall }: { recall: Recall }) {
  const { t } = useWords()
  const [tab, setTab] = useSearchState('tab', 'items')
  return (
    <Frame
      title={recall.title}
      subtitle={`${recall.number} · ${recall.organisationName}`}
      breadcrumbs={[{ title: t('trace.page.recalls'), to: '/trace/recalls' }]}
      tags={
        <>
          {recall.isDrill ? <Drill /> : null}
          <RecallState value={recall.state} />
          <Hazard value={recall.hazard} />
          {recall.isSample ? <SampleTag /> : null}
        </>
      }
      actions={<RecallActions recall={recall} />}
    >
      <Stack>
        {recall.isDrill ? <p className="trace-drill">{t('trace.recall.drillHint')}</p> : null}
        <Panel>
          <StepBar recall={recall} />
          <RecallFigures recall={recall} />
        </Panel>
        <TabBar
          label={t('trace.page.recall')}
          value={tab}
          onChange={setTab}
          tabs={[
            { key: 'items', title: t('trace.recall.items') },
            { key: 'parties', title: t('trace.recall.parties') },
            { key: 'trail', title: t('trace.recall.trail') },
            { key: 'about', title: t('trace.recall.about') },
          ]}
        />
        {tab === 'parties' ? (
          <RecallParties recall={recall} />
        ) : tab === 'trail' ? (
          <RecallTrail recall={recall} />
        ) : tab === 'about' ? (
          <RecallFacts recall={recall} />
        ) : (
          <RecallItems recall={recall} />
        )}
      </Stack>
    </Frame>
  )
}

/** The seven steps; what is done, where it stands, what is to come. */
export function StepBar({ recall }: { recall: Recall }) {
  const { t } = useWords()
  const at = recallSteps.indexOf(recall.step)
  const isOver = recall.step === 'close'
  return (
    <ol className="trace-steps">
      {recallSteps.map((step, place) => {
        const standing = place < at || isOver ? 'done' : place === at ? 'now' : 'later'
        return (
          <li key={step} className={`is-${standing}`} aria-current={standing === 'now' ? 'step' : undefined}>
            {t(`trace.value.step.${step}`)}
          </li>
        )
      })}
    </ol>
  )
}

export function RecallFigures({ recall }: { recall: Recall }) {
  const { t } = useWords()
  const { affected, located, answered, accounted, recovered } = recall.figures
  return (
    <Grid columns={{ phone: 2, tablet: 3, desktop: 4 }}>
      <Figure label={t('trace.figure.affected')} figure={affected} digits={0} />
      <Figure label={t('trace.figure.located')} figure={located} digits={1} />
      <Figure label={t('trace.figure.answered')} figure={answered} digits={1} />
      <Figure label={t('trace.figure.accounted')} figure={accounted} digits={1} />
      <Figure label={t('trace.figure.recovered')} figure={recovered} digits={1} />
    </Grid>
  )
}

export function RecallFacts({ recall }: { recall: Recall }) {
  const { t } = useWords()
  const { finding, timing } = recall
  const text = (words: string | null) => (words ? <span className="trace-text">{words}</span> : null)
  const since = (seconds: number | null) => (seconds === null ? null : <Duration seconds={seconds} />)
  return (
    <Panel title={t('trace.recall.about')}>
      <Facts
        items={[
          { label: t('trace.field.reason'), value: text(recall.reason), wide: true },
          { label: t('trace.field.instructions'), value: text(recall.instructions), wide: true },
          { label: t('trace.field.publicText'), value: text(recall.publicText), wide: true },
          {
            label: t('trace.field.finding'),
            wide: true,
            value: (
              <>
                {(finding.things ?? []).map((thing) => (
                  <div key={thing}>
                    <ThingLink id={thing} />
                  </div>
                ))}
                {finding.equipmentId ? `${t('trace.finding.machine')} ` : null}
                {finding.from ? <Time at={finding.from} /> : null}
                {finding.until ? ' – ' : null}
                {finding.until ? <Time at={finding.until} /> : null}
              </>
            ),
          },
          { label: t('trace.column.openedAt'), value: <Time at={recall.openedAt} /> },
          { label: t('trace.recall.openedBy'), value: recall.openedBy },
          { label: t('trace.recall.demandedBy'), value: recall.demandedByName },
          { label: t('trace.column.dueAt'), value: <Time at={recall.dueAt} /> },
          { label: t('trace.recall.toFrozen'), value: since(timing.frozen) },
          { label: t('trace.recall.toNotified'), value: since(timing.notified) },
          { label: t('trace.recall.toAnswered'), value: since(timing.answered) },
          { label: t('trace.recall.toClosed'), value: since(timing.closed) },
          { label: t('trace.recall.conclusion'), value: text(recall.conclusion), wide: true },
          {
            label: t('trace.recall.scopeHash'),
            value: recall.scopeHash ? <span className="trace-id">{recall.scopeHash}</span> : null,
            wide: true,
          },
        ]}
      />
    </Panel>
  )
}
