import type { Evidence, EvidenceRow } from '@ronghe/kit/contract'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import {
  processesFor,
  rowsFor,
  type SystemProcess,
  systemEvidence,
  systemEvidenceQueries,
  systemUnit,
} from '../contract/system-rules.ts'
import type { registry } from '../contract.ts'
import * as parts from '../store/system-parts.ts'
import * as store from '../store/systems.ts'
import { chinaToday } from './system-values.ts'

type Routes = Pick<Service<typeof registry>, 'systemsSummary'>

/** Systems of one ledger; a firm that has more is told of the first. */
const systemsMax = 500

export const systemSummary: Routes = {
  async systemsSummary(ctx, { params }) {
    const { organisationId } = params
    const rows = await ledgerRows(ctx, organisationId)
    // What RLS hides looks as if it were not there, so a foreign ledger is not told from an empty one.
    const all = systemEvidenceQueries.map((named) => summaryOf(named, rows))
    if (rows.length === 0 && !(await mayLook(ctx, organisationId))) throw new Fault('kit.notFound')
    return { rows: all, total: all.length }
  },
}

async function mayLook(ctx: Ctx, organisationId: string): Promise<boolean> {
  const { caller, sql } = ctx
  if (caller.reach !== 'own' || caller.organisationId === organisationId) return true
  return (await parts.readersOf(sql, organisationId)).includes(caller.organisationId ?? '')
}

function summaryOf(named: string, all: readonly EvidenceRow[]) {
  const [query, version] = partsOf(named)
  const rows = rowsFor(query, version, all)
  const made = systemEvidence(query, version, rows)
  if (!made) throw new Error(`no rule for ${named}`)
  const processes = processesFor(query, version)
  const inUse = rows.filter(({ kind, facts }) => {
    const own = String(facts.processes).split(' ')
    const isAsked = processes === null || processes.some((one) => own.includes(one))
    return kind === 'registry.system' && facts.isInUse === true && isAsked
  })
  const count = (status: string) => inUse.filter(({ facts }) => facts.status === status).length
  return {
    query,
    ...made,
    ...{ entered: inUse.length, asked: count('asked'), confirmed: count('confirmed') },
    process: processes?.length === 1 ? (processes[0] as SystemProcess) : null,
  }
}

function partsOf(named: string): [string, number] {
  const [query = '', version = '1'] = named.split('@')
  return [query, Number(version)]
}

/** What the ledger of a firm proves; nothing where it never had one. */
export async function systemEvidenceOf(ctx: Ctx, organisationId: string): Promise<Evidence[]> {
  if (!(await store.hasLedger(ctx.sql, organisationId))) return []
  const all = await ledgerRows(ctx, organisationId)
  const at = ctx.now.toISOString()
  const proof = `/registry/systems?organisation=${organisationId}`
  return systemEvidenceQueries.map((named): Evidence => {
    const [query, version] = partsOf(named)
    const rows = rowsFor(query, version, all)
    const made = systemEvidence(query, version, rows)
    if (!made) throw new Error(`no rule for ${named}`)
    return { query, version, ...made, unit: systemUnit(query, version), at, rows, proof }
  })
}

/** Systems with what counts of them today, and their links, as they are kept with evidence. */
async function ledgerRows(ctx: Ctx, organisationId: string): Promise<EvidenceRow[]> {
  const filter = { organisation: organisationId, pageSize: systemsMax, sort: 'name' }
  const { rows } = await store.listSystems(ctx.sql, 'zh', filter, chinaToday(ctx))
  const hashes = await parts.paperHashes(ctx.sql, organisationId)
  const links = await parts.linksOf(ctx.sql, { organisationId })
  return [
    ...rows.map((row): EvidenceRow => {
      const { kindCode, isInUse, status, coverageOf, covered, total, countedHow, papers } = row
      const { usedSince, usedUntil, decidedBy, decidedFor } = row
      const facts = {
        ...{
          systemKind: kindCode,
          processes: row.processes.join(' '),
          isInUse,
          usedSince,
          usedUntil,
          status,
        },
        ...{ coverageOf, covered, outOf: total, countedHow, papers, decidedBy, decidedFor },
        paperHashes: (hashes.get(row.id) ?? []).join(' '),
      }
      return { kind: 'registry.system', id: row.id, label: row.name, facts }
    }),
    ...links.map(({ id, fromId, fromName, toId, toName, exchanged, isAutomatic }): EvidenceRow => {
      const facts = { fromId, toId, exchanged, isAutomatic }
      return { kind: 'registry.systemLink', id, label: `${fromName} → ${toName}`, facts }
    }),
  ]
}
