import {
  Figure,
  Grid,
  Link,
  ListPage,
  SampleTag,
  StatusTag,
  Time,
  useApi,
  useSearch,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'
import './governance.css'
import { Money } from './money.tsx'

const tones = { planned: 'info', cancelled: 'neutral', paid: 'success', returned: 'warning' } as const
const sums = ['planned', 'paid', 'returned', 'cancelled', 'open'] as const

/** The record of money, with totals that open to the movements that make them. */
export function Page() {
  const { t, name } = useWords()
  return (
    <ListPage
      contract={governance}
      route="movements"
      title={t('governance.page.movements')}
      before={<Totals />}
      rowKey="id"
      filters={['status', 'purpose', 'year']}
      columns={[
        {
          key: 'title',
          main: true,
          title: 'governance.application.project',
          render: (row) => (
            <div className="governance-long">
              <Link to={`/governance/applications/${row.applicationId}`}>{row.title}</Link>{' '}
              {row.isSample ? <SampleTag /> : null}
              <p className="governance-excerpt">
                {name({ nameZh: row.programmeZh, nameEn: row.programmeEn })}
              </p>
            </div>
          ),
        },
        {
          key: 'status',
          render: ({ status }) => (
            <StatusTag tone={tones[status]} text={t(`governance.value.status.${status}`)} />
          ),
        },
        { key: 'purpose', render: ({ purpose }) => t(`governance.value.purpose.${purpose}`) },
        {
          key: 'amountFen',
          title: 'governance.column.amount',
          align: 'end',
          sort: true,
          render: (row) => <Money fen={row.amountFen} />,
        },
        { key: 'at', sort: true, render: (row) => <Time at={row.at} as="day" /> },
        {
          key: 'payerName',
          title: 'governance.movement.sides',
          render: (row) => (
            <div className="governance-firm">
              {row.payerName} → {row.payeeName}
            </div>
          ),
        },
        {
          key: 'basis',
          render: ({ basis }) => <span className="governance-paper">{basisText(t, basis)}</span>,
        },
      ]}
    />
  )
}

/** What is planned rests on the contract of the application with that number. */
function basisText(t: ReturnType<typeof useWords>['t'], basis: string): string {
  const [number, kind] = basis.split('/')
  return kind === 'contract' ? t('governance.movement.contract', { number: number ?? '' }) : basis
}

function Totals() {
  const { t } = useWords()
  const search = useSearch()
  const known = ['status', 'purpose', 'programme', 'application', 'year'].flatMap((key) =>
    search[key] === undefined ? [] : [[key, search[key]]],
  )
  const totals = useQuery(useApi(governance).ask.movementTotals({ query: Object.fromEntries(known) }))
  if (!totals.data) return null
  const { data } = totals
  return (
    <Grid columns={{ phone: 2, tablet: 3, desktop: 5 }}>
      {sums.map((one) => (
        <Figure key={one} label={t(`governance.movement.${one}`)} figure={data[one]} digits={2} />
      ))}
    </Grid>
  )
}
