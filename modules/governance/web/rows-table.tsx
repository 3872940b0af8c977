import { Facts, type SimpleColumn, SimpleTable, Stack, usePhone } from '@ronghe/kit/ui'
import type { ReactNode } from 'react'

type Props<R extends object> = {
  caption: string
  rowKey: (row: R) => string
  rows: R[]
  columns: SimpleColumn<R>[]
  /** On a phone each fact takes a line of its own. */
  wide?: boolean
}

/** A table; on a phone each row is a card, so that all of it is in view. */
export function RowsTable<R extends object>({ caption, rowKey, rows, columns, wide = false }: Props<R>) {
  const phone = usePhone()
  if (!phone) return <SimpleTable caption={caption} rowKey={rowKey} rows={rows} columns={columns} />
  const cell = (row: R, key: string) => (row as Record<string, ReactNode>)[key]
  return (
    <Stack>
      {rows.map((row) => (
        <section key={rowKey(row)} className="governance-part">
          <Facts
            items={columns.map(({ key, title, render }) => {
              return { label: title, value: render ? render(row) : cell(row, key), wide }
            })}
          />
        </section>
      ))}
    </Stack>
  )
}
