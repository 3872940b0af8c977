/** A link that a resolver leads to. */
export type Target = {
  /** Full URI of the kind of link, such as `https://ref.gs1.org/voc/pip`. */
  readonly linkType: string
  readonly href: string
  readonly title: string
  readonly languages: readonly string[]
  readonly mediaType: string | null
  readonly contexts: readonly string[]
  readonly isDefault: boolean
  /** Is the query of the request passed on? */
  readonly forwardsQuery: boolean
}

export type Wish = {
  /** Null: the default. */
  readonly linkType: string | null
  /** As preferred, best first. */
  readonly languages: readonly string[]
  readonly mediaTypes: readonly string[]
  readonly context: string | null
}

export const vocabulary = 'https://ref.gs1.org/voc/'

/** `gs1:pip`, `pip` of either address of the vocabulary, or somebody's own URI or registered relation. */
export function linkTypeUri(text: string): string {
  const name = /^(?:gs1:|https?:\/\/(?:www\.)?gs1\.org\/voc\/|https:\/\/ref\.gs1\.org\/voc\/)(\w+)$/.exec(
    text,
  )?.[1]
  return name === undefined ? text : vocabulary + name
}

/**
 * The best of the links of one anchor (RES-20): first what is asked for by kind, then by language, context
 * and media type together, by fewer of them, at last the first. Several come only when a kind was asked for
 * and nothing tells them apart.
 */
export function chooseTargets<T extends Target>(targets: readonly T[], wish: Wish): readonly T[] {
  const wanted = wish.linkType?.toLowerCase()
  const ofKind =
    wanted === undefined ? defaults(targets) : targets.filter((one) => one.linkType.toLowerCase() === wanted)
  const scored = ofKind.map((target) => ({ target, score: scoreOf(target, wish) }))
  const best = Math.max(...scored.map(({ score }) => score))
  const top = scored.filter(({ score }) => score === best).map(({ target }) => target)
  return wanted === undefined ? top.slice(0, 1) : top
}

function defaults<T extends Target>(targets: readonly T[]): readonly T[] {
  const marked = targets.filter(({ isDefault }) => isDefault)
  return marked.length > 0 ? marked : targets
}

/** Language counts 4, context 3, media type 2; the nearer the preference, the more, always below one. */
function scoreOf(target: Target, { languages, mediaTypes, context }: Wish): number {
  const language = languages.findIndex((one) => target.languages.some((own) => speaks(own, one)))
  const media = target.mediaType === null ? -1 : mediaTypes.findIndex((one) => covers(one, target.mediaType!))
  const isContext = context !== null && target.contexts.some((one) => same(one, context))
  const rank = (at: number, weight: number) => (at < 0 ? 0 : weight - at / 1000)
  const neutral = target.languages.length === 0 ? 0.5 : 0
  const general = target.contexts.length === 0 ? 0.25 : 0
  return rank(language, 4) + (isContext ? 3 : general) + rank(media, 2) + (language < 0 ? neutral : 0)
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** `en` is met by `en-GB` and asks for it. */
function speaks(own: string, wanted: string): boolean {
  const [left, right] = [own.toLowerCase(), wanted.toLowerCase()]
  return left === right || left.split('-')[0] === right || left === right.split('-')[0]
}

function covers(range: string, mediaType: string): boolean {
  return (
    same(range, mediaType) ||
    (range.endsWith('/*') && range !== '*/*' && mediaType.startsWith(range.slice(0, -1)))
  )
}

/** Values of an `Accept` or `Accept-Language` header, best first; what is refused with `q=0` is left out. */
export function preferences(header: string): string[] {
  return header
    .split(',')
    .slice(0, 32)
    .map((part, at) => {
      const [value = '', ...parameters] = part.split(';').map((one) => one.trim())
      const quality = parameters.find((one) => one.startsWith('q='))
      return { value, at, q: quality === undefined ? 1 : Number(quality.slice(2)) || 0 }
    })
    .filter(({ value, q }) => value !== '' && q > 0)
    .sort((left, right) => right.q - left.q || left.at - right.at)
    .map(({ value }) => value)
}
