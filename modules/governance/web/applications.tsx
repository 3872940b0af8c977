import { Link, ListPage, type RowOf, SampleTag, StatusTag, Time, useWords } from '@ronghe/kit/ui'
import { governance } from '../contract.ts'
import './governance.css'
import { stateText, toneOf } from './application-tone.ts'
import { Money } from './money.tsx'

/** Applications that the reader answers for. */
export function Page() {
  const { t, name } = useWords()
  return (
    <ListPage
      contract={governance}
      route="applications"
      title={t('governance.page.applications')}
      rowKey="id"
      filters={['state']}
      columns={[
        {
          key: 'title',
          main: true,
          title: 'governance.application.project',
          render: (row) => (
            <div className="governance-long">
              <Link to={`/governance/applications/${row.id}`}>{row.title}</Link>{' '}
              {row.isSample ? <SampleTag /> : null}
              <p className="governance-excerpt">
                {row.number} · {name({ nameZh: row.programmeZh, nameEn: row.programmeEn })}
              </p>
            </div>
          ),
        },
        {
          key: 'organisationName',
          render: (row) => <div className="governance-lead">{row.organisationName}</div>,
        },
        {
          key: 'state',
          render: (row) => <State row={row} />,
        },
        {
          key: 'asked',
          title: 'governance.application.asked',
          align: 'end',
          render: (row) => <Money fen={row.askedFen} />,
        },
        {
          key: 'grant',
          title: 'governance.application.granted',
          align: 'end',
          render: (row) => <Money fen={row.grantFen} />,
        },
        { key: 'updatedAt', render: (row) => <Time at={row.updatedAt} as="ago" /> },
      ]}
    />
  )
}

/** Where it stands, and how often the firm says otherwise than the platform knows. */
function State({ row: { state, otherwise } }: { row: RowOf<typeof governance, 'applications'> }) {
  const { t } = useWords()
  return (
    <>
      <StatusTag tone={toneOf(state)} text={stateText(t, state)} />
      {otherwise > 0 ? (
        <div>
          <StatusTag tone="warning" text={`${t('governance.entry.differences')} ${otherwise}`} />
        </div>
      ) : null}
    </>
  )
}
