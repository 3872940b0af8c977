import { systemCaller } from '@ronghe/kit/auth'
import { appendAudit, type Sql } from '@ronghe/kit/db'
import { creditCodeIsSound } from '../credit-code.ts'
import * as organisations from '../store/organisations.ts'
import { emailIsKnown } from '../store/people.ts'
import { addPassword } from './people.ts'

export type FirstAdministrator = {
  email: string
  name: string
  password: string
  /** The government body that runs the platform; it is made when its credit code is not known yet. */
  organisation: string
  creditCode: string
  regionCode: string
}

/** What stands against it: a wrong check digit, an e-mail that is taken, a body that is no government's. */
export type AdministratorRefusal = 'creditCode' | 'email' | 'kind'

/**
 * Makes a platform administrator from outside, for a platform that has none; in one transaction of the
 * program's own. Answers null when it is done.
 */
export async function makeAdministrator(
  sql: Sql,
  one: FirstAdministrator,
  { now, newId }: { now: Date; newId: () => string },
): Promise<AdministratorRefusal | null> {
  if (!creditCodeIsSound(one.creditCode)) return 'creditCode'
  if (await emailIsKnown(sql, one.email.toLowerCase())) return 'email'
  const known = await organisations.organisationByCredit(sql, one.creditCode)
  if (known && known.kind !== 'government') return 'kind'
  const organisationId = known?.id ?? newId()
  if (!known) await organisations.insertOrganisation(sql, bodyOf(one, organisationId), now)
  const personId = await addPassword({ sql, now, newId, caller: systemCaller }, one)
  await organisations.addMembership(sql, organisationId, personId, 'platformAdministrator', now)
  const entry = {
    action: 'registry.administrator.made',
    subject: 'person',
    subjectId: personId,
    organisationId,
  }
  await appendAudit(sql, systemCaller, { ...entry, after: { email: one.email } }, now, newId())
  return null
}

function bodyOf({ organisation, creditCode, regionCode }: FirstAdministrator, id: string) {
  const unknown = {
    ...{ nameEn: null, tradeCode: null, sizeClass: null, employees: null, revenueFen: null, address: null },
    ...{ contactName: null, contactPhone: null, contactEmail: null, website: null },
  }
  const sound = { creditCode, creditCodeSound: true, isSample: false }
  const code = creditCode.toLowerCase()
  return { ...unknown, ...sound, id, code, kind: 'government', name: organisation, regionCode }
}
