import type { Ctx, Service } from '@ronghe/kit/module'
import { sheetOf } from '@ronghe/kit/sheet'
import { checkLengths, type ImportOutcome, type ImportRow, importSheet } from '@ronghe/kit/sheet/import'
import type { trace } from '../contract.ts'
import { ownId } from '../master/policy.ts'
import { meaningOf } from '../story.ts'
import type { Template } from './contract.ts'
import { isOwnItem, suffixPattern } from './service.ts'
import {
  findIdentifier,
  type IdentifierRow,
  insertIdentifier,
  prefixesOf,
  updateAttributes,
} from './store.ts'
import { attributeFaults, templateFor, templates as templateRoutes } from './templates.ts'

type Routes = Pick<Service<typeof trace>, 'importIdentifiers' | 'identifierTable'>

const fixed = ['identifier', 'template', 'key']
/** What an export has besides: a list that went out as a table comes back as it is. */
const exported = ['identifierState', 'changedAt', 'changedBy']
const asked = { params: {}, query: {}, body: undefined }

/** Identifiers from a table: tried first, every fault by its row, all written or none. */
export const identifierImports: Routes = {
  async importIdentifiers(ctx, { query }) {
    const organisationId = ownId(ctx)
    const own = (await prefixesOf(ctx.sql, organisationId)).map(({ prefix }) => prefix)
    const templates = (await templateRoutes.identifierTemplates(ctx, asked)).rows
    const attributes = attributesOf(templates)
    const seen = { identifiers: new Set<string>(), keys: new Set<string>() }
    const plan = {
      ...{
        columns: [...fixed, ...attributes, ...exported],
        titles: 'trace.column',
        dryRun: query.dryRun ?? true,
      },
      importRow: (row: ImportRow) =>
        importOne(ctx, { organisationId, own, seen, templates, attributes }, row),
    }
    const { report, file } = await importSheet(ctx, plan)
    // A field of a firm's own has no word, and goes by its name.
    for (const mark of report.faults) mark.column = mark.column.replace(/^trace\.column\./, '')
    if (!report.written) return report
    const { rowsTotal, rowsNew, rowsChanged } = report
    await ctx.audit({
      ...{ action: 'trace.identifier.imported', subject: 'import', subjectId: ctx.newId(), organisationId },
      after: { fileName: file.name, rowsTotal, rowsNew, rowsChanged },
    })
    return report
  },

  async identifierTable(ctx) {
    const { rows: templates } = await templateRoutes.identifierTemplates(ctx, asked)
    const titled = [...fixed, ...attributesOf(templates)].map((key) => {
      return { key, title: ctx.t(`trace.column.${key}`).replace(/^trace\.column\./, '') }
    })
    return sheetOf({ title: ctx.t('trace.page.identifiers'), columns: titled, rows: [], format: 'xlsx' })
  },
}

function attributesOf(templates: readonly Template[]): string[] {
  return [...new Set(templates.flatMap(({ fields }) => fields.map(({ name }) => name)))]
}

type Plan = {
  templates: readonly Template[]
  attributes: readonly string[]
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
  const name = templateNamed(ctx, plan.templates, cells.template ?? '')
  const template = name ? await templateFor(ctx, plan.organisationId, name) : null
  if (!template) {
    const allowed = plan.templates.map((one) => wordsOf(ctx, one)[0]).join(', ')
    row.bad('template', 'rule.enum', { allowed })
  }
  const key = cells.key?.trim() ? meaningOf(cells.key.trim()).id : null
  if (key !== null && !(await isOwnItem(ctx, key, plan.organisationId)))
    row.bad('key', 'trace.rule.notOwnPrefix')
  if (key !== null && plan.seen.keys.has(key)) row.bad('key', 'trace.rule.twice')
  if (key !== null) plan.seen.keys.add(key)
  const { attributes } = plan
  const limits = Object.fromEntries(attributes.map((one) => [one, 200]))
  checkLengths(row, { identifier: 290, key: 500, ...limits })
  const given = Object.fromEntries(
    attributes.flatMap((one) => (cells[one]?.trim() ? [[one, cells[one].trim()]] : [])),
  )
  if (template)
    for (const fault of attributeFaults(template, given)) row.bad(fault.name, fault.rule, fault.values)
  if (!row.isSound() || !template) return 'same'
  const { version: templateVersion } = template
  const whole = { identifier, template: template.name, templateVersion, key, attributes: given }
  return write(ctx, plan.organisationId, row, whole)
}

type Given = Pick<IdentifierRow, 'identifier' | 'template' | 'templateVersion' | 'key' | 'attributes'>

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
  const names = [...Object.keys(known.attributes), ...Object.keys(given.attributes)]
  const isSame = names.every((name) => known.attributes[name] === given.attributes[name])
  if (isSame) return 'same'
  await updateAttributes(ctx.sql, {
    ...{ ...known, ...changed, attributes: given.attributes },
    templateVersion: given.templateVersion,
  })
  return 'changed'
}

function wordsOf(ctx: Ctx, { name, title, titleEn, isBuiltIn }: Template): string[] {
  if (!isBuiltIn) return [title, titleEn ?? title]
  return (['zh', 'en'] as const).map((locale) => ctx.house.translate(locale, `trace.value.template.${name}`))
}

/** By its title in either language, or by its name. */
function templateNamed(ctx: Ctx, templates: readonly Template[], cell: string): string | undefined {
  const said = cell.trim().toLowerCase()
  return templates.find((one) => [one.name, ...wordsOf(ctx, one)].some((word) => word.toLowerCase() === said))
    ?.name
}
