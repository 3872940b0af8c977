import { FaultView, MeProvider, ToastHost, useApi, useSettings, useWords } from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useMatches } from '@tanstack/react-router'
import { pages } from '../modules.ts'
import { menuFor } from '../navigation.ts'
import { BottomNav } from './bottom-nav.tsx'
import { Header } from './header.tsx'
import { Banners } from './notices.tsx'
import { SideNav } from './side-nav.tsx'
import { LanguageSwitch, ThemeSwitch } from './switches.tsx'

/** The shell around every page: asks who is looking, then draws header, menu, banners and the page. */
export function Frame() {
  const { t } = useWords()
  const api = useApi(registry)
  const me = useQuery({ ...api.ask.me(), staleTime: 60_000 })
  const bare = useMatches().at(-1)?.staticData.bare === true
  const { menuFolded } = useSettings()
  if (me.data === undefined) {
    return me.error ? <FaultView error={me.error} retry={() => void me.refetch()} /> : <Starting />
  }
  const groups = menuFor(pages, me.data)
  if (bare) {
    return (
      <MeProvider me={me.data}>
        <Banners />
        <div className="w-bare-switches">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
        <main id="main" tabIndex={-1}>
          <Outlet />
        </main>
        <ToastHost />
      </MeProvider>
    )
  }
  return (
    <MeProvider me={me.data}>
      <a className="w-skip" href="#main">
        {t('ui.skip')}
      </a>
      <Header groups={groups} />
      <Banners />
      <div className={menuFolded ? 'w-body w-body-folded' : 'w-body'}>
        <SideNav groups={groups} />
        <main id="main" className="w-main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <BottomNav groups={groups} />
      <ToastHost />
    </MeProvider>
  )
}

function Starting() {
  const { t } = useWords()
  return (
    <div className="w-starting" role="status">
      {t('ui.loading')}
    </div>
  )
}
