import { Checkbox, Select, Spin } from 'antd'
import type { Contract } from '../../contract/index.ts'
import { useWords } from '../words.tsx'
import { RowActions } from './actions.tsx'
import { Cell, titleOf } from './cell.tsx'
import { nameOfRow, type ShownList } from './list-view.tsx'
import type { Column, ListRoute } from './types.ts'

/** The rows as cards, for phones: the main column as heading, the others as facts. */
export function ListCards<C extends Contract, K extends ListRoute<C>>(props: ShownList<C, K>) {
  const { contract, columns, rows, keyOf, list, rowActions, bulkActions, chosen, setChosen } = props
  const { t } = useWords()
  const module = contract.module
  const main = columns.find((column) => column.main) ?? columns[0]
  const facts = columns.filter((column) => column !== main && !column.wideOnly)
  return (
    <Spin spinning={list.answer.isFetching} delay={300}>
      <SortChoice
        columns={columns}
        module={module}
        sort={list.state.sort}
        onChange={(sort) => list.set({ sort })}
      />
      <ul className="r-cards" aria-label={props.label ?? t('ui.list')}>
        {rows.map((row) => {
          const key = keyOf(row)
          const about = nameOfRow(row, main?.key ?? '')
          return (
            <li key={key} className="r-card">
              <div className="r-card-head">
                {bulkActions && (
                  <Checkbox
                    aria-label={about}
                    checked={chosen.includes(key)}
                    onChange={(event) =>
                      setChosen(event.target.checked ? [...chosen, key] : chosen.filter((one) => one !== key))
                    }
                  />
                )}
                {main && <Cell column={main} row={row} route={list.route} module={module} />}
              </div>
              <dl className="r-card-facts">
                {facts.map((column) => (
                  <div key={column.key}>
                    <dt>{titleOf(column, module, t)}</dt>
                    <dd>
                      <Cell column={column} row={row} route={list.route} module={module} />
                    </dd>
                  </div>
                ))}
              </dl>
              {rowActions && <RowActions actions={rowActions(row)} about={about} />}
            </li>
          )
        })}
      </ul>
    </Spin>
  )
}

type SortProps<R> = {
  columns: readonly Column<R>[]
  module: string
  sort: string
  onChange: (sort: string) => void
}

/** Cards have no column titles to click, so the order is a choice. */
function SortChoice<R>({ columns, module, sort, onChange }: SortProps<R>) {
  const { t } = useWords()
  const sortable = columns.filter((column) => column.sort)
  if (sortable.length === 0) return null
  const options = sortable.flatMap((column) => {
    const title = titleOf(column, module, t)
    return [
      { value: column.key, label: t('ui.list.ascending', { title }) },
      { value: `-${column.key}`, label: t('ui.list.descending', { title }) },
    ]
  })
  return (
    <Select
      className="r-card-sort"
      aria-label={t('ui.list.sort')}
      placeholder={t('ui.list.sort')}
      value={sort || null}
      options={options}
      allowClear
      onChange={(next: string | null) => onChange(next ?? '')}
    />
  )
}
