import {
  anchorsOf,
  chooseTargets,
  type Link,
  linksetOf,
  linkTypeUri,
  linkVocabulary,
  preferences,
  readLink,
  type Target,
  type Wish,
} from '@ronghe/epcis'
import type { House } from '@ronghe/kit/module'
import type { Found, Kept } from './kept.ts'

const linksetType = 'application/linkset+json'

/** All that an answer depends on, besides what is registered. */
export type Asking = {
  /** Scheme and domain by which we are asked. */
  readonly base: string
  /** Path and query. */
  readonly url: string
  readonly accept: string | undefined
  readonly language: string | undefined
}

export type Answer = {
  readonly status: 200 | 300 | 307 | 400 | 404
  readonly headers: Readonly<Record<string, string>>
  readonly body?: object
}

export type Resolver = { house: Pick<House, 'translate'>; kept: Pick<Kept, 'ask'> }

/** Where a code leads whoever asks (GS1-Conformant Resolver 1.1). */
export async function answerOf(resolver: Resolver, asking: Asking): Promise<Answer> {
  const { base } = asking
  const read = readLink(`https://resolver${asking.url}`, { shortGtins: true, unknownAis: true })
  if (!('link' in read)) return refusal(resolver, asking, 400, 'trace.resolver.invalid')
  const { link } = read
  const anchors = anchorsOf(link)
  const row = await resolver.kept.ask(anchors)
  const asked = link.others.find(([name]) => name.toLowerCase() === 'linktype')?.[1]
  const levels = levelsOf(row, anchors, base)
  if (levels.length === 0) return refusal(resolver, asking, 404, 'trace.resolver.unknown')
  const linkset = `${base}${anchors[0]}?linkType=linkset`
  const headers = {
    link: `<${linkset}>; rel="linkset"; type="${linksetType}"`,
    vary: 'Accept, Accept-Language',
  }
  if (wantsLinkset(asking, asked)) {
    const all = levels.map((level) => ({
      anchor: base + level.anchor,
      description: row.description ?? level.anchor,
      targets: level.targets,
    }))
    return { status: 200, headers: { ...headers, 'content-type': linksetType }, body: linksetOf(all) }
  }
  const led = lead(asking, link, levels, wishOf(asking, link, asked))
  const { status, ...rest } = led ?? refusal(resolver, asking, 404, 'trace.resolver.noLink')
  return { ...rest, status, headers: { ...headers, ...rest.headers } }
}

type Level = { anchor: string; targets: readonly Target[] }

/** The links of every anchor that has some. What is known and leads nowhere leads to its story. */
function levelsOf(row: Found, anchors: readonly string[], base: string): Level[] {
  const levels = anchors
    .map((anchor) => ({
      anchor,
      targets: row.links.filter((one) => one.anchor === anchor) as readonly Target[],
    }))
    .filter(({ targets }) => targets.length > 0)
  if (row.ownerId === null || !row.isKnown) return levels
  const story = {
    ...{ href: `${base}/story${anchors[0]}`, title: row.description ?? anchors[0]!, languages: [] },
    ...{ mediaType: 'text/html', contexts: [], isDefault: false, forwardsQuery: false },
  }
  const passport = {
    ...{ ...story, href: `${base}/passport${anchors[0]}`, linkType: `${linkVocabulary}dpp` },
    mediaType: 'application/aas+json',
  }
  const named = ['traceability', 'pip'].map((name) => ({ ...story, linkType: linkVocabulary + name }))
  // Only products have a passport of their own.
  const own = anchors.at(-1)!.startsWith('/01/') ? [...named, passport] : named
  const last = levels.find(({ anchor }) => anchor === anchors.at(-1))
  return last
    ? levels.map((one) => (one === last ? { ...one, targets: [...one.targets, ...own] } : one))
    : [...levels, { anchor: anchors.at(-1)!, targets: own }]
}

function wantsLinkset({ accept }: Asking, asked: string | undefined): boolean {
  if (asked !== undefined) return /^(linkset|all)$/i.test(asked)
  return accept !== undefined && /^application\/(linkset\+)?json/.test(accept)
}

function wishOf({ accept = '', language = '' }: Asking, { others }: Link, asked: string | undefined): Wish {
  const given = (name: string) => others.find(([key]) => key.toLowerCase() === name)?.[1]
  const lang = given('lang') ?? given('hreflang')
  return {
    linkType: asked === undefined || asked === '' || /default/i.test(asked) ? null : linkTypeUri(asked),
    languages: lang === undefined ? preferences(language) : [lang],
    mediaTypes: preferences(accept),
    context: given('context') ?? null,
  }
}

/** The finest anchor that has what is wanted leads on; several that nothing tells apart are shown. */
function lead(asking: Asking, link: Link, levels: readonly Level[], wish: Wish): Answer | null {
  for (const { targets } of levels) {
    const chosen = chooseTargets(targets, wish)
    const [first, second] = chosen
    if (!first) continue
    if (!second) return { status: 307, headers: { location: inAscii(forwarded(first, asking, link)) } }
    const list = chosen.map(({ href, title, languages }) => ({ href, title, hreflang: languages }))
    return { status: 300, headers: {}, body: { choices: list } }
  }
  return null
}

const ownNames = new Set(['linktype', 'lang', 'hreflang', 'context'])

/** The query goes on with the reader, but for what was meant for the resolver. */
function forwarded(target: Target, { url }: Asking, { attributes, others }: Link): string {
  if (!target.forwardsQuery || !url.includes('?')) return target.href
  const query = new URLSearchParams([
    ...attributes.map(({ ai, value }) => [ai, value] as [string, string]),
    ...others
      .filter(([name]) => !ownNames.has(name.toLowerCase()))
      .map(([name, value]) => [name, value] as [string, string]),
  ]).toString()
  if (query === '') return target.href
  const [before, hash] = target.href.split(/(?=#)/)
  return `${before}${before!.includes('?') ? '&' : '?'}${query}${hash ?? ''}`
}

/** A header takes no other characters: an address written in Chinese is sent as its URI (RFC 3987, 3.1). */
function inAscii(address: string): string {
  return address.toWellFormed().replace(/[^\x20-\x7e]+/g, encodeURIComponent)
}

function refusal(
  { house }: Resolver,
  { language = 'zh' }: Asking,
  status: 400 | 404,
  word: 'trace.resolver.invalid' | 'trace.resolver.unknown' | 'trace.resolver.noLink',
): Answer {
  const detail = house.translate(/^zh/i.test(language) ? 'zh' : 'en', word)
  const headers = { 'content-type': 'application/problem+json' }
  return { status, headers, body: { status, title: word, detail } }
}
