import { CloseOutlined, DownloadOutlined, FilterOutlined, PrinterOutlined } from '@ant-design/icons'
import { Badge, Button, Drawer, Dropdown } from 'antd'
import { useState } from 'react'
import { usePhone } from '../look.tsx'
import { useWords } from '../words.tsx'
import { FilterControl, filterTitle, LateInput } from './filters.tsx'
import type { useList } from './use-list.ts'

type List = Pick<ReturnType<typeof useList>, 'filters' | 'route' | 'state' | 'set' | 'narrowed' | 'exportAs'>

/** Search, filters, export and print above a list; on phones the filters stand in a drawer. */
export function ListTools({ list, module, searchless }: { list: List; module: string; searchless: boolean }) {
  const { t } = useWords()
  const phone = usePhone()
  const { filters, state, set, narrowed } = list
  const count = Object.keys(state.filters).length
  return (
    <div className="r-tools">
      {!searchless && (
        <LateInput search label={t('ui.search')} value={state.q} onChange={(q) => set({ q })} />
      )}
      {filters.length > 0 &&
        (phone ? <FilterDrawer list={list} module={module} /> : <Filters list={list} module={module} />)}
      {narrowed.length > 0 && <Narrowed list={list} />}
      {!phone && count > narrowed.length && (
        <Button type="link" onClick={() => set({ filters: {} })}>
          {t('ui.list.clear')}
        </Button>
      )}
      <span className="r-tools-space" />
      {list.route.list && <Exports list={list} />}
      {!phone && (
        <Button
          icon={<PrinterOutlined />}
          aria-label={t('ui.print')}
          title={t('ui.print')}
          onClick={() => window.print()}
        />
      )}
    </div>
  )
}

/** Says that the list shows what a link was about, and leads to the whole of it. */
function Narrowed({ list: { state, set, narrowed } }: { list: List }) {
  const { t } = useWords()
  const rest = Object.entries(state.filters).filter(([key]) => !narrowed.includes(key))
  return (
    <Button icon={<CloseOutlined />} onClick={() => set({ filters: Object.fromEntries(rest) })}>
      {t('ui.list.narrowed')}
    </Button>
  )
}

function Filters({ list, module }: { list: List; module: string }) {
  const { filters, route, state, set } = list
  return filters.map((filter) => (
    <FilterControl
      key={filter.key}
      filter={filter}
      route={route}
      module={module}
      value={state.filters[filter.key] ?? ''}
      onChange={(value) => set({ filters: { ...state.filters, [filter.key]: value } })}
    />
  ))
}

function FilterDrawer({ list, module }: { list: List; module: string }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const { filters, route, state, set, narrowed } = list
  const count = Object.keys(state.filters).length - narrowed.length
  return (
    <>
      <Badge count={count} size="small">
        <Button icon={<FilterOutlined />} onClick={() => setOpen(true)} aria-label={t('ui.list.filters')} />
      </Badge>
      <Drawer
        title={t('ui.list.filters')}
        placement="bottom"
        size="auto"
        open={open}
        onClose={() => setOpen(false)}
        extra={<Button onClick={() => set({ filters: {} })}>{t('ui.list.clear')}</Button>}
      >
        <div className="r-stack">
          {filters.map((filter) => (
            <div key={filter.key} className="r-drawer-filter">
              <span aria-hidden="true">{filterTitle(filter, module, t)}</span>
              <FilterControl
                filter={filter}
                route={route}
                module={module}
                value={state.filters[filter.key] ?? ''}
                onChange={(value) => set({ filters: { ...state.filters, [filter.key]: value } })}
              />
            </div>
          ))}
        </div>
      </Drawer>
    </>
  )
}

function Exports({ list }: { list: List }) {
  const { t } = useWords()
  const phone = usePhone()
  const [busy, setBusy] = useState(false)
  async function start(format: 'csv' | 'xlsx'): Promise<void> {
    setBusy(true)
    await list.exportAs(format)
    setBusy(false)
  }
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'xlsx', label: t('ui.export.xlsx'), onClick: () => void start('xlsx') },
          { key: 'csv', label: t('ui.export.csv'), onClick: () => void start('csv') },
        ],
      }}
    >
      <Button icon={<DownloadOutlined />} loading={busy} aria-label={t('ui.export')}>
        {phone ? null : t('ui.export')}
      </Button>
    </Dropdown>
  )
}
