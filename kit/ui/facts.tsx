import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react'

export type Fact = { label: string; value: ReactNode; wide?: boolean }

/** Labels and values; a value that is missing shows as a dash. */
export function Facts({ items, columns = 2 }: { items: readonly Fact[]; columns?: 1 | 2 | 3 }) {
  return (
    <dl className={`r-facts r-facts-${columns}`}>
      {items.map(({ label, value, wide }) => (
        <div key={label} className={wide ? 'r-fact-wide' : undefined}>
          <dt>{label}</dt>
          <dd>{value === null || value === undefined || value === '' ? '–' : value}</dd>
        </div>
      ))}
    </dl>
  )
}

export type SimpleColumn<R> = {
  key: string
  title: string
  align?: 'start' | 'end'
  render?: (row: R) => ReactNode
}

type SimpleTableProps<R> = {
  caption: string
  columns: readonly SimpleColumn<R>[]
  rows: readonly R[]
  rowKey: (keyof R & string) | ((row: R) => string)
  showCaption?: boolean
}

/** A plain table for a few rows: no paging, no sorting, light enough for the first view. */
export function SimpleTable<R extends object>({
  caption,
  columns,
  rows,
  rowKey,
  showCaption,
}: SimpleTableProps<R>) {
  const keyOf = (row: R) => (typeof rowKey === 'function' ? rowKey(row) : String(row[rowKey]))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className="r-table-scroll" tabIndex={0} aria-label={caption}>
      <table className="r-table">
        <caption className={showCaption ? undefined : 'r-hidden'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.align === 'end' ? 'r-end' : undefined}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <td
                  key={column.key}
                  data-label={column.title}
                  className={column.align === 'end' ? 'r-end' : undefined}
                >
                  {column.render
                    ? column.render(row)
                    : ((row as Record<string, ReactNode>)[column.key] ?? '–')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

export type TabItem = { key: string; title: ReactNode }
type TabBarProps = {
  tabs: readonly TabItem[]
  value: string
  onChange: (key: string) => void
  label: string
  children?: ReactNode
}

/** Tabs by the ARIA pattern: arrow keys move, one tab stop; `children` is the open panel. */
export function TabBar({ tabs, value, onChange, label, children }: TabBarProps) {
  const id = useId()
  const row = useRef<HTMLDivElement>(null)
  const isMoved = useRef(false)
  const at = tabs.findIndex(({ key }) => key === value)
  // On a phone the row is wider than the screen: the open tab is brought into it. The first one stands there
  // already, and to measure makes a page lay itself out before it is whole.
  useEffect(() => {
    const open = document.getElementById(`${id}-${value}`)
    if (!row.current || !open || (at === 0 && !isMoved.current)) return
    isMoved.current = true
    row.current.scrollLeft = open.offsetLeft - (row.current.clientWidth - open.offsetWidth) / 2
  }, [id, value, at])
  function move(event: KeyboardEvent<HTMLDivElement>): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const next = tabs[(at + step + tabs.length) % tabs.length]
    if (step === 0 || !next) return
    event.preventDefault()
    onChange(next.key)
    document.getElementById(`${id}-${next.key}`)?.focus()
  }
  return (
    <>
      <div className="r-tabs" role="tablist" aria-label={label} onKeyDown={move} ref={row}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            id={`${id}-${tab.key}`}
            type="button"
            role="tab"
            aria-selected={tab.key === value}
            aria-controls={children === undefined ? undefined : `${id}-panel`}
            tabIndex={tab.key === value ? 0 : -1}
            onClick={() => onChange(tab.key)}
          >
            {tab.title}
          </button>
        ))}
      </div>
      {children !== undefined && (
        <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${value}`}>
          {children}
        </div>
      )}
    </>
  )
}
