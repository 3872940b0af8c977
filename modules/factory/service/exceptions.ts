import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { sheetOf } from '@ronghe/kit/sheet'
import { checkLengths, type ImportOutcome, type ImportRow, importSheet } from '@ronghe/kit/sheet/import'
import { registry } from '@ronghe/registry/contract'
import { dayWindow, localToMicros, nextDay } from '../calendar/expand.ts'
import { timeZoneOf } from '../calendar/planned.ts'
import type { factory } from '../contract.ts'
import { isoOf, microsOf } from '../micros.ts'
import { mustOwn } from '../policy.ts'
import * as store from '../store/calendar.ts'
import { askDays } from '../store/derivation.ts'
import { unitById } from '../store/equipment.ts'

type Routes = Pick<
  Service<typeof factory>,
  'importExceptions' | 'exceptionTemplate' | 'exportExceptions' | 'addPublicHolidays'
>
type One = { kind: 'holiday' | 'maintenance'; name: string; startsAt: string; endsAt: string }

const lengths = { kind: 20, name: 60, startsAt: 16, endsAt: 16 } as const
const columns = Object.keys(lengths)
const kinds = ['holiday', 'maintenance'] as const

/** Days and spans that differ from the week, many at once. */
export const exceptions: Routes = {
  async importExceptions(ctx, { params, query }) {
    const owner = await ownUnit(ctx, params.unitId)
    const timeZone = await timeZoneOf(ctx.sql, owner.unitId)
    const kept: One[] = []
    const importRow = async (row: ImportRow): Promise<ImportOutcome> => {
      const one = readRow(ctx, row, timeZone)
      if (!one) return 'same'
      const isNew = await keep(ctx, owner, one)
      if (isNew) kept.push(one)
      return isNew ? 'new' : 'same'
    }
    const dryRun = query.dryRun ?? true
    const { report } = await importSheet(ctx, { columns, titles: 'factory.column', dryRun, importRow })
    if (report.written) await noteAll(ctx, owner, 'factory.exceptions.imported', kept)
    return report
  },

  exceptionTemplate: (ctx) => sheet(ctx, []),

  async exportExceptions(ctx, { params }) {
    const unit = await unitById(ctx.sql, params.unitId)
    if (!unit) throw new Fault('kit.notFound')
    const timeZone = await timeZoneOf(ctx.sql, unit.id)
    const rows = await store.exceptionsOf(ctx.sql, [unit.id])
    const local = (date: Date) =>
      new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(date)
    return sheet(
      ctx,
      rows.map(({ kind, name, startsAt, endsAt }) => ({
        ...{ kind: ctx.t(`factory.value.kind.${kind}`), name },
        ...{ startsAt: local(startsAt), endsAt: local(endsAt) },
      })),
    )
  },

  async addPublicHolidays(ctx, { params, body }) {
    const owner = await ownUnit(ctx, params.unitId)
    const timeZone = await timeZoneOf(ctx.sql, owner.unitId)
    const range = { from: `${body.year}-01-01`, to: `${body.year}-12-31` }
    const asked = { ...range, kind: 'off' as const, pageSize: 400 }
    const { rows } = await ctx.read(registry).calendarDays({ query: asked })
    const kept: One[] = []
    for (const { from, to, name } of stretches(rows, ctx.caller.locale)) {
      const startsAt = isoOf(dayWindow(from, timeZone).fromMicros)
      const one: One = { kind: 'holiday', name, startsAt, endsAt: isoOf(dayWindow(to, timeZone).toMicros) }
      if (await keep(ctx, owner, one)) kept.push(one)
    }
    await noteAll(ctx, owner, 'factory.exceptions.holidays', kept)
    return { added: kept.length, known: rows.length > 0 }
  },
}

type Owner = { organisationId: string; unitId: string }

