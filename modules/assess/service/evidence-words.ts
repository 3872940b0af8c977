import type { EvidenceRow } from '@ronghe/kit/contract'
import type { Ctx } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import { partsProved } from '../form/evidence-answer.ts'

const severalProcesses = 'registry.systems.processes'

/** Rows of evidence as a person reads them: `words` says of label and facts what the codes mean. */
export type SaidRow = EvidenceRow & { words: Record<string, string> }

/** The rows stay as they were kept and hashed; beside each stand words in the reader's language. */
export async function saidRows(ctx: Ctx, rows: readonly EvidenceRow[]): Promise<SaidRow[]> {
  const divisions = await divisionsIn(ctx, rows)
  return rows.map((row) => {
    const words: Record<string, string> = {}
    if (row.kind === 'trace.bizStep') add(words, 'label', stepWord(ctx, row.label))
    const { verification, regionCode, state } = row.facts
    if (typeof state === 'string') add(words, 'state', wordOf(ctx, `trace.value.partnerState.${state}`))
    const { stepStatus, sizeClass } = row.facts
    if (typeof stepStatus === 'string')
      add(words, 'stepStatus', wordOf(ctx, `assess.value.status.${stepStatus}`))
    if (typeof sizeClass === 'string')
      add(words, 'sizeClass', wordOf(ctx, `registry.value.sizeClass.${sizeClass}`))
    if (row.kind.startsWith('registry.system')) addSystemWords(ctx, words, row.facts)
    if (typeof verification === 'string')
      add(words, 'verification', wordOf(ctx, `registry.value.verification.${verification}`))
    if (typeof regionCode === 'string') add(words, 'regionCode', divisions.get(regionCode) ?? null)
    return { ...row, words }
  })
}

function add(words: Record<string, string>, key: string, word: string | null): void {
  if (word !== null) words[key] = word
}

/** What the ledger of systems keeps as codes. */
function addSystemWords(ctx: Ctx, words: Record<string, string>, facts: EvidenceRow['facts']): void {
  for (const key of ['status', 'coverageOf', 'exchanged'])
    if (typeof facts[key] === 'string') add(words, key, wordOf(ctx, `registry.value.${key}.${facts[key]}`))
  if (typeof facts.processes !== 'string') return
  words.processes = wordsProved(ctx, severalProcesses, facts.processes.split(' '))
}

/** What is proved in words of the reader: several with how far each reaches; null where it says itself. */
export function saidValue(ctx: Ctx, { query, value }: { query: string; value: string | null }) {
  if (value === 'yes' || value === 'no') return ctx.t(`assess.${value}`)
  if (value !== null && query === 'registry.sizeClass')
    return wordOf(ctx, `registry.value.sizeClass.${value}`)
  if (value === null || query !== severalProcesses) return null
  const said = [...partsProved(value)].map(([word, reach]) => {
    return `${wordsProved(ctx, query, [word])} ${reach}%`
  })
  return said.join(splitOf(ctx))
}

/** Words that evidence proves, as the reader says them. */
export function wordsProved(ctx: Ctx, query: string, words: readonly string[]): string {
  const said = words.map((word) => {
    return query === severalProcesses ? (wordOf(ctx, `registry.value.processes.${word}`) ?? word) : word
  })
  return said.join(splitOf(ctx))
}

function splitOf(ctx: Ctx): string {
  return ctx.caller.locale === 'zh' ? '、' : ', '
}

/** A word of the house; null where it has none, as for a step of a vocabulary of somebody's own. */
function wordOf(ctx: Ctx, key: string): string | null {
  const word = ctx.t(key)
  return word === key ? null : word
}

/** `BizStep-arriving` of CBV 2.0 by the word that the pages of trace have for it. */
function stepWord(ctx: Ctx, label: string): string | null {
  return wordOf(ctx, `trace.bizStep.${label.replace(/^BizStep-/, '')}`)
}

async function divisionsIn(ctx: Ctx, rows: readonly EvidenceRow[]): Promise<Map<string, string>> {
  if (!rows.some(({ facts }) => 'regionCode' in facts)) return new Map()
  const regions = (await ctx.read(registry).regions({})).rows
  const { locale } = ctx.caller
  return new Map(regions.map(({ code, nameZh, nameEn }) => [code, locale === 'zh' ? nameZh : nameEn]))
}
