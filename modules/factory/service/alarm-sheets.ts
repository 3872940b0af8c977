import type { Ctx, Service } from '@ronghe/kit/module'
import { sheetOf } from '@ronghe/kit/sheet'
import { checkLengths, type ImportOutcome, type ImportRow, importSheet } from '@ronghe/kit/sheet/import'
import { bodyFaults } from '../alarms/body.ts'
import * as sheet from '../alarms/sheet.ts'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import type { factory } from '../contract.ts'
import { ownId } from '../policy.ts'
import { codesOf, definitionByCode, definitionsOf } from '../store/alarm-definitions.ts'
import { equipmentByCode, unitByCode } from '../store/equipment.ts'
import { add, change } from './alarm-definitions.ts'

type Routes = Pick<
  Service<typeof factory>,
  'exportAlarmDefinitions' | 'importAlarmDefinitions' | 'alarmDefinitionTemplate'
>

/** Definitions of alarms as a table, out and in. */
export const alarmSheets: Routes = {
  async exportAlarmDefinitions(ctx, { query }) {
    const organisationId = ownId(ctx)
    const codes = await codesOf(ctx.sql, organisationId)
    const nameOf = (id: string) => codes.get(id) ?? id
    const named = { machine: nameOf, unit: nameOf }
    const shown = {
      choice: (column: sheet.Choice, key: string) => ctx.t(wordOf(column, key)),
      flag: (is: boolean) => ctx.t(is ? 'factory.yes' : 'factory.no'),
    }
    const kept = await definitionsOf(ctx.sql, organisationId)
    const rows = kept.map(({ code, body }) => sheet.rowOf(code, body, named, shown))
    return tableOf(ctx, rows, query.format)
  },

  alarmDefinitionTemplate: (ctx) => tableOf(ctx, [], 'xlsx'),

  async importAlarmDefinitions(ctx, { query }) {
    const organisationId = ownId(ctx)
    const codes = new Set<string>()
    const importRow = (row: ImportRow) => importOne(ctx, organisationId, row, codes)
    const { report, file } = await importSheet(ctx, {
      ...{ columns: sheet.columns, titles: 'factory.alarmField', dryRun: query.dryRun ?? true, importRow },
    })
    if (!report.written) return report
    const fileHash = await ctx.house.files.put(file.content)
    const { rowsTotal, rowsNew, rowsChanged } = report
    await ctx.audit({
      action: 'factory.alarmDefinition.imported',
      subject: 'import',
      subjectId: ctx.newId(),
      organisationId,
      after: { fileHash, fileName: file.name, rowsTotal, rowsNew, rowsChanged },
    })
    return report
  },
}

/** One definition by its code: added, its next version, or left as it is. */
async function importOne(
  ctx: Ctx,
  organisationId: string,
  row: ImportRow,
  codes: Set<string>,
): Promise<ImportOutcome> {
  checkLengths(row, sheet.lengths)
  const { code = '' } = row.cells
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(code)) row.bad('code', 'rule.pattern')
  if (codes.has(code)) row.bad('code', 'factory.import.twice', { code })
  codes.add(code)
  const body = await readRow(ctx, organisationId, row)
  if (!row.isSound()) return 'same'
  for (const { field, rule, values } of bodyFaults(body)) row.bad(field, rule, values)
  if (!row.isSound()) return 'same'
  const before = await definitionByCode(ctx.sql, organisationId, code)
  if (!before) {
    await add(ctx, organisationId, { code, body, countsFrom: ctx.now })
    return 'new'
  }
  if (textOf(before.body) === textOf(body)) return 'same'
  await change(ctx, before, body, ctx.t('factory.alarm.imported'))
  return 'changed'
}

/** The same whatever sequence its fields have. */
function textOf(body: AlarmBody): string {
  return JSON.stringify(Object.entries(body).sort(([one], [other]) => (one < other ? -1 : 1)))
}

async function readRow(ctx: Ctx, organisationId: string, row: ImportRow): Promise<AlarmBody> {
  const body: Record<string, unknown> = { mustAcknowledge: true, latches: false }
  for (const column of sheet.columns) {
    const text = (row.cells[column] ?? '').trim()
    if (text === '' || column === 'code') continue
    const value = await cellOf(ctx, organisationId, row, column, text)
    if (value !== undefined) body[column] = value
  }
  for (const column of ['name', 'kind', 'priority'] as const)
    if (!(row.cells[column] ?? '').trim()) row.bad(column, 'rule.required')
  return body as AlarmBody
}

/** What a cell says; undefined where it is wrong, which its row then knows. */
async function cellOf(
  ctx: Ctx,
  organisationId: string,
  row: ImportRow,
  column: sheet.SheetColumn,
  text: string,
): Promise<unknown> {
  if (column in sheet.choices) return chosen(ctx, row, column as sheet.Choice, text)
  if ((sheet.flags as readonly string[]).includes(column)) return flagged(ctx, row, column, text)
  if (column in sheet.numbers) {
    const value = sheet.numberIn(column, text)
    if (value === null) row.bad(column, 'factory.import.number')
    return value ?? undefined
  }
  if (column === 'unitId') {
    const unit = await unitByCode(ctx.sql, organisationId, text)
    if (!unit) row.bad(column, 'factory.import.unknownCode', { code: text })
    return unit?.id
  }
  if (column !== 'equipmentIds') return text
  const ids: string[] = []
  for (const code of sheet.codesIn(text)) {
    const machine = await equipmentByCode(ctx.sql, organisationId, code)
    if (machine) ids.push(machine.id)
    else row.bad(column, 'factory.import.unknownCode', { code })
  }
  return ids
}

function wordOf(column: sheet.Choice, key: string): string {
  return `factory.value.${column}.${key}`
}

/** A choice by its key or its words in either language. */
function chosen(ctx: Ctx, row: ImportRow, column: sheet.Choice, text: string): string | undefined {
  const keys: readonly string[] = sheet.choices[column]
  const isMeant = (key: string) =>
    key.toLowerCase() === text.toLowerCase() || said(ctx, wordOf(column, key), text)
  const found = keys.find(isMeant)
  const allowed = keys.map((key) => ctx.t(wordOf(column, key))).join(', ')
  if (!found) row.bad(column, 'rule.enum', { allowed })
  return found
}

function flagged(ctx: Ctx, row: ImportRow, column: string, text: string): boolean | undefined {
  if (/^(1|true|yes)$/i.test(text) || said(ctx, 'factory.yes', text)) return true
  if (/^(0|false|no)$/i.test(text) || said(ctx, 'factory.no', text)) return false
  row.bad(column, 'rule.enum', { allowed: `${ctx.t('factory.yes')}, ${ctx.t('factory.no')}` })
  return undefined
}

function said(ctx: Ctx, word: string, text: string): boolean {
  return (['zh', 'en'] as const).some((locale) => ctx.house.translate(locale, word) === text)
}

function tableOf(ctx: Ctx, rows: readonly Record<string, string>[], format: 'csv' | 'xlsx') {
  const titled = sheet.columns.map((key) => ({ key, title: ctx.t(`factory.alarmField.${key}`) }))
  return sheetOf({ title: ctx.t('factory.page.alarmDefinitions'), columns: titled, rows, format })
}
