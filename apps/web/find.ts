import { addressOf } from '@ronghe/kit/client'
import type { SearchHit, WebModule } from '@ronghe/kit/ui'
import type { MenuEntry } from './navigation.ts'

export type Found = { groups: { kind: string; hits: SearchHit[] }[]; failed: boolean }

/** Pages whose title contains every word of the question. */
export function findPages(entries: readonly MenuEntry[], q: string, t: (key: string) => string): SearchHit[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  return entries
    .filter((entry) =>
      words.every((word) => `${t(entry.title)} ${t(entry.menu.group)}`.toLowerCase().includes(word)),
    )
    .map((entry) => ({
      kind: 'page',
      id: entry.path,
      title: t(entry.title),
      detail: t(entry.menu.group),
      link: entry.path,
    }))
}

/** By kind in order of appearance; the same link is shown once. */
export function groupHits(hits: readonly SearchHit[]): Found['groups'] {
  const links = new Set<string>()
  const groups = new Map<string, SearchHit[]>()
  for (const hit of hits) {
    if (links.has(hit.link)) continue
    links.add(hit.link)
    groups.set(hit.kind, [...(groups.get(hit.kind) ?? []), hit])
  }
  return [...groups].map(([kind, found]) => ({ kind, hits: found }))
}

/** Asks every module that can search; one that fails takes nothing from the others, and it is said. */
export async function askModules(
  modules: readonly WebModule[],
  q: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<{ hits: SearchHit[]; failed: boolean }> {
  const answers = await Promise.allSettled(
    modules.map(async (module) => {
      const route = await module.search?.()
      if (!route) return []
      const response = await fetch(addressOf(route, { query: { q } }), {
        headers,
        signal,
        credentials: 'same-origin',
      })
      if (!response.ok) throw new Error(`search answers ${response.status}`)
      return ((await response.json()) as { rows: SearchHit[] }).rows
    }),
  )
  const hits = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  return { hits, failed: answers.some((answer) => answer.status === 'rejected') }
}
