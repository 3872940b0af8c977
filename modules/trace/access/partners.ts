import { type Caller, holds, systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Binding } from '../binding/asking.ts'
import { mountCollections } from '../binding/collections.ts'
import { mountEvents } from '../binding/events.ts'
import { Problem } from '../binding/problem.ts'
import { hiddenFrom } from './rules.ts'
import { findPartner, maySee, seeAs } from './store/partners.ts'

/**
 * The events of an organisation for its partners and for the authority of its region, by the same binding
 * below `/epcis/partners/{organisation}`. Whatever is asked, the question runs on what the audience may see.
 */
export async function mountPartners(scope: FastifyInstance, { house, whoAsks }: Binding): Promise<void> {
  const hiddenOf = new WeakMap<Caller, readonly string[]>()
  const db: House['db'] = {
    ...house.db,
    transaction: (caller, work) =>
      house.db.transaction(caller, async (sql) => {
        const hidden = hiddenOf.get(caller)
        if (!hidden) throw new Problem('Forbidden')
        await seeAs(sql, hidden)
        return work(sql)
      }),
  }
  const asPartner = async (request: FastifyRequest): Promise<Caller> => {
    const caller = await whoAsks(request)
    if (!holds(caller, 'trace.read')) return caller
    const { owner } = request.params as { owner: string }
    const audience = await audienceOf(house, caller, owner)
    const hidden = await house.db.transaction(systemCaller, (sql) => hiddenFrom(sql, owner, audience))
    const bounded: Caller = {
      ...caller,
      organisationId: owner,
      reach: 'own',
      permissions: new Set(['trace.read']),
    }
    hiddenOf.set(bounded, hidden)
    return bounded
  }
  const binding = { house: { ...house, db }, whoAsks: asPartner }
  await scope.register(
    async (inner) => {
      mountEvents(inner, binding)
      mountCollections(inner, binding)
    },
    { prefix: '/partners/:owner' },
  )
}

/** A partner that was granted, or an authority whose region the owner lies in; nobody else is told more. */
async function audienceOf(house: House, caller: Caller, owner: string): Promise<'partner' | 'authority'> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(owner)) throw new Problem('Forbidden')
  const { organisationId, reach } = caller
  if (reach !== 'own') {
    if (await house.db.transaction(caller, (sql) => maySee(sql, owner))) return 'authority'
    throw new Problem('Forbidden')
  }
  if (organisationId === null) throw new Problem('Forbidden')
  const row = await house.db.transaction(systemCaller, (sql) => findPartner(sql, owner, organisationId))
  if (row?.state !== 'granted') throw new Problem('Forbidden')
  return 'partner'
}
