import { Facts, FormDialog, Link, Panel, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'
import { useAgencies } from './agencies.ts'
import type { CaseDetail } from './case.tsx'
import { DueDay, ExampleMark, Status } from './parts.tsx'

/** What a case is about: who takes part, its assessment, its certificate and its dates. */
export function CaseFacts({ detail }: { detail: CaseDetail }) {
  const { t } = useWords()
  const [isChoosing, setChoosing] = useState(false)
  const { case: one, certificate, parties } = detail
  const { field, nameOf } = useAgencies([one.bodyId, one.consultantId])
  return (
    <Panel
      title={t('assess.case.about')}
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
          ...(one.kind === 'certification' || one.bodyId
            ? [
                { label: t('assess.field.bodyId'), value: nameOf(one.bodyId) },
                { label: t('assess.field.consultantId'), value: nameOf(one.consultantId) },
              ]
            : []),
          {
            label: t('assess.page.run'),
            value: one.runId ? (
              <Link to={`/assess/runs/${one.runId}`}>{t('assess.evidence.open')}</Link>
            ) : null,
          },
          {
            label: t('assess.case.certificate'),
            value: certificate ? (
              <>
                <Link to={`/assess/certificates/${certificate.number}`}>{certificate.number}</Link>{' '}
                <Status value={certificate.status} />
              </>
            ) : null,
          },
          {
            label: t('assess.column.reviewDueOn'),
            value: certificate?.reviewDueOn ? <DueDay certificate={certificate} /> : null,
          },
          {
            label: t('assess.case.notice'),
            value: one.noticeFrom ? `${one.noticeFrom} – ${one.noticeUntil}` : null,
          },
          { label: t('assess.case.rules'), value: <Rules detail={detail} />, wide: true },
        ]}
      />
      {isChoosing ? <PartiesDialog detail={detail} field={field} onClose={() => setChoosing(false)} /> : null}
    </Panel>
  )
}

/** The numbers of the procedure, marked where its original was not read. */
function Rules({ detail: { rules } }: { detail: CaseDetail }) {
  const { t } = useWords()
  const { example, ...numbers } = rules
  const said = Object.entries(numbers).flatMap(([key, count]) =>
    count === null ? [] : [t(`assess.case.rule.${key}`, { count })],
  )
  return (
    <>
      {said.join(t('kit.listSeparator'))} {example ? <ExampleMark source={example} /> : null}
    </>
  )
}

function PartiesDialog(props: {
  detail: CaseDetail
  field: ReturnType<typeof useAgencies>['field']
  onClose: () => void
}) {
  const { t } = useWords()
  const { case: one } = props.detail
  const { field } = props
  return (
    <FormDialog
      open
      onClose={props.onClose}
      title={t('assess.action.parties')}
      contract={assess}
      route="setParties"
      input={{ params: { caseId: one.id } }}
      initial={{ consultantId: one.consultantId, bodyId: one.bodyId, revision: one.revision }}
      fields={{ consultantId: field, bodyId: field, revision: { hidden: true } }}
      order={['bodyId', 'consultantId']}
      prepare={(body) => ({ consultantId: null, bodyId: null, ...body })}
    />
  )
}
