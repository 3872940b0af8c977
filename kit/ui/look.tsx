import { createContext, type ReactNode, useContext, useEffect, useSyncExternalStore } from 'react'
import { useSettings } from './settings.ts'

export type Mode = 'light' | 'dark'

const LookContext = createContext<Mode>('light')

/** Light or dark as it is now: the person's choice, otherwise the system's. */
export function useMode(): Mode {
  return useContext(LookContext)
}

/** Decides light or dark and writes it on `<html data-theme>`, where the styles read it. */
export function LookProvider({ children }: { children: ReactNode }) {
  const { theme } = useSettings()
  const systemDark = useMedia('(prefers-color-scheme: dark)')
  const mode: Mode = theme === 'system' ? (systemDark ? 'dark' : 'light') : theme
  useEffect(() => {
    document.documentElement.dataset.theme = mode
  }, [mode])
  return <LookContext value={mode}>{children}</LookContext>
}

/** Does the media query hold now? Follows changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (tell) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', tell)
      return () => media.removeEventListener('change', tell)
    },
    () => window.matchMedia(query).matches,
  )
}

/** Narrower than a tablet: lists become cards and the menu a drawer. */
export function usePhone(): boolean {
  return useMedia('(max-width: 767px)')
}
