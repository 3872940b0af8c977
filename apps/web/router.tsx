import { FaultView, Page, type PageEntry, parseSearch, stringifySearch, useWords } from '@ronghe/kit/ui'
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { Frame } from './shell/frame.tsx'
import { Missing } from './shell/notices.tsx'
import { PageGate } from './shell/page-gate.tsx'

/** One route a page; the frame around them stays while pages change. */
export function routerOf(pages: readonly PageEntry[]) {
  const root = createRootRoute({ component: Frame, notFoundComponent: NotFoundPage })
  const routes = pages.map((entry) =>
    createRoute({
      getParentRoute: () => root,
      path: entry.path,
      component: () => <PageGate entry={entry} />,
      staticData: { bare: entry.layout === 'bare' },
    }),
  )
  return createRouter({
    routeTree: root.addChildren(routes),
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    defaultNotFoundComponent: NotFoundPage,
    // A page's own mistakes are caught within the frame; this is for those of the frame itself.
    defaultErrorComponent: ({ error, reset }) => <FaultView error={error} retry={reset} />,
  })
}

function NotFoundPage() {
  const { t } = useWords()
  return (
    <Page title={t('ui.missing.title')}>
      <Missing />
    </Page>
  )
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    bare?: boolean
  }
}
