import type { Ctx } from '@ronghe/kit/module'
import { checkLengths, type ImportOutcome, type ImportRow, importSheet } from '@ronghe/kit/sheet/import'
import * as store from './store.ts'
import { cellOf, listOf, type NodeKind, nodeKinds, type PlanNode, planFields, targetsOf } from './tree.ts'

const limits = { titleZh: 400, titleEn: 600, textZh: 4000, textEn: 4000, clause: 60, parentKey: 60 }
const keyPattern = /^[A-Za-z0-9][A-Za-z0-9.-]{0,59}$/
const dayPattern = /^\d{4}-\d{2}-\d{2}$/

/** The lines of a sheet into a draft; each adds a node or changes the one of its key. */
export async function importNodes(ctx: Ctx, planId: string, dryRun: boolean) {
  const before = new Map((await store.nodesOf(ctx.sql, planId)).map((one) => [one.key, one]))
  const seen = new Set<string>()
  const known = await store.knownTo(ctx.sql, '')
  const importRow = (row: ImportRow) => importNode(ctx, { planId, before, seen, known }, row)
  return importSheet(ctx, { columns: planFields, titles: 'governance.column', dryRun, importRow })
}

type Import = {
  planId: string
  before: ReadonlyMap<string, PlanNode>
  seen: Set<string>
  known: Awaited<ReturnType<typeof store.knownTo>>
}

async function importNode(ctx: Ctx, one: Import, row: ImportRow): Promise<ImportOutcome> {
  const { planId, before, seen, known } = one
  const node = nodeOf(ctx, row)
  checkLengths(row, limits)
  if (seen.has(node.key)) row.bad('key', 'governance.rule.keyTwice')
  seen.add(node.key)
  for (const unit of node.units)
    if (!known.departments.has(unit)) row.bad('units', 'governance.rule.unitUnknown', { unit })
  if (node.goalKey !== null && !known.goals.has(node.goalKey))
    row.bad('goalKey', 'governance.rule.goalUnknown', { goal: node.goalKey })
  if (!row.isSound()) return 'same'
  const was = before.get(node.key)
  if (was && planFields.every((field) => cellOf(was, field) === cellOf(node, field))) return 'same'
  await store.putNode(ctx.sql, planId, node)
  return was ? 'changed' : 'new'
}

/** A line as a node; a kind is its code or its word in either language. */
function nodeOf(ctx: Ctx, row: ImportRow): PlanNode {
  const cell = (key: keyof PlanNode) => (row.cells[key] ?? '').trim()
  const kind = nodeKinds.find((one) => one === cell('kind') || isWordOf(ctx, one, cell('kind')))
  if (!kind) row.bad('kind', 'governance.rule.kindUnknown', { kinds: nodeKinds.join(', ') })
  if (!keyPattern.test(cell('key'))) row.bad('key', 'governance.rule.key')
  for (const key of ['titleZh', 'titleEn'] as const)
    if (cell(key) === '') row.bad(key, 'governance.rule.titleMissing')
  const targets = targetsOf(cell('targets'))
  if (targets === null) row.bad('targets', 'governance.rule.targets')
  const place = Number(cell('place') || '0')
  if (!Number.isInteger(place) || place < 0) row.bad('place', 'governance.rule.place')
  const dueOn = cell('dueOn').slice(0, 10)
  if (dueOn !== '' && !isDay(dueOn)) row.bad('dueOn', 'governance.rule.day')
  return {
    key: cell('key'),
    parentKey: cell('parentKey') || null,
    kind: kind ?? 'section',
    place: Number.isInteger(place) ? place : 0,
    clause: cell('clause'),
    titleZh: cell('titleZh'),
    titleEn: cell('titleEn'),
    textZh: cell('textZh'),
    textEn: cell('textEn'),
    units: listOf(cell('units')),
    dueOn: dueOn === '' ? null : dueOn,
    goalKey: cell('goalKey') || null,
    targets: targets ?? [],
    planRows: listOf(cell('planRows')),
  }
}

function isWordOf(ctx: Ctx, kind: NodeKind, text: string): boolean {
  const word = `governance.value.kind.${kind}`
  return (['zh', 'en'] as const).some((locale) => ctx.house.translate(locale, word) === text)
}

/** A day of the calendar: 2026-02-30 is none. */
function isDay(text: string): boolean {
  return dayPattern.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)
}
