import {
  ConfirmButton,
  Page as Frame,
  Link,
  Loaded,
  Nothing,
  Panel,
  SampleTag,
  SimpleTable,
  Stack,
  StatusTag,
  Time,
  useApi,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { assess } from '../contract.ts'
import { CaseDocuments } from './case-documents.tsx'
import { CaseDraws } from './case-draws.tsx'
import { CaseFacts } from './case-facts.tsx'
import { Nonconformities } from './nonconformities.tsx'
import { Objections } from './objections.tsx'
import { Status, useNamed } from './parts.tsx'
import './assess.css'

export type CaseDetail = Awaited<ReturnType<ReturnType<typeof useApi<typeof assess>>['call']['case']>>

/** One case: where it stands, what may be done now and by whom, its papers, findings, reviews and history. */
export function Page() {
  const { t, name } = useWords()
  const { caseId } = useParams('caseId')
  const asked = useQuery(useApi(assess).ask.case({ params: { caseId } }))
  return (
    <Loaded ask={asked}>
      {(detail) => (
        <Frame
          title={name(detail.case)}
          breadcrumbs={[{ title: t('assess.page.cases'), to: '/assess/cases' }]}
          subtitle={detail.case.organisationName}
          tags={detail.case.isSample ? <SampleTag /> : undefined}
        >
          <Stack>
            <Stages detail={detail} />
            <Next detail={detail} />
            <CaseFacts detail={detail} />
            <CaseDocuments detail={detail} />
            <Nonconformities detail={detail} />
            <Reviews detail={detail} />
            <CaseDraws caseId={detail.case.id} />
            <Objections detail={detail} />
            <History detail={detail} />
          </Stack>
        </Frame>
      )}
    </Loaded>
  )
}

function Stages({ detail }: { detail: CaseDetail }) {
  const { t } = useWords()
  const named = useNamed()
  const at = (code: string) => detail.stages.findIndex((stage) => stage.code === code)
  const here = at(detail.case.stage)
  // How a case may end badly is no step on its way; it is told when it has come to it.
  const isShown = (stage: CaseDetail['stages'][number]) => !stage.isEnd || stage.code === detail.case.stage
  return (
    <ol className="assess-steps-bar" aria-label={t('assess.case.stages')}>
      {detail.stages.filter(isShown).map((stage) => (
        <li
          key={stage.code}
          data-state={at(stage.code) < here ? 'past' : 'coming'}
          aria-current={stage.code === detail.case.stage ? 'step' : undefined}
        >
          {named(stage.name)}
        </li>
      ))}
    </ol>
  )
}

function Next({ detail }: { detail: CaseDetail }) {
  const { t } = useWords()
  const named = useNamed()
  const move = useMutation(useApi(assess).tell.moveCase({ forgets: '*' }))
  const { id: caseId, revision } = detail.case
  const make = (code: string, note?: string) =>
    move.mutateAsync({ params: { caseId }, body: { move: code, revision, ...(note ? { note } : {}) } })
  return (
    <Panel title={t('assess.case.next')}>
      {detail.closesAt ? (
        <p className="r-muted">
          {t('assess.case.closes')} <Time at={detail.closesAt} />
        </p>
      ) : null}
      {detail.moves.length === 0 ? <Nothing text={t('assess.case.none')} /> : null}
      {detail.moves.map(({ code, name, wantsNote, lacks }) => (
        <div key={code} className="assess-node">
          {lacks.length > 0 ? (
            <>
              <Button disabled>{named(name)}</Button>
              <span className="r-muted">
                {t('assess.case.lacks', {
                  needs: lacks.map((need) => t(`assess.need.${need}`)).join(t('kit.listSeparator')),
                })}
              </span>
              {lacks.includes('run') ? <Link to="/assess/runs">{t('assess.case.toRuns')}</Link> : null}
            </>
          ) : (
            <ConfirmButton
              title={t('assess.case.ask', { move: named(name) })}
              {...(wantsNote ? { reason: true } : {})}
              onConfirm={async (reason) => void (await make(code, reason))}
            >
              {named(name)}
            </ConfirmButton>
          )}
        </div>
      ))}
    </Panel>
  )
}

function Reviews({ detail }: { detail: CaseDetail }) {
  const { t } = useWords()
  if (detail.reviews.length === 0) return null
  return (
    <Panel title={t('assess.case.reviews')}>
      <p className="r-muted">{t('assess.case.blind')}</p>
      <Spread detail={detail} />
      <SimpleTable
        caption={t('assess.case.reviews')}
        rowKey="id"
        rows={detail.reviews}
        columns={[
          { key: 'name', title: t('assess.column.expert'), render: (row) => row.name ?? '***' },
          { key: 'status', title: t('assess.column.status'), render: (row) => <Status value={row.status} /> },
          { key: 'score', title: t('assess.column.score'), align: 'end', render: (row) => row.score ?? '–' },
          { key: 'text', title: t('assess.column.text'), render: (row) => row.text ?? '–' },
        ]}
      />
    </Panel>
  )
}

/** How far the scores below lie apart, beside how far they may. */
function Spread({ detail: { reviews, rules } }: { detail: CaseDetail }) {
  const { t } = useWords()
  const scores = reviews.flatMap(({ score, status }) =>
    status === 'scored' && score !== null ? [score] : [],
  )
  if (scores.length < 2) return null
  const [low, high] = [Math.min(...scores), Math.max(...scores)]
  return (
    <p>
      {t('assess.case.spread', { low, high, spread: high - low })}
      {rules.spread === null ? null : t('assess.case.spreadMost', { most: rules.spread })}
    </p>
  )
}

function History({ detail }: { detail: CaseDetail }) {
  const { t } = useWords()
  const named = useNamed()
  return (
    <Panel title={t('assess.case.history')}>
      <SimpleTable
        caption={t('assess.case.history')}
        rowKey="id"
        rows={detail.events}
        columns={[
          { key: 'name', title: t('assess.column.change'), render: (row) => named(row.name) },
          {
            key: 'byName',
            title: t('assess.column.by'),
            render: (row) => (
              <>
                {row.byName} <StatusTag tone="neutral" text={t(`assess.party.${row.byParty}`)} />
              </>
            ),
          },
          { key: 'note', title: t('assess.column.note'), render: (row) => row.note ?? '–' },
          { key: 'at', title: t('assess.column.at'), render: (row) => <Time at={row.at} /> },
        ]}
      />
    </Panel>
  )
}
