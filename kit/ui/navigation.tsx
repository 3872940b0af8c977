import {
  useNavigate,
  useBlocker as useRouterBlocker,
  useParams as useRouterParams,
  useSearch as useRouterSearch,
} from '@tanstack/react-router'
import { type AnchorHTMLAttributes, type MouseEvent, type Ref, useCallback } from 'react'
import type { Search } from './search.ts'

export type Go = (to: string, options?: { replace?: boolean }) => void

/** Opens a path of the shell, query included: `go('/factory/machines?q=1')`. */
export function useGo(): Go {
  const navigate = useNavigate()
  return useCallback(
    (to, options) => void navigate({ href: to, replace: options?.replace ?? false }),
    [navigate],
  )
}

type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { to: string; ref?: Ref<HTMLAnchorElement> }

/** A real link: opens in a new tab as any other, and without loading the page anew on a plain click. */
export function Link({ to, onClick, target, ...rest }: LinkProps) {
  const go = useGo()
  function follow(event: MouseEvent<HTMLAnchorElement>): void {
    onClick?.(event)
    const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0
    if (
      event.defaultPrevented ||
      modified ||
      target === '_blank' ||
      !to.startsWith('/') ||
      to.startsWith('/api/')
    )
      return
    event.preventDefault()
    go(to)
  }
  return <a {...rest} href={to} target={target} onClick={follow} />
}

/** Parameters of the page's path; names that the path lacks throw, as that is our own mistake. */
export function useParams<K extends string>(...names: K[]): Record<K, string> {
  const params = useRouterParams({ strict: false }) as Record<string, string | undefined>
  for (const name of names) if (params[name] === undefined) throw new Error(`the page's path has no $${name}`)
  return params as Record<K, string>
}

/** The address's query as text. */
export function useSearch(): Search {
  return useRouterSearch({ strict: false }) as Search
}

/**
 * Changes parts of the query and keeps the rest; null removes one. Replaces the history entry unless `push`.
 */
export function useChangeSearch(): (
  changes: Record<string, string | null>,
  options?: { push?: boolean },
) => void {
  const navigate = useNavigate()
  return useCallback(
    (changes, options) => {
      const search = (before: Record<string, unknown>) => ({ ...before, ...changes })
      void navigate({ to: '.', search, replace: !options?.push, resetScroll: false } as unknown as Parameters<
        typeof navigate
      >[0])
    },
    [navigate],
  )
}

/** One value that lives in the address, such as the open tab. */
export function useSearchState(name: string, initial: string): [string, (value: string) => void] {
  const value = useSearch()[name] ?? initial
  const change = useChangeSearch()
  return [value, (next) => change({ [name]: next === initial ? null : next })]
}

export type LeaveGuard = { blocked: boolean; stay: () => void; leave: () => void }

/** Holds a person back from leaving with unsaved changes, in the app and at the browser's own close. */
export function useLeaveGuard(unsaved: () => boolean): LeaveGuard {
  const blocker = useRouterBlocker({
    shouldBlockFn: ({ current, next }) => unsaved() && current.pathname !== next.pathname,
    enableBeforeUnload: unsaved,
    withResolver: true,
  })
  return {
    blocked: blocker.status === 'blocked',
    stay: () => blocker.reset?.(),
    leave: () => blocker.proceed?.(),
  }
}
