import { elevated, regionPrefix } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { checkLengths, type ImportOutcome, type ImportRow } from '@ronghe/kit/sheet/import'
import { dayIn, regionZone } from '@ronghe/kit/working-days'
import type { registry } from '../contract.ts'
import { mayMarkKey } from '../policy.ts'
import { organisationByCredit, organisationById } from '../store/organisations.ts'
import * as store from '../store/roster.ts'
import { runImport } from './import-run.ts'

type Routes = Pick<Service<typeof registry>, 'keyRoster' | 'markKey' | 'importKeyRoster'>

const documentMax = 200
export const rosterColumns = ['creditCode', 'name', 'keySince', 'keyUntil', 'keyDocument', 'untilDocument']

/** The roster of key enterprises is kept: who left it stays on it for the days before (M9). */
export const roster: Routes = {
  keyRoster(ctx, { query }) {
    const { region, ...filter } = query
    return store.listKeySpans(ctx.sql, ctx.caller.locale, filter, regionPrefix(region ?? null))
  },

  async markKey(ctx, { params, body }) {
    const id = params.organisationId
    const organisation = await organisationById(ctx.sql, ctx.caller.locale, id)
    if (!organisation || !mayMarkKey(ctx.caller, organisation)) throw new Fault('kit.notFound')
    if (organisation.kind !== 'enterprise') throw new Fault('registry.key.firmsOnly')
    const {
      isKey,
      since = dayIn(ctx.now, regionZone),
      until = null,
      document = '',
      untilDocument = '',
    } = body
    const about = { organisationId: id, isSample: organisation.isSample, day: since, document }
    if (!isKey && (until !== null || untilDocument !== ''))
      throw new Fault('kit.input.invalid', {}, [{ field: 'until', rule: 'registry.roster.untilOfEntry' }])
    const refusal = await elevated(ctx.sql, ctx.caller, () =>
      isKey ? enter(ctx, { ...about, until, untilDocument }) : leave(ctx, about),
    )
    if (refusal) throw faultOf(refusal)
    await ctx.audit({
      action: 'registry.organisation.keyMarked',
      subject: 'organisation',
      subjectId: id,
      organisationId: id,
      before: { isKey: organisation.isKey, since: organisation.keySince },
      after: { isKey, since: isKey ? since : null, until: isKey ? until : since, document, untilDocument },
    })
    return { done: true }
  },

  importKeyRoster: (ctx, { query }) =>
    runImport(ctx, 'roster', rosterColumns, query.dryRun ?? true, importSpan),
}

type Change = { organisationId: string; isSample: boolean; day: string; document: string }
type Entry = Change & { until: string | null; untilDocument: string }
type Refusal = {
  code:
    | 'registry.key.ahead'
    | 'registry.key.standsThere'
    | 'registry.key.notThere'
    | 'registry.key.backwards'
    | 'registry.key.overlaps'
  field: 'since' | 'until'
  values?: Record<string, string>
}

function faultOf({ code, field, values = {} }: Refusal): Fault {
  return new Fault(code, values, [{ field, rule: `fault.${code}`, values }])
}

/**
 * Puts the firm on the roster from a day on, or tells a time that is over, which may lie before one that is
 * known; answers why not.
 */
async function enter(ctx: Ctx, { day, until, untilDocument, ...one }: Entry): Promise<Refusal | null> {
  const today = dayIn(ctx.now, regionZone)
  if (day > today) return { code: 'registry.key.ahead', field: 'since' }
  if (until !== null && until > today) return { code: 'registry.key.ahead', field: 'until' }
  if (until !== null && until <= day) return { code: 'registry.key.backwards', field: 'until' }
  const spans = await store.spansOf(ctx.sql, one.organisationId)
  if (until === null && spans.some((span) => span.until === null))
    return { code: 'registry.key.standsThere', field: 'since' }
  const other = spans.find((span) => (span.until ?? '9999') > day && (until ?? '9999') > span.since)
  if (other) return overlapping(ctx, other)
  const { organisationId, document, isSample } = one
  const span = { id: ctx.newId(), since: day, until, document, untilDocument }
  const by = ctx.caller.personName ?? ''
  await store.insertSpan(ctx.sql, { ...span, organisationId, isSample, by }, ctx.now)
  await store.keepKey(ctx.sql, one.organisationId, ctx.now)
  return null
}

function overlapping(ctx: Ctx, { since, until }: store.Span): Refusal {
  const values = { since, until: until ?? ctx.t('registry.roster.tillNow') }
  return { code: 'registry.key.overlaps', field: 'since', values }
}

/** Takes the firm off the roster from a day on; answers why not. */
async function leave(ctx: Ctx, { day, ...one }: Change): Promise<Refusal | null> {
  if (day > dayIn(ctx.now, regionZone)) return { code: 'registry.key.ahead', field: 'since' }
  const open = (await store.spansOf(ctx.sql, one.organisationId)).find(({ until }) => until === null)
  if (!open) return { code: 'registry.key.notThere', field: 'since' }
  if (day < open.since) return { code: 'registry.key.backwards', field: 'since' }
  if (day === open.since) {
    // Entered by mistake: it stood there on no day.
    await store.removeSpan(ctx.sql, open.id)
    await store.keepKey(ctx.sql, one.organisationId, ctx.now)
    return null
  }
  const end = { until: day, document: one.document, by: ctx.caller.personName ?? '' }
  await store.endSpan(ctx.sql, open.id, end, ctx.now)
  await store.keepKey(ctx.sql, one.organisationId, ctx.now)
  return null
}

/** A line is one entry: known by the firm and its first day; one with a last day ends it. */
async function importSpan(ctx: Ctx, row: ImportRow): Promise<ImportOutcome> {
  const { cells } = row
  const { keySince: since = '', keyUntil: until = '' } = cells
  const firm = await organisationByCredit(ctx.sql, (cells.creditCode ?? '').toUpperCase())
  if (!firm) row.bad('creditCode', 'registry.roster.unknownFirm')
  else if (firm.kind !== 'enterprise') row.bad('creditCode', 'fault.registry.key.firmsOnly')
  else if (!mayMarkKey(ctx.caller, firm)) row.bad('creditCode', 'registry.roster.elsewhere')
  else if (cells.name && cells.name !== firm.name) row.warn('name', 'registry.roster.otherName')
  if (!isDay(since)) row.bad('keySince', 'rule.date')
  if (until !== '' && !isDay(until)) row.bad('keyUntil', 'rule.date')
  else if (until !== '' && until <= since) row.bad('keyUntil', 'fault.registry.key.backwards')
  checkLengths(row, { keyDocument: documentMax, untilDocument: documentMax })
  if (!firm || !row.isSound()) return 'same'
  const about = { organisationId: firm.id, isSample: false }
  return elevated(ctx.sql, ctx.caller, async () => {
    const known = (await store.spansOf(ctx.sql, firm.id)).find((one) => one.since === since)
    if (known && (known.until ?? '') === until) return 'same'
    if (known && known.until !== null) {
      row.bad('keyUntil', 'registry.roster.ended')
      return 'same'
    }
    const { keyDocument: document = '', untilDocument = '' } = cells
    const refusal = known
      ? await leave(ctx, { ...about, day: until, document: untilDocument })
      : await enter(ctx, { ...about, day: since, document, until: until || null, untilDocument })
    if (refusal) {
      const column = known || refusal.field === 'until' ? 'keyUntil' : 'keySince'
      row.bad(column, `fault.${refusal.code}`, refusal.values)
    }
    return known ? 'changed' : 'new'
  })
}

/** A day as a sheet writes it. */
export function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}
