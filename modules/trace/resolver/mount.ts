import {
  allAis,
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
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { baseOf } from '../binding/asking.ts'
import { type Found, type Kept, keepLinks } from './kept.ts'

const linksetType = 'application/linkset+json'
const primaryKeys = allAis().flatMap(({ ai, qualifiers }) => (qualifiers ? [ai] : []))

type Resolver = { house: House; kept: Kept }

/** Digital links of every key lead on from here (GS1-Conformant Resolver 1.1). */
export async function mountResolver(app: FastifyInstance, house: House): Promise<void> {
  const kept = await keepLinks(house)
  app.addHook('onClose', () => kept.stop())
  const resolver = { house, kept }
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.schema = { ...route.schema, hide: true } as never
    })
    scope.addHook('onRequest', async (_, reply) => void open(reply))
    for (const ai of primaryKeys) {
      scope.get(`/${ai}/*`, (request, reply) => resolve(resolver, request, reply))
      scope.options(`/${ai}/*`, (_, reply) => reply.status(204).send())
    }
    scope.get('/.well-known/gs1resolver', (request) => describe(house, request))
  })
  // A compressed link is one segment; what is none is the page of that name, or not found.
  app.get('/:packed(^[A-Za-z0-9_-]{6,}$)', { schema: { hide: true } as never }, (request, reply) => {
    const { packed } = request.params as { packed: string }
    if (!('link' in readLink(`https://resolver/${packed}`))) return reply.callNotFound()
    return resolve(resolver, request, open(reply))
  })
}

/** Any page of any site may ask. */
function open(reply: FastifyReply): FastifyReply {
  return reply
    .header('access-control-allow-origin', '*')
    .header('access-control-allow-methods', 'GET, HEAD, OPTIONS')
    .header('access-control-allow-headers', 'Accept, Accept-Language')
    .header('access-control-expose-headers', 'Link, Location')
    .header('cross-origin-resource-policy', 'cross-origin')
}

async function resolve(resolver: Resolver, request: FastifyRequest, reply: FastifyReply) {
  const base = baseOf(request, resolver.house)
  const read = readLink(`https://resolver${request.url}`, { shortGtins: true, unknownAis: true })
  if (!('link' in read)) return refuse(resolver, request, reply, 400, 'trace.resolver.invalid')
  const { link } = read
  const anchors = anchorsOf(link)
  const row = await resolver.kept.ask(anchors)
  const asked = link.others.find(([name]) => name.toLowerCase() === 'linktype')?.[1]
  const levels = levelsOf(row, anchors, base)
  if (levels.length === 0) return refuse(resolver, request, reply, 404, 'trace.resolver.unknown')
  const linkset = `${base}${anchors[0]}?linkType=linkset`
  reply
    .header('link', `<${linkset}>; rel="linkset"; type="${linksetType}"`)
    .header('vary', 'Accept, Accept-Language')
  if (wantsLinkset(request, asked)) {
    const all = levels.map((level) => ({
      anchor: base + level.anchor,
      description: row.description ?? level.anchor,
      targets: level.targets,
    }))
    return reply.type(linksetType).send(linksetOf(all))
  }
  return lead(resolver, request, reply, link, levels, wishOf(request, link, asked))
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

function wantsLinkset(request: FastifyRequest, asked: string | undefined): boolean {
  if (asked !== undefined) return /^(linkset|all)$/i.test(asked)
  const accept = request.headers.accept
  return accept !== undefined && /^application\/(linkset\+)?json/.test(accept)
}

function wishOf(request: FastifyRequest, { others }: Link, asked: string | undefined): Wish {
  const { accept = '', 'accept-language': language = '' } = request.headers
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
function lead(
  resolver: Resolver,
  request: FastifyRequest,
  reply: FastifyReply,
  link: Link,
  levels: readonly Level[],
  wish: Wish,
) {
  for (const { targets } of levels) {
    const chosen = chooseTargets(targets, wish)
    const [first, second] = chosen
    if (!first) continue
    if (!second)
      return reply
        .status(307)
        .header('location', forwarded(first, request, link))
        .send()
    const list = chosen.map(({ href, title, languages }) => ({ href, title, hreflang: languages }))
    return reply.status(300).send({ choices: list })
  }
  return refuse(resolver, request, reply, 404, 'trace.resolver.noLink')
}

const ownNames = new Set(['linktype', 'lang', 'hreflang', 'context'])

/** The query goes on with the reader, but for what was meant for the resolver. */
function forwarded(target: Target, request: FastifyRequest, { attributes, others }: Link): string {
  if (!target.forwardsQuery || !request.url.includes('?')) return target.href
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

function refuse(
  { house }: Resolver,
  request: FastifyRequest,
  reply: FastifyReply,
  status: 400 | 404,
  word: 'trace.resolver.invalid' | 'trace.resolver.unknown' | 'trace.resolver.noLink',
) {
  const isChinese = /^zh/i.test(request.headers['accept-language'] ?? 'zh')
  const detail = house.translate(isChinese ? 'zh' : 'en', word)
  return reply.status(status).type('application/problem+json').send({ status, title: word, detail })
}

/** What this resolver can do, where the standard says to look. */
function describe(house: House, request: FastifyRequest) {
  return {
    name: 'Ronghe',
    resolverRoot: baseOf(request, house),
    supportedPrimaryKeys: ['all'],
    supportedLinkType: [{ namespace: linkVocabulary, prefix: 'gs1:' }],
    linkTypeDefaultCanBeLinkset: false,
    supportedContextValuesExternal: [
      { nameOfList: 'ISO 3166-1 alpha-2', url: 'https://www.iso.org/obp/ui/#search' },
    ],
  }
}
