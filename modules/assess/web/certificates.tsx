import { Link, ListPage, Panel, SampleTag, useApi, useMay, useSearch, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { assess } from '../contract.ts'
import { DueDay, Status } from './parts.tsx'
import './assess.css'

/** Certificates and recognitions, for everybody to look up. */
export function Page() {
  const { t, name } = useWords()
  const procedures = useQuery(useApi(assess).ask.procedures({}))
  const options = (procedures.data?.rows ?? []).map((one) => ({ value: one.code, text: name(one) }))
  return (
    <ListPage
      contract={assess}
      route="certificates"
      title={t('assess.page.certificates')}
      rowKey="number"
      before={<WithUnderWay />}
      filters={[{ key: 'scheme', options }, 'status', 'year', 'isDue']}
      columns={[
        {
          key: 'number',
          main: true,
          render: (row) => <Link to={`/assess/certificates/${row.number}`}>{row.number}</Link>,
        },
        {
          key: 'nameZh',
          title: 'assess.column.procedure',
          render: (row) => <span className="assess-wrapped">{name(row)}</span>,
        },
        {
          key: 'holder',
          render: (row) => (
            <span className="assess-wrapped">
              {row.holder} {row.isSample ? <SampleTag /> : null}
            </span>
          ),
        },
        { key: 'status', render: (row) => <Status value={row.status} /> },
        { key: 'issuedOn', sort: true },
        { key: 'reviewDueOn', sort: true, render: (row) => <DueDay certificate={row} /> },
      ]}
    />
  )
}

/** A goal may count certifications under way too: what stands below and they make its figure. */
function WithUnderWay() {
  const { t } = useWords()
  const may = useMay()
  const { underWay, scheme, region } = useSearch() as Partial<
    Record<'underWay' | 'scheme' | 'region', string>
  >
  const isAsked = underWay === 'true'
  const query = region ? { region } : {}
  const asked = useQuery({ ...useApi(assess).ask.summary({ query }), enabled: isAsked })
  if (!isAsked || !asked.data) return null
  const schemes = (scheme ?? '').split(',')
  const valid = asked.data.certificates
    .filter((one) => schemes.includes(one.scheme))
    .reduce((sum, one) => sum + one.valid, 0)
  const open = asked.data.underWay
  const parts = t('assess.certificates.sumOf', { valid, open })
  const where = new URLSearchParams({ kind: 'certification', isUnderWay: 'true', ...query })
  return (
    <Panel title={t('assess.certificates.sum')}>
      <p>
        <strong className="r-sum">{valid + open}</strong> {parts}{' '}
        {may('assess.read') ? (
          <Link to={`/assess/cases?${where}`}>{t('assess.certificates.open')}</Link>
        ) : null}
      </p>
    </Panel>
  )
}
