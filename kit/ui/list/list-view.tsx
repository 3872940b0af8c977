import { Button, Pagination, Table } from 'antd'
import { useMemo, useState } from 'react'
import type { Answer, Contract } from '../../contract/index.ts'
import { FaultView } from '../fault-view.tsx'
import { Nothing } from '../loaded.tsx'
import { usePhone } from '../look.tsx'
import { useWords } from '../words.tsx'
import { RowActions } from './actions.tsx'
import { nextSort, pageSizes } from './address.ts'
import { BulkBar } from './bulk.tsx'
import { ListCards } from './cards.tsx'
import { Cell, titleOf } from './cell.tsx'
import { ListTools } from './tools.tsx'
import type { ListRoute, ListViewProps, RowOf } from './types.ts'
import { useList } from './use-list.ts'

/**
 * A list of a contract's route: search, filters, sort, pages and exports, all in the address; cards on
 * phones.
 */
export function ListView<C extends Contract, K extends ListRoute<C>>(props: ListViewProps<C, K>) {
  const list = useList(props)
  const { t } = useWords()
  const phone = usePhone()
  const [chosen, setChosen] = useState<string[]>([])
  const { answer, state } = list
  const rows = answer.data?.rows ?? []
  const keyOf = (row: RowOf<C, K>) => keyFrom(props.rowKey, row)
  const searched = state.q !== '' || Object.keys(state.filters).length > 0
  const shared = { ...props, rows, keyOf, list, chosen, setChosen }
  return (
    <div className="r-list">
      <ListTools list={list} module={props.contract.module} searchless={props.searchless ?? false} />
      {props.bulkActions && chosen.length > 0 && (
        <BulkBar
          actions={props.bulkActions}
          rows={rows.filter((row) => chosen.includes(keyOf(row)))}
          clear={() => setChosen([])}
        />
      )}
      {answer.error && <FaultView error={answer.error} retry={() => void answer.refetch()} />}
      {!answer.error && answer.data?.total === 0 && (
        <Nothing
          text={searched ? t('ui.list.noMatch') : (props.empty?.text ?? t('ui.empty'))}
          action={
            searched ? (
              <Button onClick={() => list.set({ q: '', filters: {} })}>{t('ui.list.clear')}</Button>
            ) : (
              props.empty?.action
            )
          }
        />
      )}
      {props.summary && (answer.data?.total ?? 0) > 0 && (
        <p className="r-list-summary">{props.summary(answer.data as Answer<C['routes'][K]>)}</p>
      )}
      {!answer.error &&
        answer.data?.total !== 0 &&
        (phone ? <ListCards {...shared} /> : <ListTable {...shared} />)}
      {(answer.data?.total ?? 0) > 0 && (
        <Pagination
          className="r-pages"
          current={state.page}
          pageSize={state.pageSize}
          total={answer.data?.total ?? 0}
          pageSizeOptions={pageSizes}
          showSizeChanger={!phone}
          simple={phone}
          showTotal={(total) => t('ui.list.total', { total })}
          onChange={(page, pageSize) => list.set({ page: pageSize === state.pageSize ? page : 1, pageSize })}
        />
      )}
    </div>
  )
}

function keyFrom<R extends object>(rowKey: string | ((row: R) => string), row: R): string {
  return typeof rowKey === 'function' ? rowKey(row) : String((row as Record<string, unknown>)[rowKey])
}

export type ShownList<C extends Contract, K extends ListRoute<C>> = ListViewProps<C, K> & {
  rows: RowOf<C, K>[]
  keyOf: (row: RowOf<C, K>) => string
  list: ReturnType<typeof useList<C, K>>
  chosen: string[]
  setChosen: (keys: string[]) => void
}

function ListTable<C extends Contract, K extends ListRoute<C>>(props: ShownList<C, K>) {
  const { contract, columns, rows, keyOf, list, rowActions, chosen, setChosen } = props
  const { t } = useWords()
  const { state, answer, route } = list
  const shown = useMemo(() => {
    const module = contract.module
    const drawn = columns.map((column) => ({
      key: column.key,
      title: <span className="r-list-title">{titleOf(column, module, t)}</span>,
      align: column.align === 'end' ? ('right' as const) : ('left' as const),
      sorter: column.sort ?? false,
      sortOrder: sortOrderOf(state.sort, column.key),
      render: (_: unknown, row: RowOf<C, K>) => (
        <Cell column={column} row={row} route={route} module={module} />
      ),
      ...(column.width ? { width: column.width } : {}),
    }))
    if (!rowActions) return drawn
    const about = (row: RowOf<C, K>) => nameOfRow(row, columns[0]?.key ?? '')
    const render = (_: unknown, row: RowOf<C, K>) => (
      <RowActions actions={rowActions(row)} about={about(row)} />
    )
    const actions = {
      key: '-',
      className: 'r-list-actions',
      title: t('ui.actions'),
      align: 'left' as const,
      sorter: false,
      sortOrder: null,
      render,
    }
    return [...drawn, actions]
  }, [contract, columns, rowActions, route, state.sort, t])
  return (
    <Table
      aria-label={props.label ?? t('ui.list')}
      columns={shown}
      dataSource={rows}
      rowKey={keyOf}
      loading={answer.isFetching && { spinning: true, delay: 300 }}
      pagination={false}
      className="r-list-table"
      size="middle"
      showSorterTooltip={false}
      onChange={(_pages, _filters, sorter) => {
        const key = Array.isArray(sorter) ? undefined : sorter.columnKey
        if (key !== undefined) list.set({ sort: nextSort(state.sort, String(key)) })
      }}
      {...(props.bulkActions
        ? {
            rowSelection: {
              selectedRowKeys: chosen,
              onChange: (keys: React.Key[]) => setChosen(keys.map(String)),
            },
          }
        : {})}
    />
  )
}

function sortOrderOf(sort: string, key: string): 'ascend' | 'descend' | null {
  if (sort === key) return 'ascend'
  return sort === `-${key}` ? 'descend' : null
}

/** What screen readers hear a row's buttons are about. */
export function nameOfRow(row: object, key: string): string {
  const fields = row as Record<string, unknown>
  const name = fields[key] ?? fields.name ?? fields.code
  return typeof name === 'string' || typeof name === 'number' ? String(name) : ''
}
