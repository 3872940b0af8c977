import { isDeepStrictEqual } from 'node:util'
import type { Ctx, Service } from '@ronghe/kit/module'
import { checkLengths, type ImportOutcome, type ImportRow } from '@ronghe/kit/sheet/import'
import { SystemProcess } from '../contract/system-rules.ts'
import { CoverageOf } from '../contract/systems.ts'
import type { registry } from '../contract.ts'
import * as parts from '../store/system-parts.ts'
import * as store from '../store/systems.ts'
import { runImport } from './import-run.ts'
import { ownId } from './members.ts'
import { isDay } from './roster.ts'
import { chinaToday, noteSystem, systemFaults } from './system-values.ts'

type Routes = Pick<Service<typeof registry>, 'importSystems'>

export const systemColumns = [
  ...['name', 'kindCode', 'supplier', 'isOwn', 'usedSince', 'usedUntil', 'processes'],
  ...['coverageOf', 'covered', 'total', 'countedHow'],
]
const limits = { name: 120, supplier: 120, countedHow: 500 }
const countMax = 1_000_000

export const systemsImport: Routes = {
  importSystems: (ctx, { query }) =>
    runImport(ctx, 'systems', systemColumns, query.dryRun ?? true, importSystem),
}

/** A line is a system, known by its name; what it changes of a confirmed one takes the confirmation away. */
async function importSystem(ctx: Ctx, row: ImportRow): Promise<ImportOutcome> {
  const organisationId = ownId(ctx)
  const kinds = await parts.listKinds(ctx.sql)
  const values = valuesIn(ctx, row, kinds)
  if (!values) return 'same'
  const kind = kinds.find(({ code }) => code === values.kindCode)
  for (const { field, rule } of systemFaults(values, kind, chinaToday(ctx))) row.bad(field, rule)
  if (!row.isSound()) return 'same'
  const known = await store.systemByName(ctx.sql, organisationId, values.name)
  if (!known) {
    const id = ctx.newId()
    await store.insertSystem(ctx.sql, { ...values, id, organisationId, isSample: false }, ctx.now)
    await noteSystem(ctx, { id, organisationId }, 'added', { after: values })
    return 'new'
  }
  const before = await store.systemById(ctx.sql, 'zh', known.id, chinaToday(ctx))
  if (!before) return 'same'
  const kept = Object.fromEntries(systemColumns.map((key) => [key, before[key as keyof store.SystemValues]]))
  if (isDeepStrictEqual(kept, { ...values })) return 'same'
  await store.updateSystem(ctx.sql, { id: before.id, version: before.version }, values, ctx.now)
  await store.unsettle(ctx.sql, before.id, ctx.now)
  await noteSystem(ctx, before, 'changed', { before: kept, after: values })
  return 'changed'
}

/** The cells as values; null where one of them cannot be read, which was said then. */
function valuesIn(ctx: Ctx, row: ImportRow, kinds: readonly parts.KindRow[]): store.SystemValues | null {
  const { cells } = row
  const { name = '', kindCode = '', usedSince = '', usedUntil = '', countedHow = '' } = cells
  checkLengths(row, limits)
  const kind = kinds.find((one) => [one.code, one.nameZh, one.nameEn].includes(kindCode))
  if (!kind) row.bad('kindCode', 'registry.systemRule.kind')
  const isOwn = yesOrNo(ctx, row)
  const processes = processesIn(ctx, row)
  const coverageOf = coded(ctx, 'coverageOf', cells.coverageOf ?? '', CoverageOf.enum)
  if (!coverageOf)
    row.bad('coverageOf', 'rule.enum', { allowed: wordsOf(ctx, 'coverageOf', CoverageOf.enum) })
  if (!isDay(usedSince)) row.bad('usedSince', 'rule.date')
  if (usedUntil !== '' && !isDay(usedUntil)) row.bad('usedUntil', 'rule.date')
  const covered = countIn(row, 'covered')
  const total = countIn(row, 'total')
  if (!row.isSound() || !kind || !coverageOf || covered === null || total === null) return null
  return {
    ...{ name: name.trim(), kindCode: kind.code, isOwn, usedSince, usedUntil: usedUntil || null, processes },
    supplier: isOwn ? '' : (cells.supplier ?? '').trim(),
    ...{ coverageOf, covered, total, countedHow: countedHow.trim() },
  }
}

function yesOrNo(ctx: Ctx, row: ImportRow): boolean {
  const text = (row.cells.isOwn ?? '').toLowerCase()
  const isSaid = (answer: 'yes' | 'no') =>
    (['zh', 'en'] as const).some((locale) => {
      return ctx.house.translate(locale, `registry.value.isOwn.${answer}`).toLowerCase() === text
    })
  const isYes = isSaid('yes') || text === 'true' || text === '1'
  const isNo = isSaid('no') || text === 'false' || text === '0' || text === ''
  if (!isYes && !isNo) row.bad('isOwn', 'rule.enum', { allowed: wordsOf(ctx, 'isOwn', ['yes', 'no']) })
  return isYes
}

/** Processes by code or word, with any of the usual signs between them. */
function processesIn(ctx: Ctx, row: ImportRow): SystemProcess[] {
  const texts = (row.cells.processes ?? '').split(/[,，、;；/\s]+/).filter(Boolean)
  const found = texts.map((text) => coded(ctx, 'processes', text, SystemProcess.enum))
  if (texts.length === 0) row.bad('processes', 'rule.required')
  else if (found.includes(undefined)) {
    row.bad('processes', 'rule.enum', { allowed: wordsOf(ctx, 'processes', SystemProcess.enum) })
  }
  return [...new Set(found.filter((one) => one !== undefined))]
}

function coded<T extends string>(ctx: Ctx, field: string, text: string, among: readonly T[]): T | undefined {
  const word = (locale: 'zh' | 'en', one: T) => ctx.house.translate(locale, `registry.value.${field}.${one}`)
  return among.find((one) => one === text || word('zh', one) === text || word('en', one) === text)
}

function wordsOf(ctx: Ctx, field: string, among: readonly string[]): string {
  return among.map((one) => ctx.t(`registry.value.${field}.${one}`)).join(', ')
}

function countIn(row: ImportRow, column: string): number | null {
  const value = Number((row.cells[column] ?? '').replaceAll(',', '') || Number.NaN)
  if (!Number.isSafeInteger(value)) row.bad(column, 'rule.type', { type: 'integer' })
  else if (value < 1) row.bad(column, 'rule.minimum', { limit: 1 })
  else if (value > countMax) row.bad(column, 'rule.maximum', { limit: countMax })
  else return value
  return null
}
