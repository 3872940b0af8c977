import type { Ctx } from '../module/index.ts'
import { type Line, readSheet } from './index.ts'

/** What became, or would become, of one line. */
export type ImportOutcome = 'new' | 'changed' | 'same'

/** One line of an import: its cells by column key, and how to say what is wrong with them. */
export type ImportRow = {
  readonly cells: Readonly<Record<string, string>>
  /** The cell breaks a rule (a word key); nothing of the whole file will be written. */
  bad(column: string, rule: string, values?: Record<string, string | number>): void
  /** Worth a look, but no reason to refuse. */
  warn(column: string, rule: string, values?: Record<string, string | number>): void
  /** Has nothing been said against this line so far? */
  isSound(): boolean
}

/** Texts longer than their column takes are faults of their cell. */
export function checkLengths(row: ImportRow, limits: Readonly<Record<string, number>>): void {
  for (const [column, limit] of Object.entries(limits))
    if ((row.cells[column] ?? '').length > limit) row.bad(column, 'rule.maxLength', { limit })
}

export type ImportPlan = {
  /** Keys of the columns; a column is known by its key or by its title in either language. */
  columns: readonly string[]
  /** Titles are the words `<titles>.<key>`, such as `registry.column`. */
  titles: string
  /** Check only. */
  dryRun: boolean
  /** Tries one line against the database, with all lines before it in place. */
  importRow(row: ImportRow): Promise<ImportOutcome>
}

export type ImportMark = { row: number; column: string; message: string }
export type ImportReport = {
  written: boolean
  rowsTotal: number
  rowsNew: number
  rowsChanged: number
  rowsSame: number
  faults: ImportMark[]
  warnings: ImportMark[]
}
export type ImportFile = { name: string; mediaType: string; content: Buffer }

/** Marks of one answer; the counts are whole. */
const marksMax = 1000

/** Thrown to undo a dry run, or an import with a fault, after every line was tried. */
class Undo extends Error {}

/**
 * Imports the uploaded sheet. Every line is tried inside one savepoint of the request's transaction, so that
 * a later line sees the earlier ones and every rule of the database counts; it is kept only when it is no dry
 * run and no line has a fault. Faults name row and column as the sheet shows them, in the caller's language.
 */
export async function importSheet(
  ctx: Ctx,
  plan: ImportPlan,
): Promise<{ report: ImportReport; file: ImportFile }> {
  const file = await ctx.upload()
  const lines = await readSheet(file, ctx.house.config.IMPORT_ROWS_MAX)
  const titles = titlesOf(ctx, plan)
  const unknown = Object.keys(lines[0]?.cells ?? {}).filter((title) => title !== '' && !titles.has(title))
  const message = ctx.t('rule.additionalProperties')
  const faults: ImportMark[] = unknown.map((column) => ({ row: 1, column, message }))
  const warnings: ImportMark[] = []
  const counts = { new: 0, changed: 0, same: 0 }
  try {
    await ctx.sql.savepoint(async () => {
      for (const line of lines) {
        const row = rowOf(ctx, plan, line, titles, faults, warnings)
        const outcome = await plan.importRow(row)
        if (row.isSound()) counts[outcome] += 1
      }
      if (plan.dryRun || faults.length > 0) throw new Undo()
    })
  } catch (error) {
    if (!(error instanceof Undo)) throw error
  }
  const report = {
    written: !plan.dryRun && faults.length === 0,
    rowsTotal: lines.length,
    rowsNew: counts.new,
    rowsChanged: counts.changed,
    rowsSame: counts.same,
    faults: faults.slice(0, marksMax),
    warnings: warnings.slice(0, marksMax),
  }
  return { report, file }
}

function titlesOf(ctx: Ctx, { columns, titles }: ImportPlan): Map<string, string> {
  const keys = new Map<string, string>()
  for (const key of columns) {
    for (const locale of ['zh', 'en'] as const) keys.set(ctx.house.translate(locale, `${titles}.${key}`), key)
    keys.set(key, key)
  }
  return keys
}

function rowOf(
  ctx: Ctx,
  plan: ImportPlan,
  line: Line,
  titles: ReadonlyMap<string, string>,
  faults: ImportMark[],
  warnings: ImportMark[],
): ImportRow {
  const cells: Record<string, string> = {}
  for (const [title, text] of Object.entries(line.cells)) {
    const key = titles.get(title)
    if (key) cells[key] = text
  }
  let sound = true
  const mark = (column: string, rule: string, values: Record<string, string | number> = {}): ImportMark => ({
    row: line.row,
    column: ctx.t(`${plan.titles}.${column}`),
    message: ctx.t(rule, values),
  })
  return {
    cells,
    isSound: () => sound,
    bad(column, rule, values) {
      sound = false
      faults.push(mark(column, rule, values))
    },
    warn: (column, rule, values) => void warnings.push(mark(column, rule, values)),
  }
}
