import type { Ctx, Service } from '@ronghe/kit/module'
import { readSheet, sheetOf } from '@ronghe/kit/sheet'
import type { factory } from '../contract.ts'
import { ownId } from '../policy.ts'
import * as store from '../store/equipment.ts'

type Routes = Pick<Service<typeof factory>, 'importEquipment' | 'importTemplate'>

const columns = [
  'code',
  'name',
  'nameEn',
  'unitCode',
  'maker',
  'model',
  'serialNumber',
  'firmware',
  'builtOn',
  'commissionedOn',
  'retiredOn',
  'isNumericalControl',
  'isNetworked',
  'process',
  'isKeyProcess',
]
const dates = ['builtOn', 'commissionedOn', 'retiredOn'] as const
const flags = ['isNumericalControl', 'isNetworked', 'isKeyProcess'] as const
const codePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/

type Mark = { row: number; column: string; message: string }
type Cells = Record<string, string>
type Outcome = 'new' | 'changed' | 'same'

/** Thrown to undo a dry run or an import with a fault, after every row was tried against the real database. */
class Undo extends Error {}

export const imports: Routes = {
  async importEquipment(ctx, { query }) {
    const organisationId = ownId(ctx)
    const dryRun = query.dryRun ?? true
    const file = await ctx.upload()
    const lines = await readSheet(file, ctx.house.config.IMPORT_ROWS_MAX)
    const titles = titlesOf(ctx)
    const unknown = Object.keys(lines[0]?.cells ?? {}).filter((title) => title !== '' && !titles.has(title))
    const faults: Mark[] = unknown.map((title) => ({
      row: 1,
      column: title,
      message: ctx.t('rule.additionalProperties'),
    }))
    const counts = { new: 0, changed: 0, same: 0 }
    await ctx.sql
      .savepoint(async () => {
        for (const line of lines) {
          const before = faults.length
          const bad = (column: string, rule: string, values?: Record<string, string>) => {
            faults.push({
              row: line.row,
              column: ctx.t(`factory.column.${column}`),
              message: ctx.t(rule, values),
            })
          }
          const outcome = await importOne(ctx, organisationId, cellsOf(line.cells, titles), bad)
          if (faults.length === before) counts[outcome] += 1
        }
        if (dryRun || faults.length > 0) throw new Undo()
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undo)) throw error
      })
    const written = !dryRun && faults.length === 0
    const totals = {
      rowsTotal: lines.length,
      rowsNew: counts.new,
      rowsChanged: counts.changed,
      rowsSame: counts.same,
    }
    if (written) {
      const fileHash = await ctx.house.files.put(file.content)
      const subjectId = ctx.newId()
      await ctx.audit({
        action: 'factory.equipment.imported',
        subject: 'import',
        subjectId,
        organisationId,
        after: { fileHash, ...totals },
      })
    }
    return { written, ...totals, faults: faults.slice(0, 1000), warnings: [] }
  },

  importTemplate(ctx) {
    const titled = columns.map((key) => ({ key, title: ctx.t(`factory.column.${key}`) }))
    return sheetOf({ title: ctx.t('factory.import.equipment'), columns: titled, rows: [], format: 'xlsx' })
  },
}

/** A column is known by its key or by its title in either language. */
function titlesOf(ctx: Ctx): Map<string, string> {
  const titles = new Map<string, string>()
  for (const key of columns) {
    for (const locale of ['zh', 'en'] as const)
      titles.set(ctx.house.translate(locale, `factory.column.${key}`), key)
    titles.set(key, key)
  }
  return titles
}

function cellsOf(cells: Cells, titles: ReadonlyMap<string, string>): Cells {
  return Object.fromEntries(Object.entries(cells).map(([title, text]) => [titles.get(title) ?? '', text]))
}

type Bad = (column: string, rule: string, values?: Record<string, string>) => void

async function importOne(ctx: Ctx, organisationId: string, cells: Cells, bad: Bad): Promise<Outcome> {
  let sound = true
  const fault: Bad = (...mark) => {
    sound = false
    bad(...mark)
  }
  if (!codePattern.test(cells.code ?? '')) fault('code', 'rule.pattern')
  if (!cells.name) fault('name', 'rule.required')
  const unit = cells.unitCode ? await store.unitByCode(ctx.sql, organisationId, cells.unitCode) : null
  if (!unit) fault('unitCode', 'fault.factory.unit.unknown')
  for (const key of dates)
    if (cells[key] && !isDay(cells[key])) fault(key, 'rule.format', { format: 'YYYY-MM-DD' })
  const told = Object.fromEntries(flags.map((key) => [key, flagOf(ctx, cells[key] ?? '')]))
  for (const key of flags)
    if (told[key] === undefined)
      fault(key, 'rule.enum', { allowed: `${ctx.t('factory.yes')}, ${ctx.t('factory.no')}` })
  if (!sound || !unit) return 'same'
  const known = await store.equipmentByCode(ctx.sql, organisationId, cells.code ?? '')
  const values: store.EquipmentValues = {
    unitId: unit.id,
    code: cells.code ?? '',
    name: cells.name ?? '',
    nameEn: cells.nameEn || null,
    maker: cells.maker || null,
    model: cells.model || null,
    serialNumber: cells.serialNumber || null,
    firmware: cells.firmware || null,
    builtOn: cells.builtOn || null,
    commissionedOn: cells.commissionedOn || null,
    retiredOn: cells.retiredOn || null,
    isNumericalControl: told.isNumericalControl ?? false,
    isNetworked: told.isNetworked ?? false,
    process: cells.process || null,
    isKeyProcess: told.isKeyProcess ?? false,
    edgeId: known?.edgeId ?? null,
    device: known?.device ?? null,
  }
  if (!known) {
    const id = ctx.newId()
    await store.insertEquipment(ctx.sql, { ...values, id, organisationId, isSample: false }, ctx.now)
    await ctx.emit('equipment.added', { equipmentId: id, organisationId })
    return 'new'
  }
  const keys = Object.keys(values) as (keyof store.EquipmentValues)[]
  if (keys.every((key) => known[key] === values[key])) return 'same'
  await store.updateEquipment(ctx.sql, known.id, known.version, values, ctx.now)
  await ctx.emit('equipment.changed', { equipmentId: known.id, organisationId })
  return 'changed'
}

function isDay(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(text).toISOString().startsWith(text)
  )
}

/** Yes and no in either language, 1 and 0; nothing means no; anything else is a fault. */
function flagOf(ctx: Ctx, text: string): boolean | undefined {
  const yes = ['1', 'true', 'yes', 'y', ctx.house.translate('zh', 'factory.yes')]
  const no = ['', '0', 'false', 'no', 'n', ctx.house.translate('zh', 'factory.no')]
  if (yes.includes(text.toLowerCase())) return true
  return no.includes(text.toLowerCase()) ? false : undefined
}
