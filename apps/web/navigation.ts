import { type Me, mayOf, type PageEntry } from '@ronghe/kit/ui'

export type MenuEntry = PageEntry & { menu: NonNullable<PageEntry['menu']> }
export type MenuGroup = { group: string; entries: MenuEntry[] }

/**
 * The groups that modules share come in this order; a module's own groups follow the shared one of its name,
 * or all of them, by their keys.
 */
const groupOrder = ['overview', 'factory', 'governance', 'registry', 'administration'].map(
  (name) => `ui.group.${name}`,
)

/** What the caller may open, by group, in the order that the pages ask for. */
export function menuFor(pages: readonly PageEntry[], me: Me): MenuGroup[] {
  const groups = new Map<string, MenuEntry[]>()
  for (const page of pages) {
    if (!page.menu || !mayOf(me, page.may)) continue
    groups.set(page.menu.group, [...(groups.get(page.menu.group) ?? []), page as MenuEntry])
  }
  return [...groups]
    .map(([group, entries]) => ({ group, entries: entries.sort((a, b) => a.menu.order - b.menu.order) }))
    .sort((a, b) => rank(a.group) - rank(b.group) || (a.group < b.group ? -1 : 1))
}

function rank(group: string): number {
  const place = groupOrder.indexOf(group)
  if (place !== -1) return place
  const beside = groupOrder.indexOf(`ui.group.${group.split('.')[0]}`)
  return beside === -1 ? groupOrder.length : beside + 0.5
}

/** The menu's page to mark: the one whose path is the longest beginning of the address. */
export function currentEntry(groups: readonly MenuGroup[], pathname: string): MenuEntry | null {
  const fitting = groups
    .flatMap((group) => group.entries)
    .filter(({ path }) => pathname === path || (path !== '/' && pathname.startsWith(`${path}/`)))
  return fitting.sort((a, b) => b.path.length - a.path.length)[0] ?? null
}

/**
 * Quick navigation on phones: the first page of each group, at most `count`, then of the first group again.
 */
export function quickEntries(groups: readonly MenuGroup[], count: number): MenuEntry[] {
  const firsts = groups.flatMap(({ entries }) => entries.slice(0, 1))
  const rest = groups.flatMap(({ entries }) => entries.slice(1))
  return [...firsts, ...rest].slice(0, count)
}
