import { ListPage, SampleTag, StatusTag, useApi, useMay, useWords } from '@ronghe/kit/ui'
import { useState } from 'react'
import { trace } from '../../contract.ts'
import { EditPaper } from './documents-of.tsx'
import type { PaperLine } from './papers.ts'

/** All test reports, certificates and other papers. */
export function Page() {
  const { t } = useWords()
  const api = useApi(trace)
  const may = useMay()
  const [edited, setEdited] = useState<PaperLine | null>(null)
  return (
    <>
      <ListPage
        contract={trace}
        route="documents"
        title={t('trace.page.documents')}
        rowKey="id"
        filters={['kind', 'audience', 'isExpired']}
        columns={[
          {
            key: 'title',
            sort: true,
            main: true,
            render: ({ title, isSample }) => (
              <>
                {title} {isSample ? <SampleTag /> : null}
              </>
            ),
          },
          { key: 'kind', sort: true },
          { key: 'identifier', sort: true },
          { key: 'number' },
          { key: 'issuer' },
          { key: 'issuedOn', sort: true },
          {
            key: 'validUntil',
            sort: true,
            render: ({ validUntil, isExpired }) =>
              isExpired ? <StatusTag tone="warning" text={validUntil ?? ''} /> : (validUntil ?? '–'),
          },
          { key: 'audience' },
        ]}
        rowActions={(row) => [
          {
            key: 'download',
            text: t('trace.document.download'),
            onClick: () => api.download.documentFile({ params: { documentId: row.id } }),
          },
          ...(may('trace.capture')
            ? [{ key: 'edit', text: t('trace.document.edit'), onClick: () => setEdited(row) }]
            : []),
        ]}
      />
      {edited ? <EditPaper paper={edited} onClose={() => setEdited(null)} /> : null}
    </>
  )
}
