import type { Happened } from '@ronghe/factory/contract'
import { factory } from '@ronghe/factory/contract'
import type { Ctx } from '@ronghe/kit/module'
import type { RuleSays } from './contract.ts'
import { type Begun, type Part, shiftPart } from './map.ts'

/** What a rule works off: parts, or states that began, as far as the machine is known. */
export type Found = { until: string; parts: Part[]; states: Begun[] }

const ranks = ['critical', 'high', 'medium', 'low'] as const
/** Questions for the parts of one shift; a shift with more parts than they bring is told as it is. */
const asksMax = 100

/** What the machine did in a time that begins something by the rule, oldest first. */
export async function happenedIn(
  ctx: Ctx,
  says: RuleSays,
  { from, to, measures = true }: { from: string; to: string; measures?: boolean },
): Promise<Found> {
  const { starts } = says
  if (!starts) {
    const made = await partsOf(ctx, says, { from, to, measures })
    return { until: made.until, parts: await judged(ctx, says, made.parts), states: [] }
  }
  const found = await happened(ctx, says, from, to)
  if (starts.on === 'state') return { until: found.until, parts: [], states: found.states }
  const parts: Part[] = []
  for (const shift of found.shifts) {
    const made = await allParts(ctx, says, shift.startsAt, shift.endsAt, measures)
    parts.push(shiftPart(shift, await judged(ctx, says, made), says.checks))
  }
  return { until: found.until, parts, states: [] }
}

function happened(ctx: Ctx, { equipmentId }: RuleSays, from: string, to: string): Promise<Happened> {
  return ctx.read(factory).happened({ params: { equipmentId: equipmentId ?? '' }, query: { from, to } })
}

function partsOf(
  ctx: Ctx,
  says: RuleSays,
  { from, to, measures }: { from: string; to: string; measures: boolean },
) {
  return ctx.read(factory).partsMade({
    params: { equipmentId: says.equipmentId ?? '' },
    query: { from, to, ...(measures ? { tag: says.checks.map(({ tagId }) => tagId) } : {}) },
  })
}

async function allParts(
  ctx: Ctx,
  says: RuleSays,
  from: string,
  to: string,
  measures: boolean,
): Promise<Part[]> {
  const parts: Part[] = []
  let begin = from
  for (let asks = 0; asks < asksMax; asks += 1) {
    const made = await partsOf(ctx, says, { from: begin, to, measures })
    parts.push(...made.parts)
    if (made.until === begin || Date.parse(made.until) >= Date.parse(to)) break
    begin = made.until
  }
  return parts
}

/** Parts with the alarms that were active while they were made. */
async function judged(ctx: Ctx, says: RuleSays, parts: readonly Part[]): Promise<Part[]> {
  const [first, last] = [parts[0], parts.at(-1)]
  if (says.alarmsFail === undefined || !first || !last) return [...parts]
  const alarms = await alarmsIn(ctx, says, first.startsAt, last.at)
  return parts.map((part) => ({ ...part, alarms: during(alarms, part.startsAt, part.at) }))
}

export type Alarm = Happened['alarms'][number]

/** Alarms that fail what was made meanwhile. */
export async function alarmsIn(ctx: Ctx, says: RuleSays, from: string, to: string): Promise<Alarm[]> {
  const gravest = ranks.indexOf(says.alarmsFail ?? 'critical')
  const { alarms } = await happened(ctx, says, from, new Date(Date.parse(to) + 1).toISOString())
  return alarms.filter(({ priority }) => ranks.indexOf(priority) <= gravest)
}

/** Codes and names of alarms that were active between two moments. */
export function during(alarms: readonly Alarm[], from: string, to: string): string[] {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  return alarms
    .filter(({ startsAt, endsAt }) => Date.parse(startsAt) < toMs && (!endsAt || Date.parse(endsAt) > fromMs))
    .map(({ alarmCode, name }) => `${alarmCode} ${name}`)
}
