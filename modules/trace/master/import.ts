import type { Ctx, Service } from '@ronghe/kit/module'
import { sheetOf } from '@ronghe/kit/sheet'
import { checkLengths, type ImportOutcome, type ImportRow, importSheet } from '@ronghe/kit/sheet/import'
import type { trace } from '../contract.ts'
import { type MasterKind, masterKey } from './key.ts'
import type { Language, Texts } from './languages.ts'
import { newMaster, note, textOf, valuesOf, writeChange } from './masters.ts'
import { ownId } from './policy.ts'
import { insertMaster, masterByKey } from './store/masters.ts'

type Routes = Pick<Service<typeof trace>, 'importMasters' | 'masterTemplate'>

const kinds: readonly MasterKind[] = ['product', 'place', 'party']
const placeKinds = ['factory', 'line', 'workplace', 'warehouse', 'dock', 'shop', 'customer'] as const
const numbers = { netContent: 1e12, shelfLifeDays: 36_500, latitude: 90, longitude: 180 } as const
const patterns = {
  category: /^\d{8}$/,
  unit: /^[A-Z0-9]{2,3}$/,
  origin: /^[A-Z]{2}$/,
  placeKind: new RegExp(`^(${placeKinds.join('|')})$`),
  regionCode: /^\d{6}$/,
  creditCode: /^[0-9A-HJ-NPQRTUWXY]{18}$/,
  website: /^https?:\/\/\S+$/,
  email: /^[^@\s]+@[^@\s]+$/,
} as const
const lengths = {
  identifier: 200,
  name: 200,
  nameEn: 200,
  description: 2000,
  descriptionEn: 2000,
  address: 300,
  addressEn: 300,
  brand: 100,
  model: 100,
  website: 300,
  phone: 40,
  email: 200,
} as const
/** Names in the languages that have no text of their own in the table. */
const otherNames: readonly (readonly [Language, string])[] = [
  ['vi', 'nameVi'],
  ['th', 'nameTh'],
  ['id', 'nameId'],
  ['ms', 'nameMs'],
  ['my', 'nameMy'],
  ['km', 'nameKm'],
  ['lo', 'nameLo'],
  ['fil', 'nameFil'],
]
/** What an export has besides: a register that went out as a table comes back as it is. */
const exported = ['languages', 'state', 'version', 'changedAt']
const columns = [
  ...new Set(['kind', ...Object.keys(lengths), ...Object.keys(patterns), ...Object.keys(numbers)]),
  ...otherNames.map(([, column]) => column),
]

export const imports: Routes = {
  async importMasters(ctx, { query }) {
    const organisationId = ownId(ctx)
    const seen = new Set<string>()
    const importRow = (row: ImportRow) => importOne(ctx, organisationId, row, seen)
    const plan = {
      columns: [...columns, ...exported],
      titles: 'trace.column',
      dryRun: query.dryRun ?? true,
      importRow,
    }
    const { report, file } = await importSheet(ctx, plan)
    if (!report.written) return report
    const { rowsTotal, rowsNew, rowsChanged } = report
    const fileHash = await ctx.house.files.put(file.content)
    await ctx.audit({
      action: 'trace.master.imported',
      subject: 'import',
      subjectId: ctx.newId(),
      organisationId,
      after: { fileHash, fileName: file.name, rowsTotal, rowsNew, rowsChanged },
    })
    return report
  },

  masterTemplate(ctx) {
    const titled = columns.map((key) => ({ key, title: ctx.t(`trace.column.${key}`) }))
    return sheetOf({ title: ctx.t('trace.page.masters'), columns: titled, rows: [], format: 'xlsx' })
  },
}

/** One row of the register by its number: new, changed, or as it was. */
async function importOne(
  ctx: Ctx,
  organisationId: string,
  given: ImportRow,
  seen: Set<string>,
): Promise<ImportOutcome> {
  const placeKind = codeOf(ctx, 'placeKind', placeKinds, given.cells.placeKind ?? '')
  const row = placeKind ? { ...given, cells: { ...given.cells, placeKind } } : given
  const { cells } = row
  const kind = codeOf(ctx, 'kind', kinds, cells.kind ?? '')
  if (!kind) {
    row.bad('kind', 'rule.enum', { allowed: kinds.map((one) => ctx.t(`trace.value.kind.${one}`)).join(', ') })
    return 'same'
  }
  const key = masterKey(kind, cells.identifier ?? '')
  if (!key) row.bad('identifier', `trace.rule.identifier.${kind}`)
  else if (seen.has(key)) row.bad('identifier', 'trace.rule.twice')
  else seen.add(key)
  checkCells(row)
  if (!row.isSound() || !key) return 'same'
  const values = read(row, kind)
  if (!values) return 'same'
  const known = await masterByKey(ctx.sql, organisationId, key)
  if (!known) {
    const added = newMaster(ctx, organisationId, { kind, key, ...values })
    await insertMaster(ctx.sql, added)
    await note(ctx, 'trace.master.added', added)
    return 'new'
  }
  // A column that the table does not have says nothing: what is there of a language stays.
  const texts: Texts = { ...known.texts }
  for (const [language, text] of Object.entries(values.texts) as [Language, NonNullable<Texts['zh']>][])
    texts[language] = { ...texts[language], ...text }
  const { state, version } = known
  return (await writeChange(ctx, known, { texts, fields: values.fields, state, version }))
    ? 'changed'
    : 'same'
}

/** By its word in either language, or as the code has it. */
function codeOf<T extends string>(ctx: Ctx, column: string, codes: readonly T[], cell: string) {
  return codes.find((code) => {
    const words = (['zh', 'en'] as const).map((locale) =>
      ctx.house.translate(locale, `trace.value.${column}.${code}`),
    )
    return [code, ...words].some((word) => word.toLowerCase() === cell.trim().toLowerCase())
  })
}

function checkCells(row: ImportRow): void {
  const { cells } = row
  if (!cells.name?.trim()) row.bad('name', 'rule.required')
  checkLengths(row, lengths)
  for (const [column, pattern] of Object.entries(patterns)) {
    if (cells[column] && !pattern.test(cells[column])) row.bad(column, 'rule.pattern')
  }
  for (const [column, limit] of Object.entries(numbers)) {
    const value = Number(cells[column] || 0)
    const lowest = column === 'latitude' || column === 'longitude' ? -limit : 0
    const isWhole = column !== 'shelfLifeDays' || Number.isInteger(value)
    if (!(value >= lowest && value <= limit && isWhole))
      row.bad(column, 'trace.rule.range', { lowest, limit })
  }
  if (!cells.latitude !== !cells.longitude)
    row.bad(cells.latitude ? 'longitude' : 'latitude', 'trace.rule.bothCoordinates')
}

function read(row: ImportRow, kind: MasterKind) {
  const given: Record<string, unknown> = {}
  for (const [column, cell] of Object.entries(row.cells)) {
    if (cell === '' || ['kind', 'identifier', ...exported].includes(column)) continue
    if (otherNames.some(([, name]) => name === column)) continue
    given[column] = column in numbers ? Number(cell) : cell
  }
  try {
    const values = valuesOf(kind, given as never)
    for (const [language, column] of otherNames) {
      const name = row.cells[column]
      if (name?.trim()) (values.texts as Texts)[language] = textOf(name)
    }
    return values
  } catch (error) {
    const [first] = (error as { fields?: readonly { field: string; rule: string }[] }).fields ?? []
    if (!first) throw error
    row.bad(first.field, first.rule)
    return null
  }
}
