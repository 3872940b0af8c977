import { isDeepStrictEqual } from 'node:util'
import { elevated } from '@ronghe/kit/db'
import type { Ctx, Service } from '@ronghe/kit/module'
import { sheetOf } from '@ronghe/kit/sheet'
import { checkLengths, type ImportOutcome, type ImportRow } from '@ronghe/kit/sheet/import'
import type { registry } from '../contract.ts'
import { creditCodeIsSound } from '../credit-code.ts'
import * as organisations from '../store/organisations.ts'
import { parkByCode } from '../store/parks.ts'
import * as units from '../store/units.ts'
import { runImport } from './import-run.ts'
import { ownId } from './members.ts'
import { valuesOf } from './organisations.ts'
import { parkColumns } from './parks-import.ts'
import { rosterColumns } from './roster.ts'
import { systemColumns } from './systems-import.ts'
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
/** The same limits and patterns as of a form, `contract/shapes.ts`. */
const organisationLimits = {
  name: 120,
  nameEn: 160,
  address: 200,
  contactName: 60,
  contactPhone: 40,
  contactEmail: 120,
  website: 200,
}
const organisationPatterns = {
  contactPhone: /^[0-9+() -]*$/,
  contactEmail: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  website: /^https?:\/\/.+$/,
}
const employeesMax = 10_000_000
const revenueYuanMax = 10_000_000_000_000
const unitLimits = { name: 120, nameEn: 160, address: 200 }
const unitColumns = ['code', 'level', 'parentCode', 'name', 'nameEn', 'regionCode', 'address', 'parkCode']

const templates = {
  organisations: organisationColumns,
  units: unitColumns,
  parks: parkColumns,
  roster: rosterColumns,
  systems: systemColumns,
}

export const imports: Routes = {
  importOrganisations: (ctx, { query }) =>
    runImport(ctx, 'organisations', organisationColumns, query.dryRun ?? true, importOrganisation),

  importUnits: (ctx, { query }) => runImport(ctx, 'units', unitColumns, query.dryRun ?? true, importUnit),

  importTemplate(ctx, { query }) {
    const keys = templates[query.kind]
    const columns = keys.map((key) => ({ key, title: ctx.t(`registry.column.${key}`) }))
    return sheetOf({ title: ctx.t(`registry.import.${query.kind}`), columns, rows: [], format: 'xlsx' })
  },
}

async function importOrganisation(ctx: Ctx, row: ImportRow): Promise<ImportOutcome> {
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
  const employees = wholeNumber(row, 'employees', employeesMax)
  const revenueYuan = wholeNumber(row, 'revenueYuan', revenueYuanMax)
  checkLengths(row, organisationLimits)
  for (const [column, pattern] of Object.entries(organisationPatterns))
    if (cells[column] && !pattern.test(cells[column])) row.bad(column, 'rule.pattern')
  if (!row.isSound()) return 'same'
  if (!kind || !cells.name || cells.name.length < 2 || !/^.{18}$/.test(creditCode)) return 'same'
  const given = {
    name: cells.name,
    regionCode,
    ...optional(cells, ['nameEn', 'address', 'contactName', 'contactPhone', 'contactEmail', 'website']),
    ...(tradeCode ? { tradeCode } : {}),
    ...(employees === undefined ? {} : { employees }),
    ...(revenueYuan === undefined ? {} : { revenueFen: revenueYuan * 100 }),
  }
  return elevated(ctx.sql, ctx.caller, () => writeOrganisation(ctx, creditCode, kind, given))
}

/** A firm that is known keeps what the file says nothing of. */
async function writeOrganisation(
  ctx: Ctx,
  creditCode: string,
  kind: string,
  given: Parameters<typeof valuesOf>[0],
): Promise<ImportOutcome> {
  const isPlaced =
    (await organisations.regionExists(ctx.sql, given.regionCode)) &&
    (!given.tradeCode || (await organisations.tradeExists(ctx.sql, given.tradeCode)))
  if (!isPlaced) return 'same'
  const known = await organisations.organisationByCredit(ctx.sql, creditCode)
  if (known) {
    const { id, version, code: _code, kind: _kind, ...kept } = known
    const told = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== null))
    const values = valuesOf({ ...told, ...given })
    if (isDeepStrictEqual(values, valuesOf({ ...told, name: kept.name, regionCode: kept.regionCode })))
      return 'same'
    await organisations.updateOrganisation(ctx.sql, id, version, values, ctx.now)
    return 'changed'
  }
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(creditCode)) return 'same'
  const id = ctx.newId()
  await organisations.insertOrganisation(
    ctx.sql,
    {
      ...valuesOf(given),
      ...{ id, code: creditCode.toLowerCase(), kind, creditCode },
      ...{ creditCodeSound: creditCodeIsSound(creditCode), isSample: false },
    },
    ctx.now,
  )
  await ctx.emit('organisation.added', { organisationId: id })
  return 'new'
}

async function importUnit(ctx: Ctx, row: ImportRow): Promise<ImportOutcome> {
  const organisationId = ownId(ctx)
  const { cells } = row
  const code = cells.code ?? ''
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(code)) row.bad('code', 'rule.pattern')
  const level = levelOf(ctx, cells.level ?? '')
  if (!level) row.bad('level', 'rule.enum', { allowed: 'site, area, line, cell' })
  if (!cells.name) row.bad('name', 'rule.required')
  checkLengths(row, unitLimits)
  const regionCode = cells.regionCode || null
  if (regionCode && !(await organisations.regionExists(ctx.sql, regionCode)))
    row.bad('regionCode', 'fault.registry.region.unknown')
  const park = cells.parkCode ? await parkByCode(ctx.sql, cells.parkCode) : null
  if (cells.parkCode && !park) row.bad('parkCode', 'fault.registry.park.unknown')
  if (cells.parkCode && level && level !== 'site') row.bad('parkCode', 'fault.registry.unit.parkOfSite')
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
  // A file without the column says nothing of parks.
  const parkId = cells.parkCode === undefined ? (known?.parkId ?? null) : (park?.id ?? null)
  if (known && (known.level !== level || known.parentId !== (parent?.id ?? null)))
    row.bad(known.level === level ? 'parentCode' : 'level', 'fault.registry.unit.stays')
  if (!row.isSound()) return 'same'
  if (known) {
    const same = (['name', 'nameEn', 'regionCode', 'address'] as const).every(
      (key) => known[key] === values[key],
    )
    if (same && known.parkId === parkId) return 'same'
    await units.updateUnit(ctx.sql, known.id, known.version, { ...values, parkId }, ctx.now)
    return 'changed'
  }
  const id = ctx.newId()
  await units.insertUnit(
    ctx.sql,
    { ...values, parkId, id, organisationId, parentId: parent?.id ?? null, level, isSample: false },
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

function wholeNumber(row: ImportRow, column: string, max: number): number | undefined {
  const text = (row.cells[column] ?? '').replaceAll(',', '')
  if (text === '') return undefined
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0 && value <= max) return value
  if (Number.isSafeInteger(value) && value > max) row.bad(column, 'rule.maximum', { limit: max })
  else row.bad(column, 'rule.type', { type: 'integer' })
  return undefined
}

function optional<K extends string>(
  cells: Readonly<Record<string, string>>,
  keys: readonly K[],
): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {}
  for (const key of keys) if (cells[key]) found[key] = cells[key]
  return found
}
