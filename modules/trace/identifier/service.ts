import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { trace } from '../contract.ts'
import { prefixedDigits } from '../master/key.ts'
import { fieldFault } from '../master/masters.ts'
import { mustOwn, ownId } from '../master/policy.ts'
import { prefixOwner } from '../master/store/prefixes.ts'
import { scopeOf } from '../policy.ts'
import { meaningOf } from '../story.ts'
import type { IdentifierLine } from './contract.ts'
import {
  findIdentifier,
  type IdentifierRow,
  insertIdentifier,
  insertPrefix,
  listIdentifiers,
  prefixesOf,
  updateAttributes,
  updateState,
} from './store.ts'
import { attributeFaults, templateFor } from './templates.ts'

type Routes = Pick<
  Service<typeof trace>,
  | 'identifierPrefixes'
  | 'addIdentifierPrefix'
  | 'identifiers'
  | 'registerIdentifiers'
  | 'describeIdentifier'
  | 'stateIdentifier'
>

/** Country or scheme, sector or second-level node, enterprise: `88.123.456`. */
export const prefixPattern = /^\d{2}(\.[0-9A-Za-z]{1,20}){1,4}$/
/** Printable, without space; the scheme is UTF-8. */
export const suffixPattern = /^[^\s\p{C}]{1,200}$/u

/** Identifiers of the national industrial internet for what events name by GS1. */
export const identifiers: Routes = {
  async identifierPrefixes(ctx) {
    const rows = await prefixesOf(ctx.sql, scopeOf(ctx.caller) ?? null)
    return { rows: rows.map((row) => ({ ...row, addedAt: row.addedAt.toISOString() })) }
  },

  async addIdentifierPrefix(ctx, { body }) {
    const organisationId = ownId(ctx)
    const prefix = body.identifierPrefix.trim()
    if (!prefixPattern.test(prefix)) throw fieldFault('identifierPrefix', 'trace.rule.identifierPrefix')
    const row = { prefix, organisationId, addedAt: ctx.now, addedBy: ctx.caller.personName }
    if (!(await insertPrefix(ctx.sql, row))) throw new Fault('trace.identifier.prefixTaken')
    await note(ctx, 'trace.identifier.prefixAdded', prefix, organisationId, row)
    return { prefix, used: 0, addedAt: ctx.now.toISOString(), addedBy: row.addedBy }
  },

  async identifiers(ctx, { query }) {
    const { about, ...filter } = query
    const key = about === undefined ? {} : { key: meaningOf(about).id }
    const { rows, total } = await listIdentifiers(ctx.sql, { ...filter, ...key })
    return { rows: rows.map(lineOf), total }
  },

  async registerIdentifiers(ctx, { body }) {
    const organisationId = ownId(ctx)
    const own = await prefixesOf(ctx.sql, organisationId)
    if (!own.some(({ prefix }) => prefix === body.prefix))
      throw fieldFault('prefix', 'trace.rule.notOwnIdentifierPrefix')
    const template = await templateFor(ctx, organisationId, body.template)
    if (!template) throw fieldFault('template', 'trace.rule.templateUnknown')
    const faults: { row: number; field: string; message: string }[] = []
    const rows: IdentifierRow[] = []
    for (const [at, one] of body.rows.entries()) {
      const bad = (field: string, word: string, values = {}) =>
        faults.push({ row: at + 1, field, message: ctx.t(word, values) })
      const key = one.about ? meaningOf(one.about).id : null
      const identifier = `${body.prefix}/${one.suffix}`
      if (!suffixPattern.test(one.suffix)) bad('suffix', 'trace.rule.identifierSuffix')
      if (key !== null && !(await isOwnItem(ctx, key, organisationId)))
        bad('about', 'trace.rule.notOwnPrefix')
      for (const fault of attributeFaults(template, one.attributes ?? {}))
        bad(`attributes.${fault.name}`, fault.rule, fault.values)
      rows.push({
        ...{ identifier, organisationId, template: body.template, key, attributes: one.attributes ?? {} },
        templateVersion: template.version,
        ...{ identifierState: 'active', isSample: false, changedAt: ctx.now },
        changedBy: ctx.caller.personName,
      })
    }
    if (faults.length > 0) return { registered: 0, faults }
    for (const [at, row] of rows.entries())
      if (!(await insertIdentifier(ctx.sql, row)))
        throw new Fault('trace.identifier.taken', { row: at + 1, identifier: row.identifier })
    const after = { count: rows.length, first: rows[0]!.identifier }
    await note(ctx, 'trace.identifier.registered', body.prefix, organisationId, after)
    return { registered: rows.length, faults }
  },

  async describeIdentifier(ctx, { body }) {
    const before = mustOwn(ctx, await findIdentifier(ctx.sql, body.identifier), 'trace.identifier.unknown')
    const template = await templateFor(ctx, before.organisationId, before.template)
    if (!template) throw new Fault('trace.identifier.templateUnknown')
    const [fault] = attributeFaults(template, body.attributes)
    if (fault) throw fieldFault(`attributes.${fault.name}`, fault.rule, fault.values)
    const given = Object.entries(body.attributes).flatMap(([name, value]) =>
      value.trim() ? [[name, value.trim()]] : [],
    )
    const row: IdentifierRow = {
      ...{ ...before, attributes: Object.fromEntries(given), templateVersion: template.version },
      ...{ changedAt: ctx.now, changedBy: ctx.caller.personName },
    }
    await updateAttributes(ctx.sql, row)
    await note(ctx, 'trace.identifier.described', row.identifier, row.organisationId, row)
    return lineOf(row)
  },

  async stateIdentifier(ctx, { body }) {
    const before = mustOwn(ctx, await findIdentifier(ctx.sql, body.identifier), 'trace.identifier.unknown')
    const changed = { changedAt: ctx.now, changedBy: ctx.caller.personName }
    const row: IdentifierRow = { ...before, ...changed, identifierState: body.identifierState }
    await updateState(ctx.sql, row)
    await note(ctx, 'trace.identifier.changed', row.identifier, row.organisationId, row)
    return lineOf(row)
  },
}

/** An item whose number begins with a company prefix of the organisation. */
export async function isOwnItem(ctx: Ctx, key: string, organisationId: string): Promise<boolean> {
  const digits = prefixedDigits(key)
  return digits !== null && (await prefixOwner(ctx.sql, digits)) === organisationId
}

async function note(ctx: Ctx, action: string, subjectId: string, organisationId: string, after: unknown) {
  await ctx.audit({ action, subject: 'trace.identifier', subjectId, organisationId, after })
}

function lineOf({ organisationId: _, changedAt, ...row }: IdentifierRow): IdentifierLine {
  return { ...row, changedAt: changedAt.toISOString() }
}
