import {
  ConfirmButton,
  Facts,
  FormDialog,
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
import { registry } from '@ronghe/registry/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'
import { CaseDocuments } from './case-documents.tsx'
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
            <About detail={detail} />
            <CaseDocuments detail={detail} />
            <Nonconformities detail={detail} />
            <Reviews detail={detail} />
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
  const here = detail.stages.findIndex(({ code }) => code === detail.case.stage)
  return (
    <ol className="assess-steps-bar" aria-label={t('assess.case.stages')}>
      {detail.stages.map((stage, at) => (
        <li
          key={stage.code}
          data-state={at < here ? 'past' : 'coming'}
          aria-current={at === here ? 'step' : undefined}
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
      {detail.moves.length === 0 ? <Nothing text={t('assess.case.none')} /> : null}
      {detail.moves.map(({ code, name, wantsNote, lacks }) => (
        <div key={code} className="assess-node">
          {lacks.length > 0 ? (
            <>
              <Button disabled>{named(name)}</Button>
              <span className="r-muted">
                {t('assess.case.lacks', {
                  needs: lacks.map((need) => t(`assess.need.${need}`)).join(t('assess.listSeparator')),
                })}
              </span>
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

function About({ detail }: { detail: CaseDetail }) {
  const { t } = useWords()
  const [isChoosing, setChoosing] = useState(false)
  const { case: one, certificate, parties } = detail
  const agencies = useQuery(
    useApi(registry).ask.organisations({ query: { kind: 'serviceAgency', pageSize: 200 } }),
  )
  const options = (agencies.data?.rows ?? []).map((row) => ({ value: row.id, text: row.name }))
  const nameOf = (id: string | null) => options.find(({ value }) => value === id)?.text ?? null
  const hash = one.poolHash ? <span className="assess-code">{one.poolHash}</span> : null
  return (
    <Panel
      title={t('assess.framework.about')}
      extra={
        parties.includes('firm') && one.isOpen ? (
          <Button size="small" onClick={() => setChoosing(true)}>
            {t('assess.action.parties')}
          </Button>
        ) : null
      }
    >
      <Facts
        items={[
          { label: t('assess.field.bodyId'), value: nameOf(one.bodyId) },
          { label: t('assess.field.consultantId'), value: nameOf(one.consultantId) },
          {
            label: t('assess.page.run'),
            value: one.runId ? (
              <Link to={`/assess/runs/${one.runId}`}>{t('assess.evidence.open')}</Link>
            ) : null,
          },
          {
            label: t('assess.case.certificate'),
            value: certificate ? <Link to={`/assess/certificates/${certificate}`}>{certificate}</Link> : null,
          },
          {
            label: t('assess.case.notice'),
            value: one.noticeFrom ? `${one.noticeFrom} – ${one.noticeUntil}` : null,
          },
          { label: t('assess.case.seed'), value: one.seed },
          { label: t('assess.case.pool'), value: hash, wide: true },
        ]}
      />
      <FormDialog
        open={isChoosing}
        onClose={() => setChoosing(false)}
        title={t('assess.action.parties')}
        contract={assess}
        route="setParties"
        input={{ params: { caseId: one.id } }}
        initial={{ consultantId: one.consultantId, bodyId: one.bodyId, revision: one.revision }}
        fields={{ consultantId: { options }, bodyId: { options }, revision: { hidden: true } }}
        order={['bodyId', 'consultantId']}
        prepare={(body) => ({ consultantId: null, bodyId: null, ...body })}
      />
    </Panel>
  )
}

function Reviews({ detail }: { detail: CaseDetail }) {
  const { t } = useWords()
  if (detail.reviews.length === 0) return null
  return (
    <Panel title={t('assess.case.reviews')}>
      <p className="r-muted">{t('assess.case.blind')}</p>
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
