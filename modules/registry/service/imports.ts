import { elevated } from '@ronghe/kit/db'
import type { Ctx, Service } from '@ronghe/kit/module'
import { type Line, readSheet, sheetOf } from '@ronghe/kit/sheet'
import type { registry } from '../contract.ts'
import { creditCodeIsSound } from '../credit-code.ts'
import { insertImport } from '../store/imports.ts'
import * as organisations from '../store/organisations.ts'
import * as units from '../store/units.ts'
import { ownId } from './members.ts'
import { valuesOf } from './organisations.ts'
import { parentFits } from './units.ts'

type Routes = Pick<Service<typeof registry>, 'importOrganisations' | 'importUnits' | 'importTemplate'>

const kinds = ['enterprise', 'park', 'serviceAgency', 'institute', 'financial']
const organisationColumns = [
  'creditCode',
  'kind',
  'name',
  'nameEn',
  'regionCode',
  'tradeCode',
  'employees',
  'revenueYuan',
  'address',
  'contactName',
  'contactPhone',
  'contactEmail',
  'website',
]
const unitColumns = ['code', 'level', 'parentCode', 'name', 'nameEn', 'regionCode', 'address']

type Marks = { row: number; column: string; message: string }[]

export const imports: Routes = {
  importOrganisations: (ctx, { query }) =>
    run(ctx, 'organisations', organisationColumns, query.dryRun ?? true, importOrganisation),

  importUnits: (ctx, { query }) => run(ctx, 'units', unitColumns, query.dryRun ?? true, importUnit),

  importTemplate(ctx, { query }) {
    const keys = query.kind === 'units' ? unitColumns : organisationColumns
    const columns = keys.map((key) => ({ key, title: ctx.t(`registry.column.${key}`) }))
    return sheetOf({ title: ctx.t(`registry.import.${query.kind}`), columns, rows: [], format: 'xlsx' })
  },
}

type Outcome = 'new' | 'changed' | 'same'
type Row = {
  cells: Record<string, string>
  bad(column: string, rule: string, values?: Record<string, string>): void
  warn(column: string, rule: string): void
}
type ImportOne = (ctx: Ctx, row: Row) => Promise<Outcome>

/** Thrown to undo a dry run, or an import with a fault, after all rows were tried against the real database. */
class Undo extends Error {}

/**
 * Tries every row inside one savepoint of the request's transaction, so that a later row sees the earlier ones and every
 * rule of the database counts; keeps it only when it is no dry run and no row has a fault.
 */
async function run(
  ctx: Ctx,
  kind: 'organisations' | 'units',
  keys: string[],
  dryRun: boolean,
  importOne: ImportOne,
) {
  const file = await ctx.upload()
  const lines = await readSheet(file, ctx.house.config.IMPORT_ROWS_MAX)
  const titles = titlesOf(ctx, keys)
  const unknown = Object.keys(lines[0]?.cells ?? {}).filter((title) => title !== '' && !titles.has(title))
  const faults: Marks = unknown.map((title) => ({
    row: 1,
    column: title,
    message: ctx.t('rule.additionalProperties'),
  }))
  const warnings: Marks = []
  const counts = { new: 0, changed: 0, same: 0 }
  const written = !dryRun
  try {
    await ctx.sql.savepoint(async () => {
      for (const line of lines) {
        const before = faults.length
        const outcome = await importOne(ctx, rowOf(ctx, line, titles, faults, warnings))
        if (faults.length === before) counts[outcome] += 1
      }
      if (dryRun || faults.length > 0) throw new Undo()
    })
  } catch (error) {
    if (!(error instanceof Undo)) throw error
  }
  if (written && faults.length === 0) {
    const fileHash = await ctx.house.files.put(file.content)
    const totals = { rowsTotal: lines.length, rowsNew: counts.new, rowsChanged: counts.changed }
    const organisationId = ownId(ctx)
    const id = ctx.newId()
    await insertImport(
      ctx.sql,
      { id, organisationId, kind, fileHash, fileName: file.name, ...totals, by: ctx.caller.personId },
      ctx.now,
    )
    await ctx.audit({
      action: `registry.${kind}.imported`,
      subject: 'import',
      subjectId: id,
      organisationId,
      after: { fileHash, ...totals },
    })
  }
  return {
    written: written && faults.length === 0,
    rowsTotal: lines.length,
    rowsNew: counts.new,
    rowsChanged: counts.changed,
    rowsSame: counts.same,
    faults: faults.slice(0, 1000),
    warnings: warnings.slice(0, 1000),
  }
}

/** A column is known by its key or by its title in either language. */
function titlesOf(ctx: Ctx, keys: readonly string[]): Map<string, string> {
  const titles = new Map<string, string>()
  for (const key of keys) {
    for (const locale of ['zh', 'en'] as const)
      titles.set(ctx.house.translate(locale, `registry.column.${key}`), key)
    titles.set(key, key)
  }
  return titles
}

function rowOf(ctx: Ctx, line: Line, titles: Map<string, string>, faults: Marks, warnings: Marks): Row {
  const cells: Record<string, string> = {}
  for (const [title, text] of Object.entries(line.cells)) {
    const key = titles.get(title)
    if (key) cells[key] = text
  }
  const mark = (list: Marks, column: string, rule: string, values?: Record<string, string>) => {
    list.push({ row: line.row, column: ctx.t(`registry.column.${column}`), message: ctx.t(rule, values) })
  }
  return {
    cells,
    bad: (column, rule, values) => mark(faults, column, rule, values),
    warn: (column, rule) => mark(warnings, column, rule),
  }
}

