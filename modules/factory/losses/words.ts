import type { Ctx } from '@ronghe/kit/module'
import { nearest, type StopRules } from '../reasons/stop-rules.ts'
import { catalogueOf, type Placed, placed } from '../reasons/tree.ts'
import { effectiveTree, reasonNamer } from '../reasons/words.ts'
import { unitChain } from '../store/calendar.ts'
import { stopRulesOf } from '../store/stop-rules.ts'
import type { StopWords } from './stops.ts'

type Asking = Pick<Ctx, 'sql' | 't' | 'caller'> & { house: Pick<Ctx['house'], 'translate'> }
type Machine = { id: string; organisationId: string; unitId: string }

/** The firm's words about stops. */
export type FirmWords = {
  catalogue: StopWords['catalogue']
  reasonOf: ReadonlyMap<string, Placed>
  nameOf: (reason: string | null) => string
}

/** Words of firms and rules of machines, each read once however many machines ask. */
export function wordsOf(ctx: Asking) {
  const firms = new Map<string, Promise<FirmWords>>()
  const chains = new Map<string, Promise<string[]>>()

  async function read(organisationId: string): Promise<FirmWords> {
    const { reasons } = await effectiveTree(ctx, organisationId)
    const reasonOf = new Map(placed(reasons).map((one) => [one.code, one]))
    return { catalogue: catalogueOf(reasons), reasonOf, nameOf: reasonNamer(ctx, reasons) }
  }

  function firm(organisationId: string): Promise<FirmWords> {
    const known = firms.get(organisationId) ?? read(organisationId)
    firms.set(organisationId, known)
    return known
  }

  async function rules(machine: Machine): Promise<StopRules> {
    const reading = chains.get(machine.unitId) ?? unitChain(ctx.sql, machine.unitId)
    chains.set(machine.unitId, reading)
    const chain = await reading
    return nearest(await stopRulesOf(ctx.sql, machine.id, chain), machine.id, chain)
  }

  return {
    firm,
    rules,
    async machine(machine: Machine): Promise<StopWords & { rules: StopRules }> {
      return { catalogue: (await firm(machine.organisationId)).catalogue, rules: await rules(machine) }
    },
  }
}
