import { ListPage, SampleTag, StatusTag, useApi, useWords } from '@ronghe/kit/ui'
import { trace } from '../../contract.ts'

/** Papers that other organisations mean for us as their partner. */
export function Page() {
  const { t } = useWords()
  const api = useApi(trace)
  return (
    <ListPage
      contract={trace}
      route="partnerPapers"
      title={t('trace.page.partnerPapers')}
      rowKey="id"
      filters={['kind', 'isExpired']}
      empty={{ text: t('trace.partnerPapers.none') }}
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
        { key: 'ownerName', sort: true },
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
      ]}
      rowActions={(row) => [
        {
          key: 'download',
          text: t('trace.document.download'),
          onClick: () => api.download.partnerPaper({ params: { documentId: row.id } }),
        },
      ]}
    />
  )
}