async function importOrganisation(ctx: Ctx, row: Row): Promise<Outcome> {
  const { cells } = row
  const creditCode = (cells.creditCode ?? '').toUpperCase()
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(creditCode)) row.bad('creditCode', 'rule.pattern')
  else if (!creditCodeIsSound(creditCode)) row.warn('creditCode', 'fault.registry.creditCode.checkDigit')
  const kind = kindOf(ctx, cells.kind ?? '')
  if (!kind)
    row.bad('kind', 'rule.enum', {
      allowed: kinds.map((one) => ctx.t(`registry.value.kind.${one}`)).join(', '),
    })
  if (!cells.name || cells.name.length < 2) row.bad('name', 'rule.minLength', { limit: '2' })
  const regionCode = cells.regionCode ?? ''
  if (!(await organisations.regionExists(ctx.sql, regionCode)))
    row.bad('regionCode', 'fault.registry.region.unknown')
  const tradeCode = cells.tradeCode || undefined
  if (tradeCode && !(await organisations.tradeExists(ctx.sql, tradeCode)))
    row.bad('tradeCode', 'fault.registry.trade.unknown')
  const employees = wholeNumber(row, 'employees')
  const revenueYuan = wholeNumber(row, 'revenueYuan')
  if (!kind || !cells.name || cells.name.length < 2 || !/^.{18}$/.test(creditCode)) return 'same'
  const values = valuesOf({
    name: cells.name,
    regionCode,
    ...optional(cells, ['nameEn', 'address', 'contactName', 'contactPhone', 'contactEmail', 'website']),
    ...(tradeCode ? { tradeCode } : {}),
    ...(employees === undefined ? {} : { employees }),
    ...(revenueYuan === undefined ? {} : { revenueFen: revenueYuan * 100 }),
  })
  return elevated(ctx.sql, ctx.caller, () => writeOrganisation(ctx, creditCode, kind, values))
}

async function writeOrganisation(
  ctx: Ctx,
  creditCode: string,
  kind: string,
  values: ReturnType<typeof valuesOf>,
): Promise<Outcome> {
  const known = await organisations.organisationByCredit(ctx.sql, creditCode)
  if (known) {
    await organisations.updateOrganisation(ctx.sql, known.id, known.version, values, ctx.now)
    return 'changed'
  }
  if (!(await organisations.regionExists(ctx.sql, values.regionCode))) return 'same'
  if (values.tradeCode && !(await organisations.tradeExists(ctx.sql, values.tradeCode))) return 'same'
  const id = ctx.newId()
  const sound = creditCodeIsSound(creditCode)
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(creditCode)) return 'same'
  await organisations.insertOrganisation(
    ctx.sql,
    {
      ...values,
      id,
      code: creditCode.toLowerCase(),
      kind,
      creditCode,
      creditCodeSound: sound,
      isSample: false,
    },
    ctx.now,
  )
  await ctx.emit('organisation.added', { organisationId: id })
  return 'new'
}

async function importUnit(ctx: Ctx, row: Row): Promise<Outcome> {
  const organisationId = ownId(ctx)
  const { cells } = row
  const code = cells.code ?? ''
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(code)) row.bad('code', 'rule.pattern')
  const level = levelOf(ctx, cells.level ?? '')
  if (!level) row.bad('level', 'rule.enum', { allowed: 'site, area, line, cell' })
  if (!cells.name) row.bad('name', 'rule.required')
  const regionCode = cells.regionCode || null
  if (regionCode && !(await organisations.regionExists(ctx.sql, regionCode)))
    row.bad('regionCode', 'fault.registry.region.unknown')
  const parent = cells.parentCode ? await units.unitByCode(ctx.sql, organisationId, cells.parentCode) : null
  const fits = level && (!cells.parentCode || parent) && parentFits(organisationId, level, parent)
  if (level && !fits) row.bad('parentCode', 'fault.registry.unit.parentLevel')
  if (!fits || !cells.name || !/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(code)) return 'same'
  if (regionCode && !(await organisations.regionExists(ctx.sql, regionCode))) return 'same'
  const values = {
    code,
    name: cells.name,
    nameEn: cells.nameEn || null,
    regionCode,
    address: cells.address || null,
  }
  const known = await units.unitByCode(ctx.sql, organisationId, code)
  if (known) {
    const same = (['name', 'nameEn', 'regionCode', 'address'] as const).every(
      (key) => known[key] === values[key],
    )
    if (same) return 'same'
    await units.updateUnit(ctx.sql, known.id, known.version, values, ctx.now)
    return 'changed'
  }
  const id = ctx.newId()
  await units.insertUnit(
    ctx.sql,
    { ...values, id, organisationId, parentId: parent?.id ?? null, level, isSample: false },
    ctx.now,
  )
  return 'new'
}

function kindOf(ctx: Ctx, text: string): string | undefined {
  return kinds.find(
    (one) =>
      one === text ||
      (['zh', 'en'] as const).some(
        (locale) => ctx.house.translate(locale, `registry.value.kind.${one}`) === text,
      ),
  )
}

function levelOf(ctx: Ctx, text: string): units.UnitRow['level'] | undefined {
  const levels = ['site', 'area', 'line', 'cell'] as const
  return levels.find(
    (one) =>
      one === text ||
      (['zh', 'en'] as const).some(
        (locale) => ctx.house.translate(locale, `registry.value.level.${one}`) === text,
      ),
  )
}

function wholeNumber(row: Row, column: string): number | undefined {
  const text = (row.cells[column] ?? '').replaceAll(',', '')
  if (text === '') return undefined
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0 && value <= 10_000_000_000_000) return value
  row.bad(column, 'rule.type', { type: 'integer' })
  return undefined
}

function optional<K extends string>(
  cells: Record<string, string>,
  keys: readonly K[],
): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {}
  for (const key of keys) if (cells[key]) found[key] = cells[key]
  return found
}
