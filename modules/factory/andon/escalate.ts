import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { startRounds } from '@ronghe/kit/rounds'
import { type CallRow, keepLevel, type Level, levelsOf, unansweredCalls } from '../store/andon.ts'

const roundMs = 10_000
const callsMax = 200

/** Where a firm set nothing: operators at once, engineers after five minutes, then those who lead. */
export const usualLevels: readonly Level[] = [
  { afterMinutes: 0, may: 'factory.operate' },
  { afterMinutes: 5, may: 'factory.write' },
  { afterMinutes: 15, may: 'registry.member.write' },
]

/** Pure: how many levels are to have been told by now. */
export function dueLevel(levels: readonly Level[], calledAt: Date, now: Date): number {
  const minutes = (now.getTime() - calledAt.getTime()) / 60_000
  return levels.filter((one) => one.afterMinutes <= minutes).length
}

/** Tells the levels that are due; each once, whoever runs it and however often it is killed. */
export async function escalate(ctx: Ctx): Promise<number> {
  let told = 0
  for (const call of await unansweredCalls(ctx.sql, callsMax)) {
    const own = await levelsOf(ctx.sql, call.organisationId)
    const levels = own.length > 0 ? own : usualLevels
    const due = dueLevel(levels, call.calledAt, ctx.now)
    if (due <= call.level) continue
    for (const level of levels.slice(call.level, due)) await tell(ctx, call, level)
    await keepLevel(ctx.sql, call.id, due, ctx.now)
    told += due - call.level
    publish(ctx, call)
  }
  return told
}

async function tell(ctx: Ctx, call: CallRow, { may }: Level): Promise<void> {
  await ctx.notify({
    to: { organisationId: call.organisationId, may },
    word: `factory.notice.andon.${call.kind}`,
    blanks: {
      place: call.equipmentName ?? call.unitName,
      person: call.calledName ?? '',
      note: call.note ?? '',
    },
    link: '/factory/andon',
  })
}

/** Pages that show the board ask again. */
export function publish(ctx: Ctx, call: Pick<CallRow, 'id' | 'organisationId'>): void {
  const topic = { name: 'factory.andon', may: 'factory.read', organisationId: call.organisationId }
  ctx.house.publish(topic, { callId: call.id })
}

/** Follows the calls; the answer stops it. */
export function startEscalating(house: House): () => Promise<void> {
  return startRounds(house.log, {
    everyMs: roundMs,
    failed: 'andon not escalated',
    round: () => house.act(systemCaller, escalate),
  })
}
