import { anchorsOf, linkTypeUri, parseLink } from '@ronghe/epcis'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { trace } from '../contract.ts'
import { prefixedDigits } from '../master/key.ts'
import { fieldFault } from '../master/masters.ts'
import { mustOwn, ownId } from '../master/policy.ts'
import { prefixOwner } from '../master/store/prefixes.ts'
import { meaningOf } from '../story.ts'
import type { LinkLine } from './contract.ts'
import { deleteLink, findLink, type LinkRow, listLinks, upsertLink } from './store.ts'

type Routes = Pick<Service<typeof trace>, 'links' | 'addLink' | 'changeLink' | 'removeLink'>

/** Where codes lead, edited by whoever owns their numbers. */
export const links: Routes = {
  async links(ctx, { query }) {
    const { about, ...filter } = query
    const root = about === undefined ? null : anchorOf(about)?.root
    if (root === undefined) throw fieldFault('about', 'trace.rule.digitalLink')
    const { rows, total } = await listLinks(ctx.sql, { ...filter, ...(root === null ? {} : { root }) })
    return { rows: rows.map(lineOf), total }
  },

  async addLink(ctx, { body }) {
    const organisationId = ownId(ctx)
    const { about, ...rest } = body
    const found = anchorOf(about)
    if (!found) throw fieldFault('about', 'trace.rule.digitalLink')
    const digits = prefixedDigits(`https://id.gs1.org${found.root}`) ?? ''
    if ((await prefixOwner(ctx.sql, digits)) !== organisationId)
      throw fieldFault('about', 'trace.rule.notOwnPrefix')
    const row = { ...described(ctx, rest), id: ctx.newId(), organisationId, ...found, isSample: false }
    return written(ctx, null, row)
  },

  async changeLink(ctx, { params, body }) {
    const before = mustOwn(ctx, await findLink(ctx.sql, params.linkId), 'trace.link.unknown')
    return written(ctx, before, { ...before, ...described(ctx, body) })
  },

  async removeLink(ctx, { params }) {
    const row = mustOwn(ctx, await findLink(ctx.sql, params.linkId), 'trace.link.unknown')
    await deleteLink(ctx.sql, row.id)
    await note(ctx, 'trace.link.removed', row, null)
    return { done: true }
  },
}

/** The path that a link hangs on, and that of its key, of whatever a person typed. */
export function anchorOf(text: string): { anchor: string; root: string } | null {
  const uri = /^https?:/i.test(text) ? text : meaningOf(text).id
  const read = parseLink(uri, { shortGtins: true, names: true })
  if (!('link' in read)) return null
  const paths = anchorsOf(read.link)
  return { anchor: paths[0]!, root: paths.at(-1)! }
}

type About = Pick<LinkLine, 'linkType' | 'href' | 'title'> &
  Partial<Pick<LinkLine, 'languages' | 'contexts' | 'isDefault' | 'forwardsQuery'>> & { mediaType?: string }

function described(ctx: Ctx, given: About) {
  const { linkType, href, title, languages = [], contexts = [], mediaType } = given
  return {
    linkType: linkTypeUri(linkType),
    href,
    title: title.trim(),
    languages: [...new Set(languages)].sort(),
    contexts: [...new Set(contexts)].sort(),
    mediaType: mediaType || null,
    isDefault: given.isDefault ?? false,
    forwardsQuery: given.forwardsQuery ?? true,
    changedAt: ctx.now,
    changedBy: ctx.caller.personName,
  }
}

async function written(ctx: Ctx, before: LinkRow | null, row: LinkRow): Promise<LinkLine> {
  if (!(await upsertLink(ctx.sql, row))) throw new Fault('trace.link.defaultTaken')
  await note(ctx, before ? 'trace.link.changed' : 'trace.link.added', before, row)
  return lineOf(row)
}

async function note(ctx: Ctx, action: string, before: LinkRow | null, after: LinkRow | null): Promise<void> {
  const { id, organisationId } = (after ?? before)!
  await ctx.audit({ action, subject: 'trace.link', subjectId: id, organisationId, before, after })
}

function lineOf({ root: _, changedAt, ...row }: LinkRow): LinkLine {
  return { ...row, changedAt: changedAt.toISOString() }
}
