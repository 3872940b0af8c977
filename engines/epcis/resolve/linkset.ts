import { type Target, vocabulary } from './choose.ts'

export type Anchored = {
  readonly anchor: string
  readonly description: string
  readonly targets: readonly Target[]
}

type Entry = { href: string; title: string } & Record<string, unknown>

/** The links of anchors as JSON of RFC 9264 section 4.2, in the shape of GS1's schema for linksets. */
export function linksetOf(anchored: readonly Anchored[]): { linkset: Record<string, string | Entry[]>[] } {
  return {
    linkset: anchored.map(({ anchor, description, targets }) => {
      const relations: Record<string, Entry[]> = {}
      for (const target of targets) {
        const isDefault = target === (targets.find((one) => one.isDefault) ?? targets[0])
        if (isDefault) add(relations, `${vocabulary}defaultLink`, { href: target.href, title: target.title })
        add(relations, target.linkType, entryOf(target))
      }
      return { anchor, itemDescription: description, ...relations }
    }),
  }
}

function add(relations: Record<string, Entry[]>, name: string, entry: Entry): void {
  const list = relations[name] ?? []
  list.push(entry)
  relations[name] = list
}

function entryOf({ href, title, languages, mediaType, contexts, forwardsQuery }: Target): Entry {
  return {
    href,
    title,
    ...(languages.length > 0 ? { hreflang: languages.map(twoLetters) } : {}),
    ...(mediaType === null ? {} : { type: mediaType }),
    ...(contexts.length > 0 ? { context: [...contexts] } : {}),
    ...(forwardsQuery ? {} : { fwqs: false }),
  }
}

/** The schema of GS1 takes codes of two letters: Filipino is Tagalog by its older name. */
function twoLetters(language: string): string {
  return language === 'fil' ? 'tl' : language
}
