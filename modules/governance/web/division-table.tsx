import type { MachineSummary } from '@ronghe/factory/contract'
import type { Static } from '@ronghe/kit/contract'
import { formatNumber, Link, SimpleTable, useWords } from '@ronghe/kit/ui'
import { percentText } from './cartogram.tsx'
import './governance.css'

type Summary = Static<typeof MachineSummary>
type Division = { code: string; nameZh: string; nameEn: string; machines: Summary }

type DivisionTableProps = {
  caption: string
  rows: readonly Division[]
  /** All of them together; stands in the last row. */
  total: Summary
  columns: readonly Exclude<keyof Summary, 'key'>[]
  /** Where a division leads; null: nowhere further. */
  to: (code: string) => string | null
}

/** Counts and rates of divisions, and of all of them together in the last row. */
export function DivisionTable({ caption, rows, total, columns, to }: DivisionTableProps) {
  const { t, name, locale } = useWords()
  const cellOf = (summary: Summary, key: (typeof columns)[number]) => {
    const value = summary[key]
    const isRate = key === 'rateDeclared' || key === 'rateEvidenced'
    return isRate ? percentText(locale, value, 1) : formatNumber(value ?? 0, locale, 0)
  }
  const all = { code: '', nameZh: '', nameEn: '', machines: total }
  return (
    <SimpleTable
      caption={caption}
      rowKey="code"
      rows={[...rows, all]}
      columns={[
        {
          key: 'name',
          title: t('governance.divisions.name'),
          render: (row) => {
            if (row === all) return <strong>{t('governance.divisions.total')}</strong>
            const path = to(row.code)
            return path ? (
              <Link to={path} className="governance-name">
                {name(row)}
              </Link>
            ) : (
              name(row)
            )
          },
        },
        ...columns.map((key) => ({
          key,
          title: t(`governance.short.${key}`),
          align: 'end' as const,
          render: (row: Division) =>
            row === all ? <strong>{cellOf(row.machines, key)}</strong> : cellOf(row.machines, key),
        })),
      ]}
    />
  )
}