async function ownUnit(ctx: Ctx, unitId: string): Promise<Owner> {
  const unit = await unitById(ctx.sql, unitId)
  mustOwn(ctx, unit)
  return { organisationId: unit?.organisationId ?? '', unitId }
}

/** Days of one name that follow each other, as one stretch. */
export function stretches(
  days: readonly { day: string; nameZh: string; nameEn: string }[],
  locale: string,
): { from: string; to: string; name: string }[] {
  const sorted = days.toSorted((one, other) => (one.day < other.day ? -1 : 1))
  const found: { from: string; to: string; name: string }[] = []
  for (const { day, nameZh, nameEn } of sorted) {
    const name = locale === 'zh' ? nameZh : nameEn
    const last = found.at(-1)
    if (last && last.name === name && nextDay(last.to) === day) last.to = day
    else found.push({ from: day, to: day, name })
  }
  return found
}

/** Keeps what is not there yet: the same kind from the same moment to the same. */
async function keep(ctx: Ctx, owner: Owner, one: One): Promise<boolean> {
  const known = await store.exceptionsOf(ctx.sql, [owner.unitId])
  const isKnown = known.some(
    (row) =>
      row.kind === one.kind &&
      row.startsAt.getTime() === Date.parse(one.startsAt) &&
      row.endsAt.getTime() === Date.parse(one.endsAt),
  )
  if (!isKnown) await store.insertException(ctx.sql, { ...one, ...owner, id: ctx.newId() })
  return !isKnown
}

async function noteAll(ctx: Ctx, owner: Owner, action: string, kept: readonly One[]): Promise<void> {
  const first = kept.map((one) => microsOf(one.startsAt)).toSorted((one, other) => one - other)[0]
  if (first === undefined) return
  await askDays(ctx.sql, { unitId: owner.unitId }, first)
  const { organisationId } = owner
  await ctx.audit({ action, subject: 'unit', subjectId: owner.unitId, organisationId, after: kept })
}

function readRow(ctx: Ctx, row: ImportRow, timeZone: string): One | null {
  const { cells } = row
  checkLengths(row, lengths)
  if (!cells.name) row.bad('name', 'rule.required')
  const kind = kinds.find(
    (one) =>
      one === cells.kind ||
      (['zh', 'en'] as const).some(
        (locale) => ctx.house.translate(locale, `factory.value.kind.${one}`) === cells.kind,
      ),
  )
  const allowed = kinds.map((one) => ctx.t(`factory.value.kind.${one}`)).join(', ')
  if (!kind) row.bad('kind', 'rule.enum', { allowed })
  const from = momentOf(row, 'startsAt', timeZone, 0)
  const to = momentOf(row, 'endsAt', timeZone, 1440)
  if (from !== null && to !== null && to <= from) row.bad('endsAt', 'fault.factory.span.invalid')
  if (!row.isSound() || !kind || from === null || to === null) return null
  return { kind, name: cells.name ?? '', startsAt: isoOf(from), endsAt: isoOf(to) }
}

/** `2026-10-01`, the whole day, or `2026-10-01 08:00` in the unit's zone. */
function momentOf(row: ImportRow, column: string, timeZone: string, dayMinute: number): number | null {
  const text = (row.cells[column] ?? '').trim()
  const [, day, , hour, minute] = /^(\d{4}-\d{2}-\d{2})([ T]([01]\d|2[0-3]):([0-5]\d))?$/.exec(text) ?? []
  if (day === undefined || !isDay(day)) {
    row.bad(column, text === '' ? 'rule.required' : 'factory.import.moment')
    return null
  }
  return localToMicros(day, hour === undefined ? dayMinute : Number(hour) * 60 + Number(minute), timeZone)
}

function isDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text
}

function sheet(ctx: Ctx, rows: readonly Record<string, string>[]) {
  const titled = columns.map((key) => ({ key, title: ctx.t(`factory.column.${key}`) }))
  return sheetOf({ title: ctx.t('factory.exception.title'), columns: titled, rows, format: 'xlsx' })
}
