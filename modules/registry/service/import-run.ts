import type { Ctx } from '@ronghe/kit/module'
import { type ImportOutcome, type ImportRow, importSheet } from '@ronghe/kit/sheet/import'
import { insertImport } from '../store/imports.ts'
import { ownId } from './members.ts'

type ImportOne = (ctx: Ctx, row: ImportRow) => Promise<ImportOutcome>

/** Imports a sheet, and keeps who imported which file and what became of it (M6). */
export async function runImport(
  ctx: Ctx,
  kind: 'organisations' | 'units' | 'parks' | 'roster' | 'systems',
  columns: readonly string[],
  dryRun: boolean,
  importOne: ImportOne,
) {
  const plan = {
    columns,
    titles: 'registry.column',
    dryRun,
    importRow: (row: ImportRow) => importOne(ctx, row),
  }
  const { report, file } = await importSheet(ctx, plan)
  if (!report.written) return report
  const fileHash = await ctx.house.files.put(file.content)
  const { rowsTotal, rowsNew, rowsChanged } = report
  const totals = { rowsTotal, rowsNew, rowsChanged }
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
  return report
}
