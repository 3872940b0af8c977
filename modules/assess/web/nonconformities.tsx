import { ConfirmButton, FormDialog, Panel, SimpleTable, useApi, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'
import type { CaseDetail } from './case.tsx'
import { Status } from './parts.tsx'

type Row = CaseDetail['nonconformities'][number]

/** What the body found, the firm corrected, and the body closed. */
export function Nonconformities({ detail }: { detail: CaseDetail }) {
  const { t } = useWords()
  const [isOpening, setOpening] = useState(false)
  const isBody = detail.parties.includes('body') && detail.case.isOpen
  if (detail.case.kind !== 'certification') return null
  return (
    <Panel
      title={t('assess.case.nonconformities')}
      extra={
        isBody ? (
          <Button size="small" onClick={() => setOpening(true)}>
            {t('assess.action.openNonconformity')}
          </Button>
        ) : null
      }
    >
      <SimpleTable
        caption={t('assess.case.nonconformities')}
        rowKey="id"
        rows={detail.nonconformities}
        columns={[
          { key: 'clause', title: t('assess.column.clause') },
          {
            key: 'grade',
            title: t('assess.column.grade'),
            render: (row) => t(`assess.value.grade.${row.grade}`),
          },
          { key: 'text', title: t('assess.column.text') },
          { key: 'correction', title: t('assess.column.correction') },
          { key: 'status', title: t('assess.column.status'), render: (row) => <Status value={row.status} /> },
          { key: 'act', title: t('assess.case.next'), render: (row) => <Act row={row} detail={detail} /> },
        ]}
      />
      <FormDialog
        open={isOpening}
        onClose={() => setOpening(false)}
        title={t('assess.action.openNonconformity')}
        contract={assess}
        route="openNonconformity"
        input={{ params: { caseId: detail.case.id } }}
        initial={{ grade: 'minor' }}
        fields={{ text: { control: 'longText' } }}
        order={['clause', 'grade', 'text']}
      />
    </Panel>
  )
}

function Act({ row, detail }: { row: Row; detail: CaseDetail }) {
  const { t } = useWords()
  const change = useMutation(useApi(assess).tell.changeNonconformity({ forgets: ['case'] }))
  const to = (status: 'open' | 'corrected' | 'closed') => async (reason?: string) =>
    void (await change.mutateAsync({
      params: { nonconformityId: row.id },
      body: { status, text: reason ?? '' },
    }))
  if (row.status === 'open' && detail.parties.includes('firm')) {
    return (
      <ConfirmButton reason title={t('assess.action.corrected')} onConfirm={to('corrected')}>
        {t('assess.action.corrected')}
      </ConfirmButton>
    )
  }
  if (row.status !== 'corrected' || !detail.parties.includes('body')) return null
  return (
    <>
      <ConfirmButton reason title={t('assess.action.closed')} onConfirm={to('closed')}>
        {t('assess.action.closed')}
      </ConfirmButton>{' '}
      <ConfirmButton reason danger title={t('assess.action.reopen')} onConfirm={to('open')}>
        {t('assess.action.reopen')}
      </ConfirmButton>
    </>
  )
}
