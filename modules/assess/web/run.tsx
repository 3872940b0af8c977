import {
  Allowed,
  Button,
  ConfirmButton,
  Page as Frame,
  Link,
  Loaded,
  lazyPart,
  Panel,
  SampleTag,
  Stack,
  say,
  TabBar,
  Time,
  useApi,
  useParams,
  useSearchState,
  useWords,
  Waiting,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { assess } from '../contract.ts'
import { AssignButton } from './assign-button.tsx'
import { countsOf, Status } from './parts.tsx'
import { Questionnaire } from './questionnaire.tsx'
import { SheetButtons } from './sheet-buttons.tsx'
import type { RunDetail } from './types.ts'
import './assess.css'

// Most who open a run fill it in, many on a phone: the other tabs load when they are opened.
const BenchmarkTab = lazyPart(() => import('./benchmark-tab.tsx').then((file) => file.BenchmarkTab))
const GapsTab = lazyPart(() => import('./gaps-tab.tsx').then((file) => file.GapsTab))
const RemarksTab = lazyPart(() => import('./remarks-tab.tsx').then((file) => file.RemarksTab))
const ScoreTab = lazyPart(() => import('./score-tab.tsx').then((file) => file.ScoreTab))

const tabs = ['fill', 'score', 'gaps', 'benchmark', 'remarks'] as const

/** One assessment: the questionnaire, what it is worth, what could be better, and how others stand. */
export function Page() {
  const { t, name } = useWords()
  const { runId } = useParams('runId')
  const asked = useQuery(useApi(assess).ask.run({ params: { runId } }))
  const [tab, setTab] = useSearchState('tab', 'fill')
  return (
    <Loaded ask={asked}>
      {(detail) => (
        <Frame
          title={`${name(detail.framework)} · ${detail.run.year}`}
          breadcrumbs={[{ title: t('assess.page.runs'), to: '/assess/runs' }]}
          subtitle={detail.run.organisationName}
          tags={
            <>
              <Status value={detail.run.status} /> {detail.run.isSample ? <SampleTag /> : null}
            </>
          }
          actions={<Actions detail={detail} />}
        >
          <Stack>
            <Head detail={detail} />
            <TabBar
              label={t('assess.page.run')}
              tabs={tabs.map((key) => ({ key, title: t(`assess.tab.${key}`) }))}
              value={tab}
              onChange={setTab}
            >
              {tab === 'fill' ? <Questionnaire detail={detail} /> : null}
              <Suspense fallback={<Waiting lines={6} />}>
                {tab === 'score' ? <ScoreTab detail={detail} /> : null}
                {tab === 'gaps' ? <GapsTab detail={detail} /> : null}
                {tab === 'benchmark' ? <BenchmarkTab runId={runId} /> : null}
                {tab === 'remarks' ? <RemarksTab detail={detail} /> : null}
              </Suspense>
            </TabBar>
          </Stack>
        </Frame>
      )}
    </Loaded>
  )
}

function Head({ detail }: { detail: RunDetail }) {
  const { t } = useWords()
  const { run, findings, isLate } = detail
  const provable = detail.outline.questions.filter(({ evidence }) => evidence !== null).length
  const share = Math.floor((100 * run.answered) / Math.max(1, run.questions))
  return (
    <Panel title={t('assess.run.state')}>
      <div className="assess-head">
        <div className="assess-head-progress">
          <Counted run={run} only="answered">
            {t('assess.run.answered', countsOf(run))}
          </Counted>
          <progress
            className="assess-bar"
            max={100}
            value={share}
            aria-label={t('assess.run.answered', countsOf(run))}
          />
        </div>
        <span>
          <Counted run={run} only="evidenced">
            {t('assess.run.evidenced', countsOf(run))}
          </Counted>
          <br />
          <Counted run={run} only="provable">
            {t('assess.run.evidenceable', { count: provable, questions: run.questions })}
          </Counted>
        </span>
        <span>
          {t(isLate ? 'assess.run.closed' : 'assess.window.closes')} <Time at={run.closesAt} />
        </span>
        {run.total === null ? null : (
          <Link to={`/assess/runs/${run.id}?tab=score`}>
            <strong>{t('assess.run.total', { total: run.total })}</strong>
          </Link>
        )}
        {detail.assessorName ? <span>{t('assess.run.assessor', { name: detail.assessorName })}</span> : null}
        <Link to={`/assess/frameworks/${run.frameworkId}`}>{t('assess.run.framework')}</Link>
      </div>
      {run.status === 'returned' && run.reason ? (
        <p className="assess-warning" role="alert">
          {t('assess.run.returnedBecause', { reason: run.reason })}
        </p>
      ) : null}
      {findings.length > 0 && detail.mayFill ? <Findings detail={detail} /> : null}
    </Panel>
  )
}

/** A sentence with a count, which opens to the answers that it counts. */
function Counted(props: { run: RunDetail['run']; only: string; children: string }) {
  return (
    <Link className="assess-count" to={`/assess/runs/${props.run.id}/answers?only=${props.only}`}>
      {props.children}
    </Link>
  )
}

function Findings({ detail }: { detail: RunDetail }) {
  const { t, locale } = useWords()
  const isBlocked = detail.findings.some(({ isWarning }) => !isWarning)
  return (
    <div className={isBlocked ? 'assess-error' : 'assess-warning'} role="alert">
      <strong>{t(isBlocked ? 'assess.check.blocking' : 'assess.check.warning')}</strong>
      <ul>
        {detail.findings.map(({ text }) => (
          <li key={text.zh}>{text[locale]}</li>
        ))}
      </ul>
    </div>
  )
}

function Actions({ detail }: { detail: RunDetail }) {
  const { t } = useWords()
  const api = useApi(assess)
  const { run, mayFill, mayCheck } = detail
  const params = { runId: run.id }
  const take = useMutation(api.tell.takeEvidence({ forgets: ['run', 'score', 'gaps'] }))
  const submit = useMutation(api.tell.submitRun({ forgets: '*' }))
  const decide = useMutation(api.tell.decideRun({ forgets: '*' }))
  async function takeEvidence(): Promise<void> {
    const { taken, answered, differing } = await take.mutateAsync({ params })
    say.done('assess.evidence.taken', { taken, answered, differing })
  }
  const decided = (decision: 'accepted' | 'returned', reason?: string) =>
    decide.mutateAsync({ params, body: { decision, revision: run.revision, ...(reason ? { reason } : {}) } })
  return (
    <>
      {mayFill ? (
        <Button loading={take.isPending} onClick={() => void takeEvidence().catch(() => {})}>
          {t('assess.action.takeEvidence')}
        </Button>
      ) : null}{' '}
      <SheetButtons runId={run.id} mayFill={mayFill} />{' '}
      {detail.mayAssign ? <AssignButton detail={detail} /> : null}{' '}
      <Link to={`/assess/runs/${run.id}/report`}>{t('assess.action.report')}</Link>{' '}
      {mayFill ? (
        <ConfirmButton
          title={t('assess.ask.submit', { answered: run.answered, questions: run.questions })}
          onConfirm={async () =>
            void (await submit.mutateAsync({ params, body: { revision: run.revision } }))
          }
        >
          {t('assess.action.submit')}
        </ConfirmButton>
      ) : null}
      {mayCheck ? (
        <Allowed may="assess.check">
          <ConfirmButton
            title={t('assess.ask.accept')}
            onConfirm={async () => void (await decided('accepted'))}
          >
            {t('assess.action.accept')}
          </ConfirmButton>{' '}
          <ConfirmButton
            danger
            reason
            title={t('assess.ask.return')}
            onConfirm={async (reason) => void (await decided('returned', reason))}
          >
            {t('assess.action.return')}
          </ConfirmButton>
        </Allowed>
      ) : null}
    </>
  )
}
