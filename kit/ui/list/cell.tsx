import type { ReactNode } from 'react'
import type { Route } from '../../contract/index.ts'
import { choicesOf, type Schema, schemaOf, withoutNull } from '../../contract/schema.ts'
import { hasWord } from '../spoken.ts'
import { Time } from '../values.tsx'
import { type T, useWords } from '../words.tsx'
import type { Column } from './types.ts'

/** Schema of a row's field, from the route's answer. */
export function fieldSchema(route: Route, key: string): Schema {
  const rows = schemaOf(route.response).properties?.rows
  return rows?.items?.properties?.[key] ?? {}
}

/** Title of a column: its own word key, or the word that exports use as well. */
export function titleOf<R>(column: Column<R>, module: string, t: T): string {
  return t(column.title ?? `${module}.column.${column.key}`)
}

/**
 * Word of an enumeration's value, in the list's own words or as `<module>.value.<key>.<value>`; without a
 * word the value itself.
 */
export function choiceText(
  module: string,
  key: string,
  value: string | number,
  t: T,
  own?: Readonly<Record<string, string>>,
): string {
  const word = `${own?.[key] ?? `${module}.value.${key}`}.${value}`
  return hasWord(word) ? t(word) : String(value)
}

type CellProps<R> = { column: Column<R>; row: R; route: Route; module: string }

/** A cell as its column draws it, otherwise by the field's schema. */
export function Cell<R extends object>({ column, row, route, module }: CellProps<R>): ReactNode {
  const { t } = useWords()
  if (column.render) return column.render(row)
  const value = (row as Record<string, unknown>)[column.key]
  if (value === null || value === undefined || value === '') return <span className="r-muted">–</span>
  if (typeof value === 'boolean') return t(value ? 'ui.yes' : 'ui.no')
  const { schema } = withoutNull(fieldSchema(route, column.key))
  if (schema.format === 'date-time') return <Time at={String(value)} />
  if (choicesOf(schema)) return choiceText(module, column.key, String(value), t, route.list?.words)
  return String(value)
}
