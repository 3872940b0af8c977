import { createHash } from 'node:crypto'
import { machineEvidence } from '@ronghe/factory/contract'
import type { Evidence, EvidenceRow } from '@ronghe/kit/contract'
import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { canonicalJson } from '@ronghe/scoring'
import type { governance } from '../contract.ts'
import { applicationAt } from './acts.ts'
import { entryKinds } from './entries.ts'
import type { EntryKey } from './rows.ts'
import * as store from './store/entry-evidence.ts'

const secondsPerHour = 3600

type Rows = readonly EvidenceRow[]
type Made = { query: string; of: (rows: Rows, version: number) => string | null }

/** What an entry is made of: the evidence of machines, and what its rows amount to. */
const made: Partial<Record<EntryKey, Made>> = {
  machines: { query: 'factory.describedEquipment', of: (rows) => String(rows.length) },
  machinesDescribed: { query: 'factory.describedEquipment', of: (rows) => counted(rows, 'described') },
  machinesConnected: { query: 'factory.networkedEquipment', of: (rows) => counted(rows, 'networked') },
  keyProcessControl: { query: 'factory.keyProcessControl', of: byRule('factory.keyProcessControl') },
  oee: { query: 'factory.oee', of: byRule('factory.oee') },
  productionHours: { query: 'factory.goodParts', of: hoursIn },
}

function counted(rows: Rows, fact: string): string {
  return String(rows.filter(({ facts }) => facts[fact] === true).length)
}

function byRule(query: string): Made['of'] {
  return (rows, version) => machineEvidence(query, version, rows)?.value ?? null
}

/** Hours of production with one digit. */
function hoursIn(rows: Rows): string {
  const seconds = rows.reduce((sum, { facts }) => sum + Number(facts.productionSeconds ?? 0), 0)
  const tenths = Math.round((10 * seconds) / secondsPerHour)
  return `${Math.floor(tenths / 10)}.${tenths % 10}`
}

/** The value of an entry with the rows that make it; null for an entry of another room. */
export function entryEvidence(key: EntryKey, all: readonly Evidence[]) {
  const rule = made[key]
  if (!rule) return null
  const one = all.find(({ query }) => query === rule.query)
  const [rows, version] = [one?.rows ?? [], one?.version ?? 1]
  return { query: rule.query, version, inputs: canonicalJson(rows), value: rule.of(rows, version) }
}

export type KeptEntry = {
  key: EntryKey
  query: string
  version: number
  inputs: string
  value: string | null
}

/** Keeps the rows beside the entries of an application, in place of those that stood there. */
export async function keepEvidence(
  ctx: Ctx,
  application: { id: string; organisationId: string },
  entries: readonly { key: EntryKey; at: Date; kept: Omit<KeptEntry, 'key'> | null }[],
): Promise<void> {
  for (const { key, at, kept } of entries) {
    if (kept === null) continue
    const about = {
      ...kept,
      key,
      at,
      applicationId: application.id,
      organisationId: application.organisationId,
    }
    await store.keepEntryEvidence(ctx.sql, { ...about, hash: hashOf(about) })
  }
}

/** The page whose rows are those of the day. */
export function entryPage(applicationId: string, key: EntryKey): string {
  return `/governance/applications/${applicationId}/entries/${key}`
}

/** SHA-256 over everything that the entry says. */
function hashOf(one: Omit<store.EntryEvidence, 'hash'>): string {
  const { applicationId, organisationId, key, query, version, value, inputs } = one
  const said = { applicationId, organisationId, key, query, version, value, inputs, at: one.at.toISOString() }
  return createHash('sha256').update(canonicalJson(said)).digest('hex')
}

/** What of a kept entry does not follow from its rows; nothing when it computes again. */
function faultsOf(one: store.EntryEvidence): string[] {
  const rows = JSON.parse(one.inputs) as EvidenceRow[]
  const again = made[one.key]?.of(rows, one.version) ?? null
  return [...(again === one.value ? [] : ['value']), ...(hashOf(one) === one.hash ? [] : ['hash'])]
}

export type UnequalEntry = { kind: 'fundEntry'; id: string; organisationId: string; parts: string[] }

/** Computes every kept entry again from its rows, and names each that comes out otherwise. */
export async function verifyEntries(
  sql: Ctx['sql'],
): Promise<{ entries: number; equal: number; unequal: UnequalEntry[] }> {
  const unequal: UnequalEntry[] = []
  let entries = 0
  for (let after = { applicationId: '00000000-0000-0000-0000-000000000000', key: '' }; ; ) {
    const rows = await store.entryEvidenceAfter(sql, after)
    for (const one of rows) {
      const parts = faultsOf(one)
      const id = `${one.applicationId}/${one.key}`
      if (parts.length > 0) unequal.push({ kind: 'fundEntry', id, organisationId: one.organisationId, parts })
    }
    entries += rows.length
    const last = rows.at(-1)
    if (!last || rows.length < store.entriesBatch) break
    after = { applicationId: last.applicationId, key: last.key }
  }
  return { entries, equal: entries - unequal.length, unequal }
}

/** The rows of an entry, for whoever may see its application. */
export const entryProofs: Pick<Service<typeof governance>, 'entryProof'> = {
  async entryProof(ctx, { params }) {
    const application = await applicationAt(ctx, params.applicationId, null)
    const { key } = params
    const one = await elevated(ctx.sql, ctx.caller, () => store.entryEvidence(ctx.sql, application.id, key))
    if (!one) throw new Fault('kit.notFound')
    const { query, version, value, hash } = one
    return {
      ...{ key, query, version, value, hash, unit: entryKinds[key].unit, basis: one.basis },
      title: application.title,
      organisationName: application.organisationName,
      at: one.at.toISOString(),
      isEqual: faultsOf(one).length === 0,
      rows: JSON.parse(one.inputs),
    }
  },
}
