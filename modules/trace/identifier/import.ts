import type { Ctx, Service } from '@ronghe/kit/module'
import { sheetOf } from '@ronghe/kit/sheet'
import { checkLengths, type ImportOutcome, type ImportRow, importSheet } from '@ronghe/kit/sheet/import'
import type { trace } from '../contract.ts'
import { ownId } from '../master/policy.ts'
import { meaningOf } from '../story.ts'
import type { IdentifierLine } from './contract.ts'
import { isOwnItem, suffixPattern } from './service.ts'
import {
  findIdentifier,
  type IdentifierRow,
  insertIdentifier,
  prefixesOf,
  updateAttributes,
} from './store.ts'
import shapes from './templates.json' with { type: 'json' }

type Routes = Pick<Service<typeof trace>, 'importIdentifiers' | 'identifierTable'>

const attributes = [...new Set(shapes.templates.flatMap((one) => one.attributes))]
const columns = ['identifier', 'template', 'key', ...attributes]
/** What an export has besides: a list that went out as a table comes back as it is. */
const exported = ['identifierState', 'changedAt', 'changedBy']
const lengths = { identifier: 290, key: 500, ...Object.fromEntries(attributes.map((one) => [one, 200])) }

/** Identifiers from a table: tried first, every fault by its row, all written or none. */
export const identifierImports: Routes = {
  async importIdentifiers(ctx, { query }) {
    const organisationId = ownId(ctx)
    const own = (await prefixesOf(ctx.sql, organisationId)).map(({ prefix }) => prefix)
    const seen = { identifiers: new Set<string>(), keys: new Set<string>() }
    const plan = {
      ...{ columns: [...columns, ...exported], titles: 'trace.column', dryRun: query.dryRun ?? true },
      importRow: (row: ImportRow) => importOne(ctx, { organisationId, own, seen }, row),
    }
    const { report, file } = await importSheet(ctx, plan)
    if (!report.written) return report
    const { rowsTotal, rowsNew, rowsChanged } = report
    await ctx.audit({
      ...{ action: 'trace.identifier.imported', subject: 'import', subjectId: ctx.newId(), organisationId },
      after: { fileName: file.name, rowsTotal, rowsNew, rowsChanged },
    })
    return report
  },

  identifierTable(ctx) {
    const titled = columns.map((key) => ({ key, title: ctx.t(`trace.column.${key}`) }))
    return sheetOf({ title: ctx.t('trace.page.identifiers'), columns: titled, rows: [], format: 'xlsx' })
  },
}

type Plan = {
  organisationId: string
  own: readonly string[]
  seen: { identifiers: Set<string>; keys: Set<string> }
}

async function importOne(ctx: Ctx, plan: Plan, row: ImportRow): Promise<ImportOutcome> {
  const { cells } = row
  const identifier = cells.identifier?.trim() ?? ''
  const prefix = plan.own.find((one) => identifier.startsWith(`${one}/`))
  if (!prefix) row.bad('identifier', 'trace.rule.notOwnIdentifierPrefix')
  else if (!suffixPattern.test(identifier.slice(prefix.length + 1)))
    row.bad('identifier', 'trace.rule.identifierSuffix')
  if (plan.seen.identifiers.has(identifier)) row.bad('identifier', 'trace.rule.twice')
  plan.seen.identifiers.add(identifier)
  const template = templateOf(ctx, cells.template ?? '')
  if (!template)
    row.bad('template', 'rule.enum', { allowed: templates.map((one) => wordsOf(ctx, one)[0]).join(', ') })
  const key = cells.key?.trim() ? meaningOf(cells.key.trim()).id : null
  if (key !== null && !(await isOwnItem(ctx, key, plan.organisationId)))
    row.bad('key', 'trace.rule.notOwnPrefix')
  if (key !== null && plan.seen.keys.has(key)) row.bad('key', 'trace.rule.twice')
  if (key !== null) plan.seen.keys.add(key)
  checkLengths(row, lengths)
  const given = Object.fromEntries(
    attributes.flatMap((name) => (cells[name]?.trim() ? [[name, cells[name].trim()]] : [])),
  )
  const allowed = shapes.templates.find(({ name }) => name === template)?.attributes ?? attributes
  for (const name of Object.keys(given))
    if (!allowed.includes(name)) row.bad(name, 'trace.rule.identifierAttribute')
  if (!row.isSound() || !template) return 'same'
  return write(ctx, plan.organisationId, row, { identifier, template, key, attributes: given })
}

type Given = Pick<IdentifierRow, 'identifier' | 'template' | 'key' | 'attributes'>

async function write(ctx: Ctx, organisationId: string, row: ImportRow, given: Given): Promise<ImportOutcome> {
  const known = await findIdentifier(ctx.sql, given.identifier)
  const changed = { changedAt: ctx.now, changedBy: ctx.caller.personName }
  if (!known) {
    const fresh = {
      ...given,
      ...changed,
      organisationId,
      identifierState: 'active' as const,
      isSample: false,
    }
    if (await insertIdentifier(ctx.sql, fresh)) return 'new'
    row.bad('key', 'trace.rule.identifierTaken')
    return 'same'
  }
  // What an identifier stands for stays; its attributes may be mended.
  if (known.template !== given.template) row.bad('template', 'trace.rule.identifierStays')
  if (given.key !== null && known.key !== given.key) row.bad('key', 'trace.rule.identifierStays')
  if (!row.isSound()) return 'same'
  const isSame = attributes.every((name) => (known.attributes[name] ?? '') === (given.attributes[name] ?? ''))
  if (isSame) return 'same'
  await updateAttributes(ctx.sql, { ...known, ...changed, attributes: given.attributes })
  return 'changed'
}

const templates = shapes.templates.map(({ name }) => name as IdentifierLine['template'])

function wordsOf(ctx: Ctx, template: string): string[] {
  return (['zh', 'en'] as const).map((locale) =>
    ctx.house.translate(locale, `trace.value.template.${template}`),
  )
}

/** By its word in either language, or as the code has it. */
function templateOf(ctx: Ctx, cell: string): IdentifierLine['template'] | undefined {
  const said = cell.trim().toLowerCase()
  return templates.find((one) => [one, ...wordsOf(ctx, one)].some((word) => word.toLowerCase() === said))
}
