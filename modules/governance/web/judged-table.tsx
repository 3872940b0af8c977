import { SimpleTable, StatusTag, useWords } from '@ronghe/kit/ui'
import type { Judged } from '../funds/eligibility.ts'

/** Conditions with what was found: met, not met, or not known. */
export function JudgedTable({ rows }: { rows: readonly Judged[] }) {
  const { t } = useWords()
  return (
    <SimpleTable
      caption={t('governance.programme.conditions')}
      rowKey="fact"
      rows={[...rows]}
      columns={[
        {
          key: 'fact',
          title: t('governance.condition.fact'),
          render: (row) => t(`governance.fact.${row.fact}`),
        },
        {
          key: 'value',
          title: t('governance.programme.needed'),
          render: (row) => `${t(`governance.operator.${row.operator}`)} ${row.value}`,
        },
        { key: 'found', title: t('governance.programme.found'), render: (row) => row.found ?? '–' },
        {
          key: 'met',
          title: t('governance.programme.met'),
          render: (row) => (
            <StatusTag
              tone={row.met === null ? 'unknown' : row.met ? 'success' : 'error'}
              text={t(`governance.programme.met.${row.met}`)}
            />
          ),
        },
      ]}
    />
  )
}
