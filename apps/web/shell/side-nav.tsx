import { changeSettings, Icon, Link, usePhone, useSettings, useWords } from '@ronghe/kit/ui'
import { useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useId, useRef } from 'react'
import { currentEntry, type MenuGroup } from '../navigation.ts'
import { MenuFoldOutlined, MenuUnfoldOutlined } from './pictures.ts'

const MenuCount = lazy(() => import('./menu-count.tsx').then((file) => ({ default: file.MenuCount })))

/** The menu at the left of wide screens. */
export function SideNav({ groups }: { groups: readonly MenuGroup[] }) {
  const { t } = useWords()
  const { menuFolded } = useSettings()
  // A phone has the menu in a drawer.
  if (usePhone()) return null
  return (
    <nav className="w-side" aria-label={t('ui.nav')}>
      <div className="w-side-fixed">
        <NavList groups={groups} folded={menuFolded} />
        <button
          type="button"
          className="w-fold"
          aria-label={t(menuFolded ? 'ui.nav.unfold' : 'ui.nav.fold')}
          onClick={() => changeSettings({ menuFolded: !menuFolded })}
        >
          {menuFolded ? <MenuUnfoldOutlined aria-hidden="true" /> : <MenuFoldOutlined aria-hidden="true" />}
        </button>
      </div>
    </nav>
  )
}

type NavListProps = { groups: readonly MenuGroup[]; folded?: boolean; onOpen?: () => void }

/** Groups of links; pointing at a link loads its page already. */
export function NavList({ groups, folded, onOpen }: NavListProps) {
  const { t } = useWords()
  const id = useId()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const current = currentEntry(groups, pathname)
  const open = useRef<HTMLLIElement>(null)
  // The menu can be longer than the screen. What scrolls may answer a promise, which is no clean-up.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another place in the menu.
  useEffect(() => {
    const { scrollX, scrollY } = window
    open.current?.scrollIntoView({ block: 'nearest' })
    // Only the menu: the page itself would go up by the strip that says what is a sample.
    window.scrollTo(scrollX, scrollY)
  }, [current?.path])
  return groups.map(({ group, entries }) => (
    <div key={group} className="w-nav-group">
      <h2 id={`${id}-${group}`} className={folded ? 'r-hidden' : undefined}>
        {t(group)}
      </h2>
      <ul aria-labelledby={`${id}-${group}`}>
        {entries.map((entry) => (
          <li key={entry.path} ref={entry === current ? open : null}>
            <Link
              to={entry.path}
              {...(entry === current ? { 'aria-current': 'page' } : {})}
              {...(folded ? { title: t(entry.title), 'aria-label': t(entry.title) } : {})}
              {...(onOpen ? { onClick: onOpen } : {})}
              onPointerEnter={() => void entry.load().catch(() => undefined)}
            >
              <Icon name={entry.menu.icon} />
              {!folded && <span>{t(entry.title)}</span>}
              {entry.menu.count && (
                <Suspense>
                  <MenuCount path={entry.path} list={entry.menu.count} />
                </Suspense>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  ))
}
