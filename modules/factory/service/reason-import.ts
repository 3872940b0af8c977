import { Fault } from '@ronghe/kit/errors'
import type { Ctx } from '@ronghe/kit/module'
import { sheetOf } from '@ronghe/kit/sheet'
import { checkLengths, type ImportOutcome, type ImportRow, importSheet } from '@ronghe/kit/sheet/import'
import { changedReason, movedReason, type Reason, withReason } from '../reasons/tree.ts'

const lengths = {
  code: 40,
  parentCode: 40,
  name: 60,
  nameEn: 80,
  state: 20,
  loss: 30,
  isPlanned: 10,
  colour: 7,
} as const
const columns = Object.keys(lengths)
const states = ['production', 'setup', 'delay', 'down', 'idle'] as const
const losses = ['equipmentFailure', 'setupAdjustment', 'idlingMinorStop', 'waiting'] as const

/** The tree after the sheet's lines, each tried on the lines before it; faults name row and column. */
export async function importReasonSheet(ctx: Ctx, before: readonly Reason[], dryRun: boolean) {
  let after = [...before]
  const codes = new Set<string>()
  const importRow = async (row: ImportRow): Promise<ImportOutcome> => {
    const reason = readRow(ctx, row)
    if (codes.has(reason.code)) row.bad('code', 'factory.import.twice', { code: reason.code })
    codes.add(reason.code)
    if (!row.isSound()) return 'same'
    const known = after.find((one) => one.code === reason.code)
    try {
      after = known ? changed(after, known, reason) : withReason(after, reason)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      const [field] = error.fields
      row.bad(field?.field ?? 'code', field?.rule ?? `fault.${error.code}`, field?.values)
    }
    if (!known) return 'new'
    return JSON.stringify(after.find((one) => one.code === reason.code)) === JSON.stringify(known)
      ? 'same'
      : 'changed'
  }
  const { report } = await importSheet(ctx, { columns, titles: 'factory.column', dryRun, importRow })
  return { report, after }
}

/** An empty sheet with the columns that are read. */
export function reasonSheet(ctx: Ctx) {
  const titled = columns.map((key) => ({ key, title: ctx.t(`factory.column.${key}`) }))
  return sheetOf({ title: ctx.t('factory.page.reasons'), columns: titled, rows: [], format: 'xlsx' })
}

function changed(tree: readonly Reason[], known: Reason, to: Reason): Reason[] {
  const { code, parentCode, isRetired: _, ...says } = to
  const renamed = changedReason(tree, code, says)
  return known.parentCode === parentCode ? renamed : movedReason(renamed, code, parentCode, null)
}

function readRow(ctx: Ctx, row: ImportRow): Reason {
  const { cells } = row
  checkLengths(row, lengths)
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(cells.code ?? '')) row.bad('code', 'rule.pattern')
  if (!cells.name) row.bad('name', 'rule.required')
  if (cells.colour && !/^#[0-9a-fA-F]{6}$/.test(cells.colour)) row.bad('colour', 'rule.pattern')
  const planned = chosen(ctx, row, 'isPlanned', ['yes', 'no'], (key) => `factory.${key}`)
  return {
    code: cells.code ?? '',
    parentCode: cells.parentCode || null,
    name: cells.name ?? '',
    nameEn: cells.nameEn || null,
    colour: cells.colour || null,
    state: chosen(ctx, row, 'state', states, (key) => `factory.value.state.${key}`),
    loss: chosen(ctx, row, 'loss', losses, (key) => `factory.value.loss.${key}`),
    isPlanned: planned === 'yes' || /^(1|true)$/i.test(cells.isPlanned ?? ''),
    isRetired: false,
  }
}

/** A choice by its key or its words in either language; nothing for an empty cell. */
function chosen<T extends string>(
  ctx: Ctx,
  row: ImportRow,
  column: string,
  keys: readonly T[],
  wordOf: (key: T) => string,
): T | null {
  const text = (row.cells[column] ?? '').trim()
  if (text === '' || (column === 'isPlanned' && /^(0|1|true|false)$/i.test(text))) return null
  const isMeant = (key: T) =>
    key === text ||
    (['zh', 'en'] as const).some((locale) => ctx.house.translate(locale, wordOf(key)) === text)
  const found = keys.find(isMeant)
  if (!found) row.bad(column, 'rule.enum', { allowed: keys.map((key) => ctx.t(wordOf(key))).join(', ') })
  return found ?? null
}
