import { Link, ListPage, SampleTag, useApi, useFixed, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { assess } from '../contract.ts'
import { DueDay, Status } from './parts.tsx'

/** Certificates and recognitions, for everybody to look up. */
export function Page() {
  const { t, name } = useWords()
  const fixed = useFixed(['organisation'])
  const procedures = useQuery(useApi(assess).ask.procedures({}))
  const options = (procedures.data?.rows ?? []).map((one) => ({ value: one.code, text: name(one) }))
  return (
    <ListPage
      contract={assess}
      route="certificates"
      title={t('assess.page.certificates')}
      rowKey="number"
      fixed={fixed}
      filters={[{ key: 'scheme', options }, 'status', 'year', 'isDue']}
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
        { key: 'status', render: (row) => <Status value={row.status} /> },
        { key: 'issuedOn', sort: true },
        { key: 'reviewDueOn', sort: true, render: (row) => <DueDay certificate={row} /> },
      ]}
    />
  )
}
