import {
  ErrorBoundary,
  lazyPart,
  Page,
  type PageEntry,
  useMay,
  useMe,
  useWords,
  Waiting,
} from '@ronghe/kit/ui'
import { useRouterState } from '@tanstack/react-router'
import { type ComponentType, lazy, Suspense } from 'react'
import { Forbidden, SignInFirst } from './notices.tsx'

const loaded = new Map<string, ComponentType>()

/** Loads a page before it is drawn: one that is light is drawn at once then, without a moment of waiting. */
export async function loadPage(entry: PageEntry): Promise<void> {
  const file = await entry.load()
  if (entry.isLight && !loaded.has(entry.path)) loaded.set(entry.path, file.Page)
}

/** The lazily loaded component of a page, made once, so that React keeps its state. */
function componentOf(entry: PageEntry): ComponentType {
  const known = loaded.get(entry.path)
  if (known) return known
  const page = () => entry.load().then((file) => file.Page)
  const made = entry.isLight ? lazy(async () => ({ default: await page() })) : lazyPart(page)
  loaded.set(entry.path, made)
  return made
}

/**
 * Lets those in who may, loads the page, and keeps its mistakes inside. The server checks every request
 * itself.
 */
export function PageGate({ entry }: { entry: PageEntry }) {
  const { t } = useWords()
  const may = useMay()
  const me = useMe()
  const path = useRouterState({ select: (state) => state.location.pathname })
  if (!may(entry.may)) {
    return <Page title={t(entry.title)}>{me.person ? <Forbidden /> : <SignInFirst />}</Page>
  }
  const Loaded = componentOf(entry)
  return (
    <ErrorBoundary resetKey={path} title={t(entry.title)}>
      <Suspense fallback={<PageWaiting />}>
        <Loaded key={path} />
      </Suspense>
    </ErrorBoundary>
  )
}

function PageWaiting() {
  return (
    <div className="r-page">
      <Waiting lines={8} />
    </div>
  )
}
