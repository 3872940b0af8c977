import type { Sql } from '@ronghe/kit/db'
import type { AccessRule } from './contract.ts'
import { rulesOf } from './store/partners.ts'

export type AudienceOf = AccessRule['audienceOf']
type Hidden = AccessRule['hidden'][number]

/** Without a word of the owner: what is trade between others stays between them. */
export const defaults: Readonly<Record<AudienceOf, readonly Hidden[]>> = {
  public: [
    ...['inputs', 'quantities', 'bizTransactionList', 'sourceList', 'destinationList'],
    ...['sensorElementList', 'extensions'],
  ] as Hidden[],
  partner: [
    'inputs',
    'bizTransactionList',
    'sourceList',
    'destinationList',
    'sensorElementList',
    'extensions',
  ],
  authority: [],
}

/** What an owner hides from an audience. */
export async function hiddenFrom(sql: Sql, owner: string, audience: AudienceOf): Promise<readonly string[]> {
  const rules = await rulesOf(sql, owner)
  return rules.find((one) => one.audience === audience)?.hidden ?? defaults[audience]
}
