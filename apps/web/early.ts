/** What a page asks for, by the pattern of its address. */
export type Asking = { readonly path: string; readonly asks: readonly string[] }

/** Answers that are under way, by their addresses; `takeAsked` of kit/ui hands them to who asks first. */
export type Early = { headers: string; atMs: number; answers: Map<string, Promise<Response>> }

/** The entry of an address, by the pattern of its route (`/runs/$runId`). */
export function pageAt<P extends { readonly path: string }>(
  pages: readonly P[],
  pathname: string,
): P | undefined {
  const here = pathname.split('/')
  const fits = (path: string) => {
    const parts = path.split('/')
    return (
      parts.length === here.length && parts.every((part, at) => part.startsWith('$') || part === here[at])
    )
  }
  return pages.find(({ path }) => path === pathname) ?? pages.find(({ path }) => fits(path))
}

/** What the page of this address asks for, its blanks filled. */
export function askedAt(pages: readonly Asking[], pathname: string): string[] {
  const page = pageAt(pages, pathname)
  if (!page) return []
  const here = pathname.split('/')
  const values = new Map(page.path.split('/').map((part, at) => [part, here[at] ?? '']))
  return page.asks.map((ask) => ask.replace(/\$\w+/g, (blank) => values.get(blank) ?? blank))
}

/** Asks for these below `/api`; who wants one finds it in `rongheEarly`, and asks again where it failed. */
export function askEarly(paths: readonly string[], headers: Record<string, string>): void {
  const answers = new Map<string, Promise<Response>>()
  const early: Early = { headers: JSON.stringify(headers), atMs: Date.now(), answers }
  for (const path of paths) {
    const asked = { accept: 'application/json', ...headers }
    const answer = fetch(`/api${path}`, { headers: asked, credentials: 'same-origin' })
    answer.catch(() => {})
    answers.set(`/api${path}`, answer)
  }
  Object.assign(globalThis, { rongheEarly: early })
}
