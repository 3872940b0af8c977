import { createContext, type ReactNode, useEffect, useId, useRef } from 'react'
import { Link } from './navigation.tsx'
import { useWords } from './words.tsx'

export type Crumb = { title: string; to?: string }

type PageProps = {
  title: string
  subtitle?: ReactNode
  /** The way to this page, without the page itself. */
  breadcrumbs?: readonly Crumb[]
  /** Buttons at the right of the title. */
  actions?: ReactNode
  /** Small marks behind the title: `SampleTag`, `StatusTag`, `LiveBadge`. */
  tags?: ReactNode
  /** Full width, for boards. */
  wide?: boolean
  children: ReactNode
}

let opened = 0

/** Frame of a page: document title, way here, one `h1` that takes the focus after navigation, actions. */
export function Page({ title, subtitle, breadcrumbs, actions, tags, wide, children }: PageProps) {
  const { t } = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = title ? `${title} · ${t('ui.product')}` : t('ui.product')
  }, [title, t])
  useEffect(() => {
    opened += 1
    // The first page keeps the browser's own focus, and nobody is torn away from a field.
    const inField = document.activeElement?.matches('input, textarea, select, [contenteditable]')
    if (opened > 1 && !inField) heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div className={wide ? 'r-page r-page-wide' : 'r-page'}>
      {breadcrumbs && breadcrumbs.length > 0 && <Crumbs crumbs={breadcrumbs} title={title} />}
      <header className="r-page-head">
        <div className="r-page-title">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {tags}
        </div>
        {actions && <div className="r-page-actions">{actions}</div>}
        {subtitle && <div className="r-page-subtitle r-muted">{subtitle}</div>}
      </header>
      {children}
    </div>
  )
}

function Crumbs({ crumbs, title }: { crumbs: readonly Crumb[]; title: string }) {
  const { t } = useWords()
  return (
    <nav aria-label={t('ui.breadcrumbs')} className="r-crumbs">
      <ol>
        {crumbs.map((crumb) => (
          <li key={crumb.to ?? crumb.title}>
            {crumb.to ? <Link to={crumb.to}>{crumb.title}</Link> : crumb.title}
          </li>
        ))}
        <li aria-current="page">{title}</li>
      </ol>
    </nav>
  )
}

/** What the panel around is called: a chart of the same name does not say it again. */
export const PanelTitle = createContext<ReactNode>(null)

/** A titled part of a page. */
export function Panel(props: { title?: ReactNode; extra?: ReactNode; children: ReactNode; flush?: boolean }) {
  const id = useId()
  return (
    <section
      className={props.flush ? 'r-panel r-panel-flush' : 'r-panel'}
      {...(props.title ? { 'aria-labelledby': id } : {})}
    >
      {(props.title || props.extra) && (
        <header className="r-panel-head">
          {props.title && <h2 id={id}>{props.title}</h2>}
          {props.extra && <div className="r-panel-extra">{props.extra}</div>}
        </header>
      )}
      <div className="r-panel-body">
        <PanelTitle value={props.title}>{props.children}</PanelTitle>
      </div>
    </section>
  )
}

export type GridColumns = { phone?: number; tablet?: number; desktop?: number }

/** Equal columns with equal gaps: one on phones, two on tablets, three on desktops unless said otherwise. */
export function Grid({ columns = {}, children }: { columns?: GridColumns; children: ReactNode }) {
  const { phone = 1, tablet = 2, desktop = 3 } = columns
  const style = { '--r-phone': phone, '--r-tablet': tablet, '--r-desktop': desktop } as React.CSSProperties
  return (
    <div className="r-grid" style={style}>
      {children}
    </div>
  )
}

/** Space between things one below the other (`Stack`) is the same everywhere. */
export function Stack({ children }: { children: ReactNode }) {
  return <div className="r-stack">{children}</div>
}

/** Things in a row that wrap. */
export function Row({ children, end }: { children: ReactNode; end?: boolean }) {
  return <div className={end ? 'r-row r-row-end' : 'r-row'}>{children}</div>
}
