import type { Caller } from '../auth/index.ts'
import { holds, isKnown } from '../auth/index.ts'
import { emitEvent, noticeEvent } from '../bus/index.ts'
import type { Contract, Route } from '../contract/index.ts'
import { appendAudit } from '../db/audit.ts'
import type { Sql } from '../db/index.ts'
import { Fault } from '../errors/index.ts'
import type { Ctx, House, Module, Reader } from '../module/index.ts'

export type Upload = () => Promise<{ name: string; mediaType: string; content: Buffer }>

/** What one request brings besides the house. */
export type Asking = { caller: Caller; requestId: string; upload?: Upload }

/** Everything a service function needs, bound to one transaction. */
export function contextOf(
  house: House,
  modules: ReadonlyMap<string, Module>,
  asking: Asking,
  sql: Sql,
  moduleName: string,
): Ctx {
  const { caller, requestId } = asking
  const now = house.clock.now()
  return {
    caller,
    sql,
    house,
    requestId,
    now,
    log: house.log.child({ requestId }),
    newId: () => house.clock.newId(),
    t: (key, values) => house.translate(caller.locale, key, values),
    read: (contract) => readerOf(contract, house, modules, asking, sql),
    async emit(event, payload) {
      const owner = modules.get(moduleName)
      if (owner && !(event in owner.contract.events)) throw new Error(`${moduleName} has no event ${event}`)
      await emitEvent(sql, `${moduleName}.${event}`, payload, now, requestId)
    },
    audit: (entry) => appendAudit(sql, caller, entry, now, requestId),
    notify: (notice) => emitEvent(sql, noticeEvent, notice, now, requestId),
    upload:
      asking.upload ??
      (() => Promise.reject(new Fault('kit.input.invalid', {}, [{ field: 'file', rule: 'rule.required' }]))),
  }
}

/** In-process calls of a neighbour's routes: same caller, same transaction, same permission checks. */
function readerOf<C extends Contract>(
  contract: C,
  house: House,
  modules: ReadonlyMap<string, Module>,
  asking: Asking,
  sql: Sql,
): Reader<C> {
  const owner = modules.get(contract.module)
  if (!owner) throw new Error(`module ${contract.module} is not part of this program`)
  const calls: Record<string, unknown> = {}
  for (const [name, route] of Object.entries(contract.routes)) {
    calls[name] = (input: object) => {
      if (route.method !== 'GET' && !route.reads)
        throw new Error(`${contract.module}.${name} writes; send an event instead`)
      mustHold(asking.caller, route)
      const ctx = contextOf(house, modules, asking, sql, contract.module)
      return owner.service[name]?.(ctx, { params: {}, query: {}, body: undefined, ...input } as never)
    }
  }
  return calls as Reader<C>
}

/** Throws 401 to a stranger and 403 to a person without the permission. */
export function mustHold(caller: Caller, route: Route): void {
  if (holds(caller, route.may)) return
  throw new Fault(isKnown(caller) ? 'kit.forbidden' : 'kit.signIn.required')
}
