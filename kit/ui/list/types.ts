import type { ReactNode } from 'react'
import type { Answer, Contract, Input } from '../../contract/index.ts'

/** Routes of a contract whose answer is a list. */
export type ListRoute<C extends Contract> = {
  [K in keyof C['routes'] & string]: Answer<C['routes'][K]> extends { rows: object[] } ? K : never
}[keyof C['routes'] & string]

export type RowOf<C extends Contract, K extends keyof C['routes'] & string> =
  Answer<C['routes'][K]> extends { rows: (infer R extends object)[] } ? R : never

export type Column<R> = {
  /**
   * Field of the row; its title is the word `<module>.column.<key>` unless `title` gives another word key.
   */
  key: string
  title?: string
  render?: (row: R) => ReactNode
  /** The server can sort by this key. */
  sort?: boolean
  align?: 'start' | 'end'
  width?: number
  /** Heading of the card on phones; the first column unless said otherwise. */
  main?: boolean
  /** Not shown on phones. */
  wideOnly?: boolean
}

export type Option = { value: string; text: string }
export type Filter = { key: string; title?: string; options?: readonly Option[] }

export type RowAction = {
  key: string
  text: string
  onClick: () => unknown
  may?: string
  danger?: boolean
  disabled?: boolean
}

export type BulkAction<R> = {
  key: string
  text: string
  onClick: (rows: R[]) => unknown
  may?: string
  danger?: boolean
}

export type ListViewProps<C extends Contract, K extends ListRoute<C>> = {
  contract: C
  route: K
  params?: Input<C['routes'][K]>['params']
  /** Query that is always sent and is not in the address, e.g. the organisation whose page this is. */
  fixed?: Record<string, string | number | boolean>
  columns: readonly Column<RowOf<C, K>>[]
  rowKey: (keyof RowOf<C, K> & string) | ((row: RowOf<C, K>) => string)
  filters?: readonly (string | Filter)[]
  rowActions?: (row: RowOf<C, K>) => readonly RowAction[]
  bulkActions?: readonly BulkAction<RowOf<C, K>>[]
  /** Keeps two lists of one page apart in the address. */
  name?: string
  /** No search field, for lists that the server does not search. */
  searchless?: boolean
  /** Words and a button for a list without any rows. */
  empty?: { text: string; action?: ReactNode }
  /** What the answer says of all rows that fit, above them. */
  summary?: (answer: Answer<C['routes'][K]>) => ReactNode
  /** Accessible name of the table; `ListPage` gives its title. */
  label?: string
  /** Milliseconds after which the rows are asked for again. */
  refetchMs?: number
}
