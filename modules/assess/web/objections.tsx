import { FormDialog, Panel, SimpleTable, StatusTag, Time, useApi, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'
import type { CaseDetail } from './case.tsx'

/** Objections to a case, seen and answered by its officials alone. */
export function Objections({ detail }: { detail: CaseDetail }) {
  const { t } = useWords()
  const [answering, setAnswering] = useState<string | null>(null)
  const api = useApi(assess)
  if (detail.objections.length === 0) return null
  return (
    <Panel title={t('assess.case.objections')}>
      <SimpleTable
        caption={t('assess.case.objections')}
        rowKey="id"
        rows={detail.objections}
        columns={[
          { key: 'name', title: t('assess.field.name') },
          { key: 'contact', title: t('assess.column.contact') },
          { key: 'text', title: t('assess.column.text') },
          {
            key: 'files',
            title: t('assess.column.files'),
            render: (row) =>
              row.files.map((file) => (
                <Button
                  key={file.id}
                  type="link"
                  size="small"
                  onClick={() =>
                    void api.download.objectionFile({ params: { objectionId: row.id, fileId: file.id } })
                  }
                >
                  {file.fileName}
                </Button>
              )),
          },
          { key: 'at', title: t('assess.column.at'), render: (row) => <Time at={row.at} /> },
          {
            key: 'answer',
            title: t('assess.column.answer'),
            render: (row) =>
              row.answer ? (
                <>
                  <StatusTag
                    tone={row.upheld ? 'warning' : 'neutral'}
                    text={t(`assess.objection.${row.upheld ? 'upheld' : 'refused'}`)}
                  />{' '}
                  {row.answer}
                </>
              ) : (
                <Button size="small" onClick={() => setAnswering(row.id)}>
                  {t('assess.action.answer')}
                </Button>
              ),
          },
        ]}
      />
      <FormDialog
        open={answering !== null}
        onClose={() => setAnswering(null)}
        title={t('assess.action.answer')}
        contract={assess}
        route="answerObjection"
        input={{ params: { objectionId: answering ?? '' } }}
        initial={{ upheld: false }}
        fields={{ answer: { control: 'longText' } }}
      />
    </Panel>
  )
}
