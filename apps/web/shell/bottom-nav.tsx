import { Icon, Link, useWords } from '@ronghe/kit/ui'
import { useRouterState } from '@tanstack/react-router'
import { currentEntry, type MenuGroup, quickEntries } from '../navigation.ts'

/** Four pages within reach of the thumb, on phones. */
export function BottomNav({ groups }: { groups: readonly MenuGroup[] }) {
  const { t } = useWords()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const current = currentEntry(groups, pathname)
  const entries = quickEntries(groups, 4)
  if (entries.length < 2) return null
  return (
    <nav className="w-bottom" aria-label={t('ui.nav.bottom')}>
      {entries.map((entry) => (
        <Link key={entry.path} to={entry.path} {...(entry === current ? { 'aria-current': 'page' } : {})}>
          <Icon name={entry.menu.icon} />
          <span>{t(entry.title)}</span>
        </Link>
      ))}
    </nav>
  )
}
