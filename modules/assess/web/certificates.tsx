import { Link, ListPage, SampleTag, useWords } from '@ronghe/kit/ui'
import { assess } from '../contract.ts'
import { Status } from './parts.tsx'

/** Certificates and recognitions, for everybody to look up. */
export function Page() {
  const { t, name } = useWords()
  return (
    <ListPage
      contract={assess}
      route="certificates"
      title={t('assess.page.certificates')}
      rowKey="number"
      columns={[
        {
          key: 'number',
          main: true,
          render: (row) => <Link to={`/assess/certificates/${row.number}`}>{row.number}</Link>,
        },
        { key: 'nameZh', title: 'assess.column.procedure', render: (row) => name(row) },
        {
          key: 'holder',
          render: (row) => (
            <>
              {row.holder} {row.isSample ? <SampleTag /> : null}
            </>
          ),
        },
        { key: 'issuedOn' },
        { key: 'validUntil' },
        { key: 'status', render: (row) => <Status value={row.status} /> },
      ]}
    />
  )
}
