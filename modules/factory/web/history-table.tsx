import { Nothing, SimpleTable, Time, useWords } from '@ronghe/kit/ui'
import { Pagination } from 'antd'
import { useState } from 'react'
import type { Line } from './history-lines.ts'

const pageRows = 50

/** The figures themselves, the newest interval first; doubtful ones are marked. */
export function HistoryTable({
  title,
  at,
  lines,
}: {
  title: string
  at: readonly number[]
  lines: readonly Line[]
}) {
  const { t, locale } = useWords()
  const [page, setPage] = useState(1)
  if (at.length === 0) return <Nothing text={t('factory.history.none')} />
  const newest = at.map((_, index) => at.length - 1 - index)
  const shown = newest.slice((page - 1) * pageRows, page * pageRows)
  const digits = new Intl.NumberFormat(locale, { maximumSignificantDigits: 7 })
  return (
    <>
      <div style={{ overflowX: 'auto' }}>
        <SimpleTable
          caption={title}
          rowKey="index"
          rows={shown.map((index) => ({ index: String(index), row: index }))}
          columns={[
            {
              key: 'at',
              title: t('factory.column.at'),
              render: ({ row }) => <Time at={iso(at[row] ?? 0)} />,
            },
            ...lines.map((line) => ({
              key: line.key,
              title: line.unit === '' ? line.name : `${line.name} (${line.unit})`,
              align: 'end' as const,
              render: ({ row }: { row: number }) => {
                const value = line.value[row] ?? null
                const status = line.status[row] ?? 'noData'
                const text = value === null ? '—' : digits.format(value)
                if (status === 'good') return text
                return (
                  <span title={t(`factory.value.status.${status}`)}>
                    {value === null ? text : `~ ${text}`}
                  </span>
                )
              },
            })),
          ]}
        />
      </div>
      <Pagination
        current={page}
        pageSize={pageRows}
        total={at.length}
        onChange={setPage}
        showSizeChanger={false}
        size="small"
        align="end"
        style={{ marginBlockStart: 12 }}
      />
    </>
  )
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
