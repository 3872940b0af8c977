import type { Ctx, Service } from '@ronghe/kit/module'
import { sheetOf } from '@ronghe/kit/sheet'
import { checkLengths, type ImportOutcome, type ImportRow, importSheet } from '@ronghe/kit/sheet/import'
import { latestOf } from '../capture/clock.ts'
import type { trace } from '../contract.ts'
import { primaryKey } from '../master/key.ts'
import { ownId } from '../master/policy.ts'
import type { Finding, InspectionLine } from './contract.ts'
import { tellFailed, thingKey } from './enter.ts'
import { findingFault, judged, verdictOf } from './judge.ts'
import { changeFindings, insertInspection, inspectionByNumber, type NewInspection } from './store.ts'

type Routes = Pick<Service<typeof trace>, 'importInspections' | 'inspectionTable'>

const said = [
  'number',
  'inspectionKind',
  'thing',
  'quantity',
  'unit',
  'place',
  'inspectedAt',
  'inspector',
  'note',
]
const found = ['characteristic', 'value', 'uom', 'least', 'most', 'isPassed']
const columns = [...said, ...found]
const lengths = { number: 60, inspector: 60, note: 500, characteristic: 60, thing: 20_000 }
const kinds: readonly InspectionLine['inspectionKind'][] = [
  'incoming',
  'process',
  'final',
  'outgoing',
  'laboratory',
]
const thingsMax = 500
const findingsMax = 60

/** Results from a table: a line a characteristic, lines of one number are one inspection. */
export const inspectionImports: Routes = {
  async importInspections(ctx, { query }) {
    const organisationId = ownId(ctx)
    const plan: Plan = { organisationId, begun: new Map() }
    const { report, file } = await importSheet(ctx, {
      ...{ columns, titles: 'trace.column', dryRun: query.dryRun ?? true },
      importRow: (row: ImportRow) => importOne(ctx, plan, row),
    })
    if (!report.written) return report
    const added = [...plan.begun.values()].filter(({ isNew }) => isNew).map(({ inspection }) => inspection)
    const failed = added.filter(({ verdict }) => verdict === 'failed')
    await tellFailed(ctx, organisationId, failed)
    await ctx.audit({
      ...{ action: 'trace.inspection.imported', subject: 'import', subjectId: ctx.newId(), organisationId },
      after: { fileName: file.name, inspections: added.length, failed: failed.length },
    })
    return report
  },

  inspectionTable(ctx) {
    const titled = columns.map((key) => ({ key, title: ctx.t(`trace.column.${key}`) }))
    return sheetOf({ title: ctx.t('trace.page.inspections'), columns: titled, rows: [], format: 'xlsx' })
  },
}

type Begun = { inspection: NewInspection; isNew: boolean }
type Plan = { organisationId: string; begun: Map<string, Begun> }

async function importOne(ctx: Ctx, plan: Plan, row: ImportRow): Promise<ImportOutcome> {
  const number = row.cells.number?.trim() ?? ''
  if (number === '') row.bad('number', 'rule.required')
  checkLengths(row, lengths)
  const finding = findingOf(ctx, row)
  const begun = plan.begun.get(number) ?? (number === '' ? null : await known(ctx, plan, number))
  if (!begun) {
    const inspection = headOf(ctx, plan.organisationId, row, number)
    if (!row.isSound() || !inspection || !finding) return 'same'
    const findings = [judged(finding)]
    const whole = { ...inspection, findings, verdict: verdictOf(findings) }
    plan.begun.set(number, { inspection: whole, isNew: true })
    await insertInspection(ctx.sql, whole)
    return 'new'
  }
  if (!row.isSound() || !finding) return 'same'
  return add(ctx, begun, row, judged(finding))
}

async function known(ctx: Ctx, plan: Plan, number: string): Promise<Begun | null> {
  const inspection = await inspectionByNumber(ctx.sql, plan.organisationId, number)
  if (!inspection) return null
  const begun = { inspection, isNew: false }
  plan.begun.set(number, begun)
  return begun
}

/** A further finding of a new inspection; of one that stands already only the same again. */
async function add(
  ctx: Ctx,
  begun: Begun,
  row: ImportRow,
  finding: NewInspection['findings'][number],
): Promise<ImportOutcome> {
  const { inspection, isNew } = begun
  const before = inspection.findings.find(({ characteristic }) => characteristic === finding.characteristic)
  const isSame = before !== undefined && same(before, finding)
  if (!isNew) {
    if (!isSame) row.bad('number', 'trace.rule.inspectionStays')
    return 'same'
  }
  if (before) row.bad('characteristic', 'trace.rule.twice')
  if (inspection.findings.length >= findingsMax)
    row.bad('characteristic', 'rule.maxItems', { limit: findingsMax })
  if (!row.isSound()) return 'same'
  inspection.findings.push(finding)
  inspection.verdict = verdictOf(inspection.findings)
  await changeFindings(ctx.sql, inspection)
  return 'new'
}

function same(one: object, other: object): boolean {
  const sorted = (value: object) => JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
  return sorted(one) === sorted(other)
}

