import { changeSettings, Link, lazyPart, useGo, useMe, useSessionChanged, useWords } from '@ronghe/kit/ui'
import { Suspense, useEffect, useState } from 'react'
import type { MenuGroup } from '../navigation.ts'
import { Bell } from './bell.tsx'
import { MenuButton } from './menu-button.tsx'
import { signInAddress } from './notices.tsx'
import { MenuOutlined, SearchOutlined, SwapOutlined, UserOutlined } from './pictures.ts'
import { signOut } from './sign-out.ts'
import { LanguageSwitch, ThemeSwitch } from './switches.tsx'
import { Wordmark } from './wordmark.tsx'

const Palette = lazyPart(() => import('./palette.tsx').then((file) => file.Palette))
const NavDrawer = lazyPart(() => import('./nav-drawer.tsx').then((file) => file.NavDrawer))

/** Top line: menu on phones, product, search, organisation, notifications, language, look, account. */
export function Header({ groups }: { groups: readonly MenuGroup[] }) {
  const { t, name } = useWords()
  const me = useMe()
  return (
    <header className="w-header">
      <PhoneMenu groups={groups} />
      <Link to="/" className="w-home" aria-label={`${t('ui.product')} ${t('ui.home')}`}>
        <Wordmark label={t('ui.product')} />
      </Link>
      {me.region && <span className="w-region r-muted">{name(me.region)}</span>}
      <span className="w-header-space" />
      <Search groups={groups} />
      {me.memberships.length > 1 && <OrganisationSwitch />}
      {me.person && <Bell personId={me.person.id} />}
      <LanguageSwitch />
      <ThemeSwitch />
      {me.person ? (
        <Account />
      ) : (
        <Link className="w-sign-in" to={signInAddress()}>
          {t('ui.signIn')}
        </Link>
      )}
    </header>
  )
}

function PhoneMenu({ groups }: { groups: readonly MenuGroup[] }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className="w-icon-button w-phone"
        aria-label={t('ui.nav.open')}
        onClick={() => setOpen(true)}
      >
        <MenuOutlined aria-hidden="true" />
      </button>
      {open && (
        <Suspense>
          <NavDrawer groups={groups} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

function Search({ groups }: { groups: readonly MenuGroup[] }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  useEffect(() => {
    function key(event: KeyboardEvent): void {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      setOpen(true)
    }
    document.addEventListener('keydown', key)
    return () => document.removeEventListener('keydown', key)
  }, [])
  return (
    <>
      <button type="button" className="w-search" title={t('ui.palette')} onClick={() => setOpen(true)}>
        <SearchOutlined aria-hidden="true" />
        <span className="w-search-text">{t('ui.search')}</span>
        <span className="w-search-keys" aria-hidden="true">
          {t('ui.palette.shortcut')}
        </span>
      </button>
      {open && (
        <Suspense>
          <Palette groups={groups} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

function OrganisationSwitch() {
  const { t } = useWords()
  const me = useMe()
  const changed = useSessionChanged()
  return (
    <MenuButton
      label={`${t('ui.organisation.switch')}${t('ui.colon')}${me.organisation?.name ?? ''}`}
      className="w-text-button"
      choices={me.memberships.map((membership) => ({
        key: membership.organisationId,
        text: (
          <>
            {membership.organisationName} <span className="r-muted">{membership.roleName}</span>
          </>
        ),
        chosen: membership.organisationId === me.organisation?.id,
        onChoose: () => {
          changeSettings({ organisationId: membership.organisationId })
          void changed()
        },
      }))}
    >
      <SwapOutlined aria-hidden="true" />
      <span className="w-organisation">{me.organisation?.name}</span>
    </MenuButton>
  )
}

function Account() {
  const { t } = useWords()
  const me = useMe()
  const go = useGo()
  const changed = useSessionChanged()
  async function leave(): Promise<void> {
    await signOut()
    changeSettings({ organisationId: null })
    await changed()
    go('/')
  }
  return (
    <MenuButton
      label={`${t('ui.account')}${t('ui.colon')}${me.person?.name ?? ''}`}
      className="w-text-button"
      head={
        <div className="w-menu-head">
          <strong>{me.person?.name}</strong>
          <span className="r-muted">{me.person?.email}</span>
          {me.organisation && <span>{me.organisation.name}</span>}
        </div>
      }
      choices={[
        { key: 'settings', text: t('ui.account.settings'), onChoose: () => go('/account') },
        { key: 'leave', text: t('ui.signOut'), onChoose: () => void leave() },
      ]}
    >
      <UserOutlined aria-hidden="true" />
      <span className="w-person">{me.person?.name}</span>
    </MenuButton>
  )
}
