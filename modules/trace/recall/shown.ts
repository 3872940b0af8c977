import type { Figure } from '@ronghe/kit/contract'
import type { Ctx } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import type { Recall, RecallLine } from './contract.ts'
import { stepOf } from './steps.ts'
import type { CountRow } from './store/items.ts'
import type { RecallRow } from './store/recalls.ts'

/** Names of organisations in the reader's language, each asked for once. */
export async function organisationNames(
  ctx: Ctx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  for (const organisationId of new Set(ids)) {
    const found = await ctx.read(registry).organisation({ params: { organisationId } })
    names.set(organisationId, ctx.caller.locale === 'zh' ? found.name : (found.nameEn ?? found.name))
  }
  return names
}

export function lineOf(row: RecallRow, counts: CountRow, locale: 'zh' | 'en'): RecallLine {
  const organisationName = nameOf(row, locale)
  return {
    ...{ id: row.id, number: row.number, title: row.title, organisationId: row.organisationId },
    ...{ organisationName, hazard: hazardOf(row.hazard), isDrill: row.isDrill, isSample: row.isSample },
    ...{ state: row.state, step: stepOf(row.state, counts), items: counts.items },
    accounted: counts.items - counts.open,
    openedAt: row.openedAt.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    demandedByName: row.demandedByName,
  }
}

export function nameOf(row: RecallRow, locale: 'zh' | 'en'): string {
  return locale === 'zh' ? row.organisationName : (row.organisationNameEn ?? row.organisationName)
}

export function hazardOf(hazard: number): '1' | '2' | '3' {
  return hazard === 1 ? '1' : hazard === 2 ? '2' : '3'
}

export function wholeOf(
  row: RecallRow,
  counts: CountRow,
  part: Recall['part'],
  ctx: Pick<Ctx, 'caller' | 'now'>,
): Recall {
  const { reason, instructions, publicText, finding, openedBy, scopeHash, conclusion, version } = row
  return {
    ...lineOf(row, counts, ctx.caller.locale),
    ...{ reason, instructions, publicText, finding, openedBy, scopeHash, conclusion, version, part },
    frozenAt: row.frozenAt?.toISOString() ?? null,
    notifiedAt: row.notifiedAt?.toISOString() ?? null,
    timing: timingOf(row, counts),
    figures: figuresOf(row, counts, ctx.now),
  }
}

function timingOf(row: RecallRow, counts: CountRow): Recall['timing'] {
  const since = (at: Date | null) => (at ? (at.getTime() - row.openedAt.getTime()) / 1000 : null)
  const isAnswered = row.notifiedAt !== null && counts.answered === counts.parties
  return {
    frozen: since(row.frozenAt),
    notified: since(row.notifiedAt),
    answered: isAnswered ? since(counts.answeredAt ?? row.notifiedAt) : null,
    closed: since(row.closedAt),
  }
}

/** Effectiveness: each figure opens to the rows that make it. */
function figuresOf(row: RecallRow, counts: CountRow, now: Date): Recall['figures'] {
  const at = now.toISOString()
  const proof = (query: string) => `/trace/recalls/${row.id}?${query}`
  const share = (part: number, whole: number, basis: Figure['basis'], query: string): Figure => ({
    ...{ unit: 'P1', at, basis, proof: proof(query), numerator: part, denominator: whole },
    value: whole > 0 ? (100 * part) / whole : null,
    ...(whole > 0 ? {} : { reason: 'trace.reason.noItems' }),
  })
  const recovered = counts.returned + counts.destroyed
  return {
    affected: {
      ...{ value: counts.affected, unit: 'C62', at, basis: 'evidenced' },
      proof: proof('tab=items&how=affected'),
    },
    located: share(counts.located, counts.items, 'evidenced', 'tab=items'),
    answered: share(counts.answered, counts.parties, 'declared', 'tab=parties'),
    accounted: share(counts.items - counts.open, counts.items, 'declared', 'tab=items&state=open'),
    recovered: share(recovered, counts.items, 'declared', 'tab=items&state=destroyed'),
  }
}