/** What the first line of a number says of the whole inspection. */
function headOf(
  ctx: Ctx,
  organisationId: string,
  row: ImportRow,
  number: string,
): Omit<NewInspection, 'findings' | 'verdict'> | null {
  const { cells } = row
  const kind = wordIn(ctx, 'inspectionKind', kinds, cells.inspectionKind ?? '')
  if (!kind) {
    const allowed = kinds.map((one) => ctx.t(`trace.value.inspectionKind.${one}`)).join(', ')
    row.bad('inspectionKind', 'rule.enum', { allowed })
  }
  const texts = (cells.thing ?? '').split(/[\n;；]/).flatMap((one) => (one.trim() ? [one.trim()] : []))
  const things = texts.flatMap((text) => thingKey(text) ?? [])
  if (texts.length === 0) row.bad('thing', 'rule.required')
  else if (things.length < texts.length) row.bad('thing', 'trace.rule.identifier.any')
  if (new Set(things).size < things.length) row.bad('thing', 'trace.rule.twice')
  if (things.length > thingsMax) row.bad('thing', 'rule.maxItems', { limit: thingsMax })
  const at = momentOf(cells.inspectedAt ?? '')
  if (at === null) row.bad('inspectedAt', 'trace.rule.moment')
  else if (at.getTime() > latestOf(ctx.house)) row.bad('inspectedAt', 'trace.rule.inspectedLater')
  const quantity = numberIn(row, 'quantity')
  if (quantity !== undefined && quantity <= 0) row.bad('quantity', 'trace.rule.positive')
  const place = cells.place?.trim() ? thingKey(cells.place) : null
  if (cells.place?.trim() && place === null) row.bad('place', 'trace.rule.identifier.place')
  const unit = unitIn(row, 'unit')
  if (!row.isSound() || !kind || at === null) return null
  return {
    ...{
      id: ctx.newId(),
      organisationId,
      number,
      inspectionKind: kind,
      things,
      product: primaryKey(things[0]!),
      place,
    },
    ...{ quantity: quantity ?? null, unit: unit ?? null, inspectedAt: at, documentId: null },
    inspector: cells.inspector?.trim() || ctx.caller.personName,
    note: cells.note?.trim() || null,
    ...{ source: 'table', sourceId: null, isSample: false, addedAt: ctx.now },
    addedBy: ctx.caller.personName,
  }
}

function findingOf(ctx: Ctx, row: ImportRow): Finding | null {
  const { cells } = row
  const characteristic = cells.characteristic?.trim() ?? ''
  if (characteristic === '') row.bad('characteristic', 'rule.required')
  const raw = cells.value?.trim() ?? ''
  const isNumber = raw !== '' && Number.isFinite(Number(raw))
  const [least, most, uom] = [numberIn(row, 'least'), numberIn(row, 'most'), unitIn(row, 'uom')]
  const isPassed = passedIn(ctx, row)
  const finding: Finding = {
    characteristic,
    ...(isNumber ? { value: Number(raw) } : raw === '' ? {} : { text: raw.slice(0, 200) }),
    ...(uom === undefined ? {} : { uom }),
    ...(least === undefined ? {} : { least }),
    ...(most === undefined ? {} : { most }),
    ...(isPassed === undefined ? {} : { isPassed }),
  }
  const fault = findingFault(finding)
  if (fault) row.bad(fault.field, `trace.rule.${fault.rule}`)
  return row.isSound() ? finding : null
}

function numberIn(row: ImportRow, column: string): number | undefined {
  const raw = row.cells[column]?.trim() ?? ''
  if (raw === '') return undefined
  const value = Number(raw)
  if (Number.isFinite(value)) return value
  row.bad(column, 'trace.rule.notANumber')
  return undefined
}

function unitIn(row: ImportRow, column: string): string | undefined {
  const raw = row.cells[column]?.trim().toUpperCase() ?? ''
  if (raw === '') return undefined
  if (!/^[A-Z0-9]{1,3}$/.test(raw)) row.bad(column, 'trace.rule.unit')
  return raw
}

const verdicts = ['passed', 'failed'] as const
/** What sheets of instruments write for it. */
const short: Readonly<Record<string, (typeof verdicts)[number]>> = {
  ...{ pass: 'passed', ok: 'passed', yes: 'passed', true: 'passed', '1': 'passed' },
  ...{ fail: 'failed', ng: 'failed', no: 'failed', false: 'failed', '0': 'failed' },
}

function passedIn(ctx: Ctx, row: ImportRow): boolean | undefined {
  const raw = row.cells.isPassed?.trim().toLowerCase() ?? ''
  if (raw === '') return undefined
  const verdict = short[raw] ?? wordIn(ctx, 'verdict', verdicts, raw)
  const allowed = verdicts.map((one) => ctx.t(`trace.value.verdict.${one}`)).join(', ')
  if (!verdict) row.bad('isPassed', 'rule.enum', { allowed })
  return verdict === 'passed'
}

/** By its word in either language, or as the code has it. */
function wordIn<T extends string>(ctx: Ctx, name: string, values: readonly T[], cell: string): T | undefined {
  const asked = cell.trim().toLowerCase()
  const words = (one: T) =>
    (['zh', 'en'] as const).map((locale) => ctx.house.translate(locale, `trace.value.${name}.${one}`))
  return values.find((one) => [one, ...words(one)].some((word) => word.toLowerCase() === asked))
}

/** A moment as sheets have it: with a zone, or a day and perhaps a time in China. */
export function momentOf(raw: string): Date | null {
  const text = raw.trim().replaceAll('/', '-')
  const local = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(text)
  if (!local && !/(Z|[+-]\d{2}:\d{2})$/.test(text)) return null
  const [year, ...rest] = local?.slice(1) ?? []
  const [month, day, hour, minute, second] = rest.map((one) => (one ?? '0').padStart(2, '0'))
  const at = new Date(local ? `${year}-${month}-${day}T${hour}:${minute}:${second}+08:00` : text)
  return Number.isNaN(at.getTime()) ? null : at
}
