import { DownloadOutlined, TableOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { type ReactNode, useContext, useEffect, useEffectEvent, useRef, useState } from 'react'
import { saveBlob } from '../api.ts'
import { SimpleTable } from '../facts.tsx'
import { FaultView } from '../fault-view.tsx'
import { Nothing } from '../loaded.tsx'
import { useMode } from '../look.tsx'
import { PanelTitle } from '../page.tsx'
import { useWords } from '../words.tsx'
import { type Look, lookOf, optionWith } from './look.ts'
import { type ChartTable, csvOf, fileName } from './table.ts'

export type ChartFrameProps = {
  title: string
  /** Answers the option for the page's look; called again when look, language or data change. */
  option: (look: Look) => EChartsCoreOption
  table: ChartTable
  height?: number
  loading?: boolean
  error?: unknown
  retry?: () => void
  /** What to say when the table has no rows. */
  empty?: string
  /** Name of exported files, the title unless said otherwise. */
  file?: string
  /** One sentence for screen readers about what is seen. */
  describe?: string
  /** Buttons before the frame's own. */
  extra?: ReactNode
  /** Called with each new chart, to listen to its events. */
  onChart?: (chart: EChartsType) => void
  /** A change draws the chart from nothing, e.g. for another time range. */
  resetKey?: string
}

const tableRowsMax = 500

/**
 * A chart with everything around it: loading, empty, error, its data as a table, PNG and CSV, light and dark.
 */
export function ChartFrame(props: ChartFrameProps) {
  const { title, table, height = 280, loading, error, retry, extra } = props
  const { t } = useWords()
  const isSaid = useContext(PanelTitle) === title
  const [asTable, setAsTable] = useState(false)
  const chart = useRef<EChartsType | null>(null)
  const empty = !loading && !error && table.rows.length === 0
  return (
    <figure className="r-chart" aria-label={title}>
      <figcaption className="r-chart-head">
        <span className={isSaid ? 'r-hidden' : 'r-chart-title'}>{title}</span>
        <span className="r-tools-space" />
        {extra}
        {!empty && !error && (
          <ChartTools {...props} chart={chart} asTable={asTable} setAsTable={setAsTable} />
        )}
      </figcaption>
      {error ? (
        <FaultView error={error} {...(retry ? { retry } : {})} />
      ) : empty ? (
        <div className="r-chart-empty" style={{ minHeight: Math.min(height, 180) }}>
          <Nothing text={props.empty ?? t('ui.chart.empty')} />
        </div>
      ) : asTable ? (
        <ChartAsTable title={title} table={table} height={height} />
      ) : (
        <Canvas {...props} height={height} chart={chart} />
      )}
    </figure>
  )
}

type Held = { chart: { current: EChartsType | null } }

function ChartTools(props: ChartFrameProps & Held & { asTable: boolean; setAsTable: (on: boolean) => void }) {
  const { title, table, file = title, chart, asTable, setAsTable } = props
  const { t } = useWords()
  async function savePicture(): Promise<void> {
    const surface = getComputedStyle(document.documentElement).getPropertyValue('--r-surface').trim()
    const address = chart.current?.getDataURL({
      type: 'png',
      pixelRatio: 2,
      backgroundColor: surface || '#fff',
    })
    if (address) saveBlob(blobOf(address), fileName(file, 'png'))
  }
  return (
    <span className="r-chart-tools">
      <Button
        type="text"
        size="small"
        icon={<TableOutlined />}
        aria-pressed={asTable}
        aria-label={t('ui.chart.table')}
        title={t('ui.chart.table')}
        onClick={() => setAsTable(!asTable)}
      />
      {!asTable && (
        <Button
          type="text"
          size="small"
          icon={<DownloadOutlined />}
          title={t('ui.chart.png')}
          onClick={() => void savePicture()}
        >
          PNG
        </Button>
      )}
      <Button
        type="text"
        size="small"
        icon={<DownloadOutlined />}
        title={t('ui.chart.csv')}
        onClick={() =>
          saveBlob(new Blob([csvOf(table)], { type: 'text/csv;charset=utf-8' }), fileName(file, 'csv'))
        }
      >
        CSV
      </Button>
    </span>
  )
}

/** `fetch` of a data address is forbidden by the content policy, so it is decoded here. */
function blobOf(address: string): Blob {
  const [head = '', body = ''] = address.split(',')
  const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))
  return new Blob([bytes], { type: /data:([^;]+)/.exec(head)?.[1] ?? 'image/png' })
}

function ChartAsTable({ title, table, height }: { title: string; table: ChartTable; height: number }) {
  const { t } = useWords()
  const rows = table.rows.slice(0, tableRowsMax).map((cells, index) => ({ index: String(index), cells }))
  const columns = table.columns.map((name, at) => ({
    key: String(at),
    title: name,
    align: typeof rows[0]?.cells[at] === 'number' ? ('end' as const) : ('start' as const),
    render: (row: { cells: readonly (string | number | null)[] }) => row.cells[at] ?? '–',
  }))
  return (
    <section
      className="r-chart-table"
      style={{ maxHeight: Math.max(height, 240) }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      aria-label={title}
    >
      <SimpleTable caption={title} columns={columns} rows={rows} rowKey="index" />
      {table.rows.length > tableRowsMax && (
        <p className="r-muted">{t('ui.chart.more', { count: tableRowsMax })}</p>
      )}
    </section>
  )
}

function Canvas(props: ChartFrameProps & Held & { height: number }) {
  const { height, loading, resetKey = '', chart, option, title, describe } = props
  const { t, locale } = useWords()
  const mode = useMode()
  const host = useRef<HTMLDivElement>(null)
  const seen = useSeen(host)
  const [ready, setReady] = useState<EChartsType | null>(null)
  const greet = useEffectEvent((made: EChartsType) => props.onChart?.(made))
  // biome-ignore lint/correctness/useExhaustiveDependencies: resetKey is there to draw from nothing.
  useEffect(() => {
    const element = host.current
    if (!seen || !element) return
    let gone = false
    let made: EChartsType | null = null
    const sizes = new ResizeObserver(() => made?.resize())
    void import('./engine.ts').then(({ startChart }) => {
      if (gone) return
      made = startChart(element, locale)
      chart.current = made
      sizes.observe(element)
      greet(made)
      setReady(made)
    })
    return () => {
      gone = true
      sizes.disconnect()
      made?.dispose()
      chart.current = null
      setReady(null)
    }
  }, [seen, locale, resetKey, chart])
  useEffect(() => {
    if (!ready || ready.isDisposed()) return
    const look = lookOf(mode, locale, (host.current?.clientWidth ?? 0) < 480)
    ready.setOption(optionWith(look, option(look)), { replaceMerge: ['series', 'xAxis', 'yAxis', 'grid'] })
  }, [ready, mode, locale, option])
  const label = describe ? `${title}${t('ui.colon')}${describe}` : t('ui.chart.label', { title })
  return (
    <div className="r-chart-canvas" style={{ height }}>
      <div
        ref={host}
        role="img"
        aria-label={label}
        style={{ height }}
        data-drawn={ready !== null && !loading}
      />
      {(loading || !ready) && (
        <div className="r-chart-wait" role="status">
          {t('ui.loading')}
        </div>
      )}
    </div>
  )
}

/** True once the element has come near the visible part of the page. */
function useSeen(element: { current: Element | null }): boolean {
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (seen || !element.current) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setSeen(true)
      },
      { rootMargin: '200px' },
    )
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [seen, element])
  return seen
}
