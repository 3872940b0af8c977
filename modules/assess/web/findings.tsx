import {
  Allowed,
  type Column,
  Link,
  ListPage,
  type RowOf,
  type T,
  Time,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { assess } from '../contract.ts'
import { DecideDialog, type Deciding, decisionsFor } from './decide-finding.tsx'
import { Status, useNamed } from './parts.tsx'
import type { Named } from './types.ts'
import './assess.css'

type Finding = RowOf<typeof assess, 'findings'>

function findingColumns(t: T, named: (name: Named) => string): Column<Finding>[] {
  return [
    {
      key: 'organisationName',
      main: true,
      sort: true,
      render: (row) => (
        <Link className="assess-wrapped" to={`/assess/findings/${row.id}`}>
          {row.organisationName}
        </Link>
      ),
    },
    { key: 'year', sort: true },
    {
      key: 'kind',
      title: 'assess.column.finding',
      sort: true,
      render: (row) => (
        <div className="assess-wrapped">
          {t(`assess.value.finding.${row.kind}`)}
          {row.questionName ? <div className="r-muted">{named(row.questionName)}</div> : null}
        </div>
      ),
    },
    { key: 'text', render: (row) => <span className="assess-wrapped">{row.text}</span> },
    {
      key: 'status',
      sort: true,
      render: (row) => (
        <div className="assess-wrapped">
          <Status value={row.status} />
          {row.note ? <div className="r-muted">{`${row.note} (${row.byName})`}</div> : null}
        </div>
      ),
    },
    {
      key: 'at',
      title: 'assess.column.at',
      sort: true,
      wideOnly: true,
      render: (row) => <Time at={row.at} as="day" />,
    },
  ]
}

/** The queue of an assessor: outliers, jumps, copied answers, overridden evidence. */
export function Page() {
  const { t, name } = useWords()
  const named = useNamed()
  const [deciding, setDeciding] = useState<Deciding | null>(null)
  const frameworks = useQuery(useApi(assess).ask.frameworks({ query: { pageSize: 200 } }))
  const codes = new Map((frameworks.data?.rows ?? []).map((row) => [row.code, name(row)]))
  return (
    <>
      <ListPage
        contract={assess}
        route="findings"
        title={t('assess.page.findings')}
        rowKey="id"
        actions={
          <Allowed may="assess.read">
            <Link to="/assess/quality-rules">{t('assess.page.qualityRules')}</Link>
          </Allowed>
        }
        filters={[
          'status',
          {
            key: 'kind',
            title: 'assess.column.finding',
            options: kinds.map((value) => ({ value, text: t(`assess.value.finding.${value}`) })),
          },
          'year',
          { key: 'framework', options: [...codes].map(([value, text]) => ({ value, text })) },
        ]}
        columns={findingColumns(t, named)}
        rowActions={(row) =>
          decisionsFor(row.status).map((status) => ({
            key: status,
            text: t(`assess.action.${status}`),
            onClick: () => setDeciding({ id: row.id, status }),
          }))
        }
      />
      <DecideDialog deciding={deciding} onClose={() => setDeciding(null)} />
    </>
  )
}

const kinds = ['outlier', 'copied', 'jump', 'override'] as const
