import { apiOf, LookProvider, themeOf, useDocumentLanguage, useMode, useWords } from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import { StrictMode, useEffect, useMemo, useRef, useState } from 'react'
import { type AntdLocale, loadLocale, speakDays } from './locales.ts'
import { pages } from './modules.ts'
import { createQueryClient } from './query-client.ts'
import { routerOf } from './router.tsx'

const cache = createQueryClient()
const router = routerOf(pages)

/** Asks who is looking before anything is drawn; the frame finds the answer, or asks again. */
export function askWhoLooks(): void {
  void cache.prefetchQuery(apiOf(registry, cache).ask.me())
}

/**
 * Everything around the pages: look, language, answers, addresses. `spoken` are Ant Design's words: without
 * any it draws a tree of another shape, and every page would lose its state (an open menu, typed words) when
 * they come.
 */
export function App({ spoken }: { spoken: AntdLocale }) {
  return (
    <StrictMode>
      <LookProvider>
        <QueryClientProvider client={cache}>
          <Styled spoken={spoken} />
        </QueryClientProvider>
      </LookProvider>
    </StrictMode>
  )
}

function Styled({ spoken }: { spoken: AntdLocale }) {
  const mode = useMode()
  const { locale } = useWords()
  const theme = useMemo(() => themeOf(mode), [mode])
  const [antdLocale, setAntdLocale] = useState(spoken)
  useDocumentLanguage()
  useAnswersInLanguage(locale)
  useEffect(() => {
    let current = true
    void speakDays(locale).catch(() => {})
    void loadLocale(locale).then((loaded) => current && setAntdLocale(loaded))
    return () => {
      current = false
    }
  }, [locale])
  return (
    <ConfigProvider
      theme={theme}
      wave={{ disabled: true }}
      button={{ autoInsertSpace: false }}
      locale={antdLocale}
    >
      <RouterProvider router={router} />
    </ConfigProvider>
  )
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
