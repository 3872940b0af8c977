import { type Caller, systemCaller } from '@ronghe/kit/auth'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, House } from '@ronghe/kit/module'
import { hiddenFrom } from '../access/rules.ts'
import { findPartner, maySee, seeAs } from '../access/store/partners.ts'
import { type Code, codeOf, gather } from '../consumer/gather.ts'
import { prefixedDigits } from '../master/key.ts'
import { prefixOwner } from '../master/store/prefixes.ts'
import { meaningOf } from '../story.ts'
import type { PassportAudience } from './contract.ts'
import type { PassportFacts } from './shell.ts'
import { footprintOf } from './store.ts'

/** The least first: whoever sees more may ask to be shown what others see. */
export const order: readonly PassportAudience[] = ['public', 'partner', 'authority', 'own']
const papersOf = {
  public: ['public'],
  partner: ['public', 'partner'],
  authority: ['public', 'partner'],
  own: ['public', 'partner', 'own'],
} as const

/** A product, lot or item whose number has an owner here; a code of nobody has no passport. */
export async function passportCode(house: House, id: string): Promise<{ code: Code; owner: string } | null> {
  const key = meaningOf(id).id
  const code = key.startsWith('https://id.gs1.org/') ? codeOf(key.slice('https://id.gs1.org'.length)) : null
  if (!code) return null
  const digits = prefixedDigits(key) ?? ''
  const owner = await house.db.transaction(systemCaller, (sql) => prefixOwner(sql, digits))
  return owner === null ? null : { code, owner }
}

/** As whom somebody who signed in sees what an organisation has. */
export async function audienceOf(ctx: Ctx, owner: string): Promise<PassportAudience> {
  const { organisationId, reach } = ctx.caller
  if (reach !== 'own') return (await maySee(ctx.sql, owner)) ? 'authority' : 'public'
  if (organisationId === owner) return 'own'
  if (organisationId === null) return 'public'
  const partner = await findPartner(ctx.sql, owner, organisationId)
  return partner?.state === 'granted' ? 'partner' : 'public'
}

/** No more than may be seen, and no more than was asked for. */
export async function seenAs(ctx: Ctx, owner: string, asked: PassportAudience | undefined) {
  const may = await audienceOf(ctx, owner)
  if (asked === undefined) return may
  if (order.indexOf(asked) > order.indexOf(may)) throw new Fault('trace.passport.audience')
  return asked
}

/** What an audience is told of a code; null where there is nothing to tell. */
export async function factsFor(
  house: House,
  { code, owner }: { code: Code; owner: string },
  audience: PassportAudience,
  base: string,
): Promise<PassportFacts | null> {
  const caller: Caller = { ...systemCaller, reach: 'own', organisationId: owner }
  return house.db.transaction(caller, async (sql) => {
    const hidden = audience === 'own' ? [] : await hiddenFrom(sql, owner, audience)
    const footprint = await footprintOf(sql, owner, `https://id.gs1.org${code.root}`)
    await seeAs(sql, hidden)
    const told = await gather(sql, code, owner, papersOf[audience])
    if (!told.product && told.steps.length === 0) return null
    const changes = [
      ...[told.steps.at(-1)?.at, told.product?.changedAt, told.maker?.changedAt, footprint?.changedAt],
      ...told.papers.map(({ addedAt }) => addedAt),
    ]
    const updatedAt = new Date(Math.max(...changes.map((one) => one?.getTime() ?? 0)))
    return { code, told, footprint, base, updatedAt }
  })
}

export function baseOf({ config: { PUBLIC_URL, HOST, PORT } }: House): string {
  return (PUBLIC_URL || `http://${HOST}:${PORT}`).replace(/\/$/, '')
}
