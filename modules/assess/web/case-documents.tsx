import { Panel, SimpleTable, Time, UploadForm, useApi, useWords } from '@ronghe/kit/ui'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'
import type { CaseDetail } from './case.tsx'
import { useNamed } from './parts.tsx'

/** Papers of a case by kind, every version to be read again. */
export function CaseDocuments({ detail }: { detail: CaseDetail }) {
  const { t } = useWords()
  const named = useNamed()
  const api = useApi(assess)
  const [kind, setKind] = useState<string | null>(null)
  const caseId = detail.case.id
  const may = detail.case.isOpen && detail.parties.some((one) => ['firm', 'consultant', 'body'].includes(one))
  if (detail.wanted.length === 0) return null
  return (
    <Panel title={t('assess.case.documents')}>
      <SimpleTable
        caption={t('assess.case.documents')}
        rowKey="code"
        rows={detail.wanted}
        columns={[
          {
            key: 'name',
            title: t('assess.column.document'),
            render: (row) => (
              <>
                {named(row.name)}{' '}
                {row.isNeeded ? <span className="r-muted">{t('assess.case.needed')}</span> : null}
              </>
            ),
          },
          {
            key: 'versions',
            title: t('assess.column.version'),
            render: (row) => <Versions detail={detail} kind={row.code} />,
          },
          {
            key: 'add',
            title: t('assess.action.attach'),
            render: (row) =>
              may ? (
                <Button size="small" onClick={() => setKind(row.code)}>
                  {t('assess.action.attach')}
                </Button>
              ) : null,
          },
        ]}
      />
      <Modal
        open={kind !== null}
        footer={null}
        title={t('assess.action.attach')}
        onCancel={() => setKind(null)}
        destroyOnHidden
      >
        <UploadForm
          contract={assess}
          route="addDocument"
          params={{ caseId }}
          query={{ kind: kind ?? '' }}
          accept=".pdf,.png,.jpg,.jpeg,.xlsx,.docx,.zip"
          onDone={() => {
            setKind(null)
            api.forget('case')
          }}
        />
      </Modal>
    </Panel>
  )
}

function Versions({ detail, kind }: { detail: CaseDetail; kind: string }) {
  const api = useApi(assess)
  const caseId = detail.case.id
  return detail.documents
    .filter((one) => one.kind === kind)
    .map((one) => (
      <div key={one.id}>
        <Button
          type="link"
          size="small"
          onClick={() => void api.download.document({ params: { caseId, documentId: one.id } })}
        >
          {`${one.version}. ${one.fileName}`}
        </Button>{' '}
        {one.byName} <Time at={one.at} as="day" />
      </div>
    ))
}
