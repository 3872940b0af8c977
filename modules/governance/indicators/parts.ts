import { regionPrefix } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { sheetOf } from '@ronghe/kit/sheet'
import { type ImportOutcome, type ImportRow, importSheet } from '@ronghe/kit/sheet/import'
import { registry } from '@ronghe/registry/contract'
import type { governance } from '../contract.ts'
import { clearParts, insertPart, type PartKind, type ReportPart } from './store/parts.ts'
import { listReports } from './store.ts'

type Routes = Pick<Service<typeof governance>, 'importReportParts' | 'reportPartsTemplate'>

const kinds = ['division', 'trade', 'park'] as const
const columns = ['partKind', 'partKey', 'partValue']
const percentUnit = 'P1'
const pageSize = 200

/** What a body reports by city, trade and park, as a table in place of the one before (G43). */
export const reportParts: Routes = {
  async importReportParts(ctx, { params, query }) {
    const [report] = (await listReports(ctx.sql, { id: params.reportId })).rows
    if (!report || report.organisationId !== ctx.caller.organisationId) throw new Fault('kit.notFound')
    if (report.state !== 'reported') throw new Fault('governance.item.notNow')
    const known = await knownGroups(ctx)
    const most = report.unitCode === percentUnit ? null : report.value
    const one: Import = { reportId: report.id, known, most, told: [] }
    const dryRun = query.dryRun ?? true
    const importRow = (row: ImportRow) => importPart(ctx, one, row)
    const answer = await importSheet(ctx, { columns, titles: 'governance.column', dryRun, importRow })
    if (!answer.report.written) return answer.report
    await ctx.audit({
      action: 'governance.report.parts',
      subject: 'governance.goal',
      subjectId: report.goalKey,
      organisationId: ctx.caller.organisationId,
      after: { period: report.period, rows: answer.report.rowsTotal },
    })
    return answer.report
  },

  reportPartsTemplate(ctx) {
    const titled = columns.map((key) => ({ key, title: ctx.t(`governance.column.${key}`) }))
    const title = ctx.t('governance.report.parts')
    return sheetOf({ title, columns: titled, rows: [], format: 'xlsx' })
  },
}

type Import = {
  reportId: string
  known: Record<PartKind, ReadonlyMap<string, string>>
  /** What the parts of one kind may amount to together; nothing adds up to a rate. */
  most: number | null
  told: ReportPart[]
}

/** Codes that a table may name, and what each is kept as. */
export async function knownGroups(ctx: Ctx): Promise<Import['known']> {
  const divisions = (await ctx.read(registry).regions({})).rows.filter((one) => one.level !== 'province')
  const trades = (await ctx.read(registry).trades({ query: {} })).rows
  const same = (rows: readonly { code: string }[]) => new Map(rows.map(({ code }) => [code, code]))
  const parks = new Map<string, string>()
  for (let page = 1; ; page += 1) {
    const { rows, total } = await ctx.read(registry).parks({ query: { page, pageSize } })
    for (const { code, id } of rows) parks.set(code, id)
    if (page * pageSize >= total) return { division: same(divisions), trade: same(trades), park: parks }
  }
}

async function importPart(ctx: Ctx, one: Import, row: ImportRow): Promise<ImportOutcome> {
  // Inside the import's savepoint: what stood there before comes back where nothing is written.
  if (one.told.length === 0) await clearParts(ctx.sql, one.reportId)
  const kind = kindOf(ctx, row.cells.partKind ?? '')
  const given = (row.cells.partValue ?? '').replaceAll(',', '')
  const value = Number(given)
  if (!kind) row.bad('partKind', 'rule.enum', { allowed: kinds.map((name) => wordOf(ctx, name)).join(', ') })
  if (given === '' || !Number.isFinite(value)) row.bad('partValue', 'rule.type', { type: 'number' })
  const key = kind ? one.known[kind].get(row.cells.partKey ?? '') : undefined
  if (kind && key === undefined) row.bad('partKey', 'governance.rule.partUnknown')
  if (!kind || key === undefined || !row.isSound()) return 'same'
  const beside = one.told.filter((part) => part.kind === kind)
  if (beside.some((part) => isWithin(kind, part.key, key))) row.bad('partKey', 'governance.rule.partTwice')
  const sum = beside.reduce((all, part) => all + part.value, value)
  const { most } = one
  if (most !== null && sum > most * (1 + 1e-9)) row.bad('partValue', 'governance.rule.partSum', { most, sum })
  one.told.push({ kind, key, value })
  if (row.isSound()) await insertPart(ctx.sql, one.reportId, { kind, key, value })
  return 'new'
}

/** Does one group lie in the other, so that both together would count it twice? */
function isWithin(kind: PartKind, a: string, b: string): boolean {
  const [one, other] = kind === 'division' ? [regionPrefix(a), regionPrefix(b)] : [a, b]
  // A section of trades (a letter) has no prefix with its divisions in common.
  if (kind === 'trade' && /[A-T]/.test(one) !== /[A-T]/.test(other)) return true
  return kind === 'park' ? one === other : one.startsWith(other) || other.startsWith(one)
}

function wordOf(ctx: Ctx, kind: PartKind): string {
  return ctx.t(`governance.value.partKind.${kind}`)
}

function kindOf(ctx: Ctx, text: string): PartKind | undefined {
  const isCalled = (kind: PartKind) =>
    (['zh', 'en'] as const).some(
      (locale) => ctx.house.translate(locale, `governance.value.partKind.${kind}`) === text,
    )
  return kinds.find((kind) => kind === text || isCalled(kind))
}

/** What the parts of a report say of a group; null where they say nothing of it. */
export function partOf(
  parts: readonly ReportPart[],
  { kind, key }: { kind: PartKind; key: string },
  isRate: boolean,
): number | null {
  const own = parts.filter((part) => part.kind === kind)
  const exact = own.find((part) => part.key === key)
  if (exact || isRate || kind === 'park' || key === '') return exact?.value ?? null
  const prefix = kind === 'division' ? regionPrefix(key) : key
  const below = own.filter((part) => part.key.startsWith(prefix))
  return below.length === 0 ? null : below.reduce((sum, part) => sum + part.value, 0)
}
