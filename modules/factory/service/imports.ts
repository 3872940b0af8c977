import type { Ctx, Service } from '@ronghe/kit/module'
import { sheetOf } from '@ronghe/kit/sheet'
import { checkLengths, type ImportOutcome, type ImportRow, importSheet } from '@ronghe/kit/sheet/import'
import type { factory } from '../contract.ts'
import { ownId } from '../policy.ts'
import * as store from '../store/equipment.ts'
import { note } from './equipment.ts'

type Routes = Pick<Service<typeof factory>, 'importEquipment' | 'importTemplate'>

/** Longest texts, as the contract has them; the other columns have their own rules. */
const lengths = {
  code: 40,
  name: 120,
  nameEn: 160,
  unitCode: 40,
  maker: 120,
  model: 120,
  serialNumber: 120,
  firmware: 120,
  builtOn: 10,
  commissionedOn: 10,
  retiredOn: 10,
  isNumericalControl: 10,
  isNetworked: 10,
  process: 120,
  isKeyProcess: 10,
} as const
const columns = Object.keys(lengths)
const dates = ['builtOn', 'commissionedOn', 'retiredOn'] as const
const flags = ['isNumericalControl', 'isNetworked', 'isKeyProcess'] as const
const codePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/

export const imports: Routes = {
  async importEquipment(ctx, { query }) {
    const organisationId = ownId(ctx)
    const codes = new Set<string>()
    const importRow = (row: ImportRow) => importOne(ctx, organisationId, row, codes)
    const plan = { columns, titles: 'factory.column', dryRun: query.dryRun ?? true, importRow }
    const { report, file } = await importSheet(ctx, plan)
    if (!report.written) return report
    const { rowsTotal, rowsNew, rowsChanged } = report
    const fileHash = await ctx.house.files.put(file.content)
    await ctx.audit({
      action: 'factory.equipment.imported',
      subject: 'import',
      subjectId: ctx.newId(),
      organisationId,
      after: { fileHash, fileName: file.name, rowsTotal, rowsNew, rowsChanged },
    })
    return report
  },

  importTemplate(ctx) {
    const titled = columns.map((key) => ({ key, title: ctx.t(`factory.column.${key}`) }))
    return sheetOf({ title: ctx.t('factory.import.equipment'), columns: titled, rows: [], format: 'xlsx' })
  },
}

/** One machine by its code: added, changed, or left as it is. Its connection stays as it is in any case. */
async function importOne(
  ctx: Ctx,
  organisationId: string,
  row: ImportRow,
  codes: Set<string>,
): Promise<ImportOutcome> {
  const { cells } = row
  const code = cells.code ?? ''
  checkTexts(row)
  if (code && codes.has(code)) row.bad('code', 'factory.import.twice', { code })
  codes.add(code)
  const unit = cells.unitCode ? await store.unitByCode(ctx.sql, organisationId, cells.unitCode) : null
  if (!unit) row.bad('unitCode', 'fault.factory.unit.unknown')
  const told = flagsOf(ctx, row)
  if (!row.isSound() || !unit) return 'same'
  const known = await store.equipmentByCode(ctx.sql, organisationId, code)
  const values: store.EquipmentValues = {
    unitId: unit.id,
    code,
    name: cells.name ?? '',
    nameEn: cells.nameEn || null,
    maker: cells.maker || null,
    model: cells.model || null,
    serialNumber: cells.serialNumber || null,
    firmware: cells.firmware || null,
    builtOn: cells.builtOn || null,
    commissionedOn: cells.commissionedOn || null,
    retiredOn: cells.retiredOn || null,
    ...told,
    process: cells.process || null,
    edgeId: known?.edgeId ?? null,
    device: known?.device ?? null,
  }
  return write(ctx, organisationId, known, values)
}

async function write(
  ctx: Ctx,
  organisationId: string,
  known: (store.EquipmentValues & { id: string; version: number }) | null,
  values: store.EquipmentValues,
): Promise<ImportOutcome> {
  if (!known) {
    const id = ctx.newId()
    await store.insertEquipment(ctx.sql, { ...values, id, organisationId, isSample: false }, ctx.now)
    await ctx.emit('equipment.added', { equipmentId: id, organisationId })
    await note(ctx, 'factory.equipment.added', id, organisationId, { after: values })
    return 'new'
  }
  const keys = Object.keys(values) as (keyof store.EquipmentValues)[]
  const changed = keys.filter((key) => known[key] !== values[key])
  if (changed.length === 0) return 'same'
  await store.updateEquipment(ctx.sql, known.id, known.version, values, ctx.now)
  await ctx.emit('equipment.changed', { equipmentId: known.id, organisationId })
  const only = (from: store.EquipmentValues) => Object.fromEntries(changed.map((key) => [key, from[key]]))
  const change = { before: only(known), after: only(values) }
  await note(ctx, 'factory.equipment.changed', known.id, organisationId, change)
  return 'changed'
}

function checkTexts(row: ImportRow): void {
  const { cells } = row
  if (!codePattern.test(cells.code ?? '')) row.bad('code', 'rule.pattern')
  if (!cells.name) row.bad('name', 'rule.required')
  checkLengths(row, lengths)
  for (const key of dates)
    if (cells[key] && !isDay(cells[key])) row.bad(key, 'rule.format', { format: 'YYYY-MM-DD' })
  const { commissionedOn, retiredOn } = cells
  if (commissionedOn && retiredOn && retiredOn < commissionedOn)
    row.bad('retiredOn', 'fault.factory.equipment.retiredBefore')
}

type Flags = Record<(typeof flags)[number], boolean>

function flagsOf(ctx: Ctx, row: ImportRow): Flags {
  const told: Flags = { isNumericalControl: false, isNetworked: false, isKeyProcess: false }
  for (const key of flags) {
    const flag = flagOf(ctx, row.cells[key] ?? '')
    if (flag === undefined)
      row.bad(key, 'rule.enum', { allowed: `${ctx.t('factory.yes')}, ${ctx.t('factory.no')}` })
    else told[key] = flag
  }
  return told
}

function isDay(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(text).toISOString().startsWith(text)
  )
}

/** Yes and no in either language, 1 and 0; nothing means no; undefined for anything else. */
function flagOf(ctx: Ctx, text: string): boolean | undefined {
  const words = (key: string) =>
    (['zh', 'en'] as const).map((locale) => ctx.house.translate(locale, key).toLowerCase())
  const lower = text.toLowerCase()
  if (['1', 'true', 'y', ...words('factory.yes')].includes(lower)) return true
  return ['', '0', 'false', 'n', ...words('factory.no')].includes(lower) ? false : undefined
}
