import { ConfigProvider, type ConfigProviderProps } from 'antd'
import { createContext, type ReactNode, use, useContext, useDeferredValue, useEffect, useMemo } from 'react'
import { useMedia, useMode } from './look.tsx'
import type { LocaleChoice } from './settings.ts'
import { themeOf } from './theme.ts'
import { useWords } from './words.tsx'

type LibraryWords = NonNullable<ConfigProviderProps['locale']>

const known = new Map<LocaleChoice, Promise<LibraryWords>>()
const Inside = createContext(false)

/**
 * Ant Design in Ronghe's look and the reader's language, once around what is made of it. It comes with the
 * first page or dialog that needs it.
 */
export function Library({ children }: { children: ReactNode }) {
  return useContext(Inside) ? children : <Dressed>{children}</Dressed>
}

function Dressed({ children }: { children: ReactNode }) {
  const mode = useMode()
  const { locale } = useWords()
  const isStill = useMedia('(prefers-reduced-motion: reduce)')
  const theme = useMemo(() => themeOf(mode, isStill), [mode, isStill])
  // In another language what stands stays until its words have come. Without any words the library draws a
  // tree of another shape, and what a person typed would be lost when they come.
  const words = use(wordsOf(useDeferredValue(locale)))
  useEffect(() => void speakDays(locale).catch(() => {}), [locale])
  return (
    <Inside value={true}>
      <ConfigProvider
        theme={theme}
        wave={{ disabled: true }}
        button={{ autoInsertSpace: false }}
        locale={words}
      >
        {children}
      </ConfigProvider>
    </Inside>
  )
}

/** Ant Design's own words for a language, fetched once. */
export function wordsOf(locale: LocaleChoice): Promise<LibraryWords> {
  const there = known.get(locale)
  if (there) return there
  const coming =
    locale === 'en'
      ? import('antd/es/locale/en_US.js').then(inside)
      : import('antd/es/locale/zh_CN.js').then(inside)
  known.set(locale, coming)
  coming.catch(() => known.delete(locale))
  return coming
}

/** Day.js speaks only where a day is picked. */
async function speakDays(locale: LocaleChoice): Promise<void> {
  const { default: dayjs } = await import('dayjs')
  if (locale === 'zh') await import('dayjs/locale/zh-cn.js')
  dayjs.locale(locale === 'zh' ? 'zh-cn' : 'en')
}

/** The package's types speak of CommonJS, its files are ES modules: `default` may stand once or twice. */
function inside(file: { default: unknown }): LibraryWords {
  const first = file.default as LibraryWords & { default?: LibraryWords }
  return first.default ?? first
}
