import type { Value } from '@ronghe/alarm'
import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { type AlarmBody, priorities } from '../contract/alarm-shapes.ts'
import { conditionText } from '../states/condition-text.ts'
import { insertDefinition } from '../store/alarm-definitions.ts'
import { undefinedConditions } from '../store/conditions.ts'

/** Definitions made in one round; the rest follow in the next. */
const definedMax = 200
/** A condition that was active before its definition was made counts from so far back. */
const countsFromMs = 86_400_000

/** The words by which an edge says how grave a condition is. */
const words = priorities.map((priority) => priority.toUpperCase())

/**
 * Every condition that a controller tells of by itself (OPC 10000-9) becomes an alarm of its machine, which
 * people may change or retire like one of their own.
 */
export async function defineConditions(house: House): Promise<void> {
  await house.act(systemCaller, async ({ sql, newId, now }) => {
    for (const { organisationId, equipmentId, signal, code } of await undefinedConditions(sql, definedMax)) {
      const made = { id: newId(), organisationId, code, body: bodyOfCondition(signal, equipmentId) }
      const countsFrom = new Date(now.getTime() - countsFromMs)
      const by = { note: null, personId: null, personName: null }
      await insertDefinition(sql, { ...made, ...by, countsFrom, isSample: false }, now)
    }
  })
}

/** `Alarms/<source>/<condition>`: announced while it is active, and quiet while its controller shelves it. */
export function bodyOfCondition(signal: string, equipmentId: string): AlarmBody {
  const name = signal.split('/').slice(1).join(' ')
  return {
    name,
    nameEn: name,
    kind: 'reported',
    signal,
    values: words.join(', '),
    priority: 'medium',
    mustAcknowledge: true,
    latches: false,
    suppressWhen: conditionText({ tag: `${signal}/shelved`, op: '=', value: 1 }),
    equipmentIds: [equipmentId],
  }
}

/** How grave the controller says it is, where it does; otherwise what people set. */
export function saidPriority(body: AlarmBody, value: Value | null): AlarmBody['priority'] {
  const at = body.kind === 'reported' && typeof value === 'string' ? words.indexOf(value) : -1
  return priorities[at] ?? body.priority
}
