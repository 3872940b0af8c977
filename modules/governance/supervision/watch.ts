import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { startRounds } from '@ronghe/kit/rounds'
import { calendarOf, keepLights, noteAct, tellDepartment, tellSupervisor, today } from './acts.ts'
import type { PartRow } from './rows.ts'
import * as store from './store/items.ts'
import * as trail from './store/trail.ts'

const everyMs = 60_000

/** Looks at the lights now and then: urges what turned yellow or red, and escalates what stays red. */
export function startWatching(house: House): () => Promise<void> {
  return startRounds(house.log, {
    everyMs,
    failed: 'supervision',
    isAtOnce: true,
    round: () => watchLights(house),
  })
}

/** One look at all running parts. */
export function watchLights(house: House): Promise<void> {
  return house.act(systemCaller, async (ctx) => {
    const parts = await store.runningParts(ctx.sql)
    for (const part of await keepLights(ctx, parts)) {
      if (part.light === 'green') continue
      const item = await store.itemById(ctx.sql, part.itemId)
      if (!item) continue
      await tellDepartment(ctx, item, part, `governance.notice.${part.light}`, { day: part.dueOn })
      if (part.light === 'red')
        await tellSupervisor(ctx, item, 'governance.supervise', 'governance.notice.turnedRed', {
          department: part.nameZh,
        })
    }
    await escalate(ctx, await store.runningParts(ctx.sql))
  })
}

/** Once for each time a part is red for longer than the rules allow, its leaders are told. */
async function escalate(ctx: Ctx, parts: readonly PartRow[]): Promise<void> {
  const [{ escalateDays }, calendar] = [await trail.rulesOf(ctx.sql), await calendarOf(ctx)]
  for (const part of parts) {
    if (part.light !== 'red' || part.redSince === null || part.isEscalated) continue
    const days = calendar.between(part.redSince, today(ctx))
    if (days < escalateDays) continue
    const item = await store.itemById(ctx.sql, part.itemId)
    if (!item) continue
    await trail.setEscalated(ctx.sql, part)
    await noteAct(ctx, item, { action: 'escalate', departmentCode: part.departmentCode })
    const blanks = { department: part.nameZh, days: String(days) }
    await tellSupervisor(ctx, item, 'governance.approve', 'governance.notice.escalated', blanks)
  }
}
