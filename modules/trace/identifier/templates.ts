import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { trace } from '../contract.ts'
import { fieldFault } from '../master/masters.ts'
import { ownId } from '../master/policy.ts'
import { scopeOf } from '../policy.ts'
import type { Template, TemplateField } from './contract.ts'
import { insertTemplate, latestTemplates, type TemplateRow, templateVersions } from './store/templates.ts'
import shapes from './templates.json' with { type: 'json' }

type Routes = Pick<
  Service<typeof trace>,
  'identifierTemplates' | 'identifierTemplate' | 'saveIdentifierTemplate'
>

/** Those that every firm has: all their fields are text, open to everybody. */
const builtIn: readonly Template[] = shapes.templates.map(({ name, attributes }) => ({
  ...{ name, title: '', titleEn: null, version: 0, isBuiltIn: true, isSample: false },
  fields: attributes.map((one) => ({
    ...{ name: one, title: '', type: 'text' as const, isRequired: false, audience: 'public' as const },
  })),
  ...{ note: null, changedAt: null, changedBy: null },
}))

/** Data templates of the national scheme: which attributes an identifier has, and who may read them. */
export const templates: Routes = {
  async identifierTemplates(ctx) {
    const own = await latestTemplates(ctx.sql, scopeOf(ctx.caller) ?? null)
    const names = new Set(own.map(({ name }) => name))
    return { rows: [...own.map(templateOf), ...builtIn.filter(({ name }) => !names.has(name))] }
  },

  async identifierTemplate(ctx, { params }) {
    const rows = await templateVersions(ctx.sql, ownId(ctx), params.templateName)
    const house = builtIn.filter(({ name }) => name === params.templateName)
    if (rows.length + house.length === 0) throw new Fault('trace.identifier.templateUnknown')
    return { rows: [...rows.map(templateOf), ...house] }
  },

  async saveIdentifierTemplate(ctx, { params, body }) {
    const organisationId = ownId(ctx)
    const { version, note, title, titleEn, fields } = body
    const [before] = await templateVersions(ctx.sql, organisationId, params.templateName)
    if ((before?.version ?? 0) !== version) throw new Fault('trace.identifier.templateChangedSince')
    checkFields(fields)
    const row: TemplateRow = {
      ...{ organisationId, name: params.templateName, version: version + 1, title: title.trim(), fields },
      ...{ titleEn: titleEn?.trim() || null, note: note?.trim() || null, isSample: false },
      ...{ changedAt: ctx.now, changedBy: ctx.caller.personName },
    }
    if (!(await insertTemplate(ctx.sql, row))) throw new Fault('trace.identifier.templateChangedSince')
    await ctx.audit({
      ...{ action: 'trace.identifier.templateSaved', subject: 'trace.identifierTemplate', organisationId },
      ...{ subjectId: row.name, before: before && { fields: before.fields }, after: { title, fields } },
    })
    return { version: row.version }
  },
}

function checkFields(fields: readonly TemplateField[]): void {
  const names = fields.map(({ name }) => name)
  for (const [at, field] of fields.entries()) {
    if (names.indexOf(field.name) !== at) throw fieldFault(`fields.${at}.name`, 'trace.rule.twice')
    if (reserved.includes(field.name.toUpperCase()))
      throw fieldFault(`fields.${at}.name`, 'trace.rule.reservedName', { found: field.name })
    const choices = field.choices ?? []
    if ((field.type === 'choice') !== choices.length > 0)
      throw fieldFault(`fields.${at}.choices`, 'trace.rule.choices')
    if (new Set(choices).size < choices.length) throw fieldFault(`fields.${at}.choices`, 'trace.rule.twice')
    if (field.unit && field.type !== 'number')
      throw fieldFault(`fields.${at}.unit`, 'trace.rule.unitOfNumber')
  }
}

/** Types that an answer has besides the attributes, and columns of tables. */
const reserved = ['URL', 'TEMPLATE', 'IDENTIFIER', 'KEY', 'IDENTIFIERSTATE', 'CHANGEDAT', 'CHANGEDBY']

/** The template that counts for a firm: its own newest, else that of the house. */
export async function templateFor(ctx: Ctx, organisationId: string, name: string): Promise<Template | null> {
  const [own] = await templateVersions(ctx.sql, organisationId, name)
  return own ? templateOf(own) : (builtIn.find((one) => one.name === name) ?? null)
}

/** The version by which an identifier was checked; what is lost is nobody's. */
export function versionOf(rows: readonly TemplateRow[], name: string, version: number): Template | null {
  if (version === 0) return builtIn.find((one) => one.name === name) ?? null
  const found = rows.find((row) => row.version === version)
  return found ? templateOf(found) : null
}

export type AttributeFault = { name: string; rule: string; values?: Record<string, string> }

/** Pure: what is wrong with attributes by a template, each by its name. */
export function attributeFaults(
  { fields }: Pick<Template, 'fields'>,
  attributes: Readonly<Record<string, string>>,
): AttributeFault[] {
  const known = new Set(fields.map(({ name }) => name))
  const unknown = Object.keys(attributes).filter((name) => !known.has(name))
  return [
    ...unknown.map((name) => ({ name, rule: 'trace.rule.identifierAttribute' })),
    ...fields.flatMap((field) => valueFault(field, attributes[field.name]?.trim() ?? '')),
  ]
}

const decimal = /^[+-]?(\d{1,20}(\.\d{1,20})?)$/

function valueFault(field: TemplateField, value: string): AttributeFault[] {
  const { name, type, isRequired, choices = [] } = field
  if (value === '') return isRequired ? [{ name, rule: 'trace.rule.required' }] : []
  if (type === 'number' && !decimal.test(value)) return [{ name, rule: 'trace.rule.notANumber' }]
  if (type === 'date' && !isDay(value)) return [{ name, rule: 'trace.rule.day' }]
  if (type === 'boolean' && value !== 'true' && value !== 'false')
    return [{ name, rule: 'trace.rule.boolean' }]
  if (type === 'link' && !isLink(value)) return [{ name, rule: 'trace.rule.link' }]
  if (type === 'choice' && !choices.includes(value))
    return [{ name, rule: 'rule.enum', values: { allowed: choices.join(', ') } }]
  return []
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

function isLink(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text) && URL.canParse(text)
}

/** Pure: attributes that an audience may read, typed, in the sequence of the template. */
export function readableBy(
  { fields }: Pick<Template, 'fields'>,
  attributes: Readonly<Record<string, string>>,
  audience: TemplateField['audience'],
): { field: TemplateField; value: string | number | boolean }[] {
  const ranks = ['public', 'partner', 'own']
  return fields
    .filter((field) => ranks.indexOf(field.audience) <= ranks.indexOf(audience))
    .filter(({ name }) => (attributes[name] ?? '') !== '')
    .map((field) => ({ field, value: typedOf(field, attributes[field.name]!) }))
}

function typedOf({ type }: TemplateField, text: string): string | number | boolean {
  if (type === 'number') return Number(text)
  return type === 'boolean' ? text === 'true' : text
}

function templateOf({ organisationId: _, changedAt, ...row }: TemplateRow): Template {
  return { ...row, isBuiltIn: false, changedAt: changedAt.toISOString() }
}
