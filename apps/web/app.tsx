import { apiOf, LookProvider, useDocumentLanguage, useWords } from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, useEffect, useRef } from 'react'
import { pageAt } from './early.ts'
import { pages } from './modules.ts'
import { createQueryClient } from './query-client.ts'
import { routerOf } from './router.tsx'
import { loadPage } from './shell/page-gate.tsx'

const cache = createQueryClient()
const router = routerOf(pages)

/**
 * Fetches the page that was opened, beside the words, and asks who is looking: on a mobile network each waits
 * for one way there and back. What fails is asked for again, and told, by the frame and the page's gate.
 */
export function beginEarly(pathname: string): Promise<unknown> {
  const entry = pageAt(pages, pathname)
  return Promise.allSettled([
    cache.prefetchQuery(apiOf(registry, cache).ask.me()),
    entry && loadPage(entry),
    router.load(),
  ])
}

/** Everything around the pages: look, language, answers, addresses. */
export function App() {
  return (
    <StrictMode>
      <LookProvider>
        <QueryClientProvider client={cache}>
          <Spoken />
        </QueryClientProvider>
      </LookProvider>
    </StrictMode>
  )
}

function Spoken() {
  const { locale } = useWords()
  useDocumentLanguage()
  useAnswersInLanguage(locale)
  return <RouterProvider router={router} />
}

/** Some answers carry words in the caller's language, so a new language asks for them again. */
function useAnswersInLanguage(locale: string): void {
  const queries = useQueryClient()
  const asked = useRef(locale)
  useEffect(() => {
    if (asked.current === locale) return
    asked.current = locale
    void queries.invalidateQueries()
  }, [locale, queries])
}
