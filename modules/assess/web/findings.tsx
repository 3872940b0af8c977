import { type Column, FormDialog, Link, ListPage, type RowOf, type T, Time, useWords } from '@ronghe/kit/ui'
import { useState } from 'react'
import { assess } from '../contract.ts'
import { Status, useNamed } from './parts.tsx'
import type { Named } from './types.ts'

type Finding = RowOf<typeof assess, 'findings'>

function findingColumns(t: T, named: (name: Named) => string): Column<Finding>[] {
  return [
    {
      key: 'organisationName',
      main: true,
      sort: true,
      render: (row) => <Link to={`/assess/runs/${row.runId}?tab=remarks`}>{row.organisationName}</Link>,
    },
    { key: 'year', sort: true },
    {
      key: 'kind',
      title: 'assess.column.finding',
      sort: true,
      render: (row) => t(`assess.value.finding.${row.kind}`),
    },
    { key: 'question', render: (row) => (row.questionName ? named(row.questionName) : '–') },
    { key: 'text' },
    { key: 'status', sort: true, render: (row) => <Status value={row.status} /> },
    { key: 'note', render: (row) => (row.note ? `${row.note} (${row.byName})` : '–') },
    { key: 'at', title: 'assess.column.at', wideOnly: true, render: (row) => <Time at={row.at} as="day" /> },
  ]
}

/** The queue of an assessor: outliers, jumps, copied answers, overridden evidence. */
export function Page() {
  const { t } = useWords()
  const named = useNamed()
  const [deciding, setDeciding] = useState<{ row: Finding; status: string } | null>(null)
  return (
    <>
      <ListPage
        contract={assess}
        route="findings"
        title={t('assess.page.findings')}
        rowKey="id"
        filters={[
          'status',
          {
            key: 'kind',
            title: 'assess.column.finding',
            options: kinds.map((value) => ({ value, text: t(`assess.value.finding.${value}`) })),
          },
        ]}
        columns={findingColumns(t, named)}
        rowActions={(row) =>
          row.status === 'open'
            ? (['confirmed', 'dismissed'] as const).map((status) => ({
                key: status,
                text: t(`assess.action.${status}`),
                onClick: () => setDeciding({ row, status }),
              }))
            : []
        }
      />
      <FormDialog
        open={deciding !== null}
        onClose={() => setDeciding(null)}
        title={t(`assess.action.${deciding?.status ?? 'confirmed'}`)}
        contract={assess}
        route="decideFinding"
        input={{ params: { findingId: deciding?.row.id ?? '' } }}
        initial={{ status: deciding?.status }}
        fields={{ status: { hidden: true }, note: { control: 'longText' } }}
      />
    </>
  )
}

const kinds = ['outlier', 'copied', 'jump', 'override'] as const
