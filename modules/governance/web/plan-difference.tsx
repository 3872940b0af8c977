import { Loaded, Panel, SimpleTable, StatusTag, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'
import type { Plan } from './plan.tsx'

const tones = { added: 'success', removed: 'error', changed: 'warning' } as const

/** What a version changes against the one it is based on, field by field. */
export function PlanDifference({ plan }: { plan: Plan['plan'] }) {
  const { t } = useWords()
  const found = useQuery(useApi(governance).ask.planDifference({ params: { planId: plan.id } }))
  return (
    <Panel title={t('governance.plan.tab.difference')}>
      <Loaded ask={found}>
        {({ rows, since }) =>
          since === null ? (
            <p>{t('governance.plan.first')}</p>
          ) : rows.length === 0 ? (
            <p>{t('governance.plan.same')}</p>
          ) : (
            <DifferenceTable caption={t('governance.plan.since', { number: since.number })} rows={rows} />
          )
        }
      </Loaded>
    </Panel>
  )
}

type Row = Awaited<
  ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['planDifference']>
>['rows'][number]

/** What changes, node by node and field by field. */
export function DifferenceTable({ caption, rows }: { caption: string; rows: readonly Row[] }) {
  const { t, name } = useWords()
  return (
    <SimpleTable
      caption={caption}
      rowKey="key"
      rows={rows}
      columns={[
        {
          key: 'change',
          title: t('governance.plan.change'),
          render: (row) => (
            <StatusTag tone={tones[row.change]} text={t(`governance.value.change.${row.change}`)} />
          ),
        },
        {
          key: 'title',
          title: t('governance.plan.node'),
          render: (row) => `${row.key} ${name({ nameZh: row.titleZh, nameEn: row.titleEn })}`,
        },
        {
          key: 'fields',
          title: t('governance.plan.fields'),
          render: (row) => (
            <ul className="governance-fields">
              {row.fields.map((one) => (
                <li key={one.field}>
                  {t(`governance.column.${one.field}`)}: <del>{one.before || '–'}</del> →{' '}
                  <ins>{one.after || '–'}</ins>
                </li>
              ))}
            </ul>
          ),
        },
      ]}
    />
  )
}
