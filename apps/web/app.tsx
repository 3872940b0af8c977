import { apiOf, LookProvider, useDocumentLanguage, useWords } from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, useEffect, useRef } from 'react'
import { pages } from './modules.ts'
import { createQueryClient } from './query-client.ts'
import { routerOf } from './router.tsx'

const cache = createQueryClient()
const router = routerOf(pages)

/** Asks who is looking before anything is drawn; the frame finds the answer, or asks again. */
export function askWhoLooks(): void {
  void cache.prefetchQuery(apiOf(registry, cache).ask.me())
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
