import type { Evidence, EvidenceRow } from '@ronghe/kit/contract'
import type { Ctx } from '@ronghe/kit/module'
import { machineEvidence } from '../contract.ts'
import { type MachineFacts, machineFacts, meterTargets, workDays } from '../store/evidence.ts'

/** Evidence of one firm since a local day, each with the machines, days or meters that it follows from. */
export async function evidenceOfFirm(ctx: Ctx, organisationId: string, fromDay: string): Promise<Evidence[]> {
  const about = { unit: 'P1', at: ctx.now.toISOString() }
  const made = (name: string, rows: EvidenceRow[], proof: string): Evidence => {
    const query = `factory.${name}`
    const found = machineEvidence(query, 1, rows)
    if (!found) throw new Error(`no rule for ${query}`)
    return { query, version: 1, ...found, ...about, rows, proof }
  }
  const machines = await machineFacts(ctx.sql, organisationId, fromDay, ctx.now)
  const register = `/factory/equipment?organisation=${organisationId}`
  const of = (name: string, rows: EvidenceRow[]) => made(name, rows, register)
  const days = await workDays(ctx.sql, organisationId, fromDay, ctx.now)
  const meters = await meterTargets(ctx.sql, organisationId, fromDay, ctx.now)
  return [
    of('keyProcessControl', keyRows(machines)),
    of(
      'digitalEquipment',
      machines.map((one) =>
        rowOf(one, { declared: one.isNumericalControl, digital: one.connected || one.proved }),
      ),
    ),
    of(
      'networkedEquipment',
      machines
        .filter((one) => one.isNumericalControl || one.connected)
        .map((one) => rowOf(one, { networked: one.connected })),
    ),
    ...(['metered', 'watched', 'recorded', 'described'] as const).map((flag) =>
      of(
        `${flag}Equipment`,
        machines.map((one) => rowOf(one, { [flag]: one[flag] })),
      ),
    ),
    of('oee', weighedRows(machines, 'oeeSeconds', 'plannedSeconds')),
    of('goodParts', weighedRows(machines, 'goodSeconds', 'productionSeconds')),
    made(
      'reportedDays',
      days.map(({ day, reports }) => {
        return { kind: 'factory.day', id: day, label: day, facts: { reports, signed: reports > 0 } }
      }),
      '/factory/shift-report',
    ),
    made(
      'energyWithinTarget',
      meters.map(({ id, name, targets, passes }) => {
        const facts = { targets, passes, kept: targets > 0 && passes === 0 }
        return { kind: 'factory.energyMeter', id, label: name, facts }
      }),
      '/factory/energy',
    ),
  ]
}

function keyRows(machines: readonly MachineFacts[]): EvidenceRow[] {
  return machines
    .filter((one) => one.isKeyProcess)
    .map((one) =>
      rowOf(one, { controlled: one.isNumericalControl, proved: one.isNumericalControl && one.proved }),
    )
}

/** Machines with time to weigh by, and what of it was worth something. */
function weighedRows(
  machines: readonly MachineFacts[],
  part: 'oeeSeconds' | 'goodSeconds',
  whole: 'plannedSeconds' | 'productionSeconds',
): EvidenceRow[] {
  return machines
    .filter((one) => one[whole] > 0)
    .map((one) => rowOf(one, { [whole]: one[whole], [part]: one[part] }))
}

function rowOf({ id, code, name }: MachineFacts, facts: EvidenceRow['facts']): EvidenceRow {
  return { kind: 'factory.equipment', id, label: `${code} ${name}`, facts }
}
