import type { PageEntry } from '@ronghe/kit/ui'

/** The page of an address, by the pattern of its route (`/runs/$runId`). */
export function pageAt(pages: readonly PageEntry[], pathname: string): PageEntry | undefined {
  const here = pathname.split('/')
  const fits = (path: string) => {
    const parts = path.split('/')
    return (
      parts.length === here.length && parts.every((part, at) => part.startsWith('$') || part === here[at])
    )
  }
  return pages.find(({ path }) => path === pathname) ?? pages.find(({ path }) => fits(path))
}

/**
 * Fetches the page that was opened beside the words and who is looking, instead of after them: on a mobile
 * network each waits for one way there and back. What fails is asked for again, and told, by the page's gate.
 */
export function fetchEarly(pages: readonly PageEntry[], pathname: string): void {
  pageAt(pages, pathname)
    ?.load()
    .catch(() => {})
}
