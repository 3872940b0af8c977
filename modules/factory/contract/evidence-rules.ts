import type { EvidenceRow } from '@ronghe/kit/contract'

/** A value, or the word key of why there is none. */
type Made = { value: string | null; reason: string | null }
type Rule = (rows: readonly EvidenceRow[]) => Made

const digits = 4n

/**
 * Numerator over denominator in per cent, four digits, ties to the even digit (GB/T 8170-2008); whole
 * numbers all the way, so that any machine makes the same text.
 */
export function percentText(numerator: bigint, denominator: bigint): string {
  const scale = 10n ** digits
  const times = numerator * 100n * scale
  const low = times / denominator
  const twice = (times % denominator) * 2n
  const isUp = twice > denominator || (twice === denominator && low % 2n === 1n)
  const units = isUp ? low + 1n : low
  return `${units / scale}.${String(units % scale).padStart(Number(digits), '0')}`
}

function share(rows: readonly EvidenceRow[], counts: string, reason: string): Made {
  if (rows.length === 0) return { value: null, reason }
  const counted = rows.filter(({ facts }) => facts[counts] === true).length
  return { value: percentText(BigInt(counted), BigInt(rows.length)), reason: null }
}

function weighted(rows: readonly EvidenceRow[], part: string, whole: string): Made {
  const sum = (key: string) => rows.reduce((all, { facts }) => all + BigInt(Number(facts[key])), 0n)
  return { value: percentText(sum(part), sum(whole)), reason: null }
}

/** By query and version. A rule that is here is never changed: what was kept by it must come out again. */
const rules: Readonly<Record<string, Rule>> = {
  'factory.keyProcessControl@1': (rows) => share(rows, 'proved', 'factory.missing.noKeyProcess'),
  'factory.digitalEquipment@1': (rows) => share(rows, 'digital', 'factory.missing.noMachines'),
  'factory.networkedEquipment@1': (rows) => share(rows, 'networked', 'factory.missing.noDigital'),
  'factory.meteredEquipment@1': (rows) => share(rows, 'metered', 'factory.missing.noMachines'),
  'factory.watchedEquipment@1': (rows) => share(rows, 'watched', 'factory.missing.noMachines'),
  'factory.recordedEquipment@1': (rows) => share(rows, 'recorded', 'factory.missing.noMachines'),
  /** Machines whose register says maker, model and serial number, so that other systems mean the same. */
  'factory.describedEquipment@1': (rows) => share(rows, 'described', 'factory.missing.noMachines'),
  /** Days with planned work of which at least one shift's report was signed. */
  'factory.reportedDays@1': (rows) => share(rows, 'signed', 'factory.missing.noPlannedTime'),
  /** Meters that have a target for their energy and did not pass it. */
  'factory.energyWithinTarget@1': (rows) => share(rows, 'kept', 'factory.missing.noMeters'),
  /** Good parts, weighted by production time; only where machines themselves tell rejects apart. */
  'factory.goodParts@1': (rows) => {
    if (rows.length === 0) return { value: null, reason: 'factory.missing.noProductionTime' }
    if (rows.some(({ facts }) => facts.goodSeconds === null))
      return { value: null, reason: 'factory.missing.noRejects' }
    return weighted(rows, 'goodSeconds', 'productionSeconds')
  },
  'factory.oee@1': (rows) => {
    if (rows.length === 0) return { value: null, reason: 'factory.missing.noSignals' }
    if (rows.some(({ facts }) => facts.oeeSeconds === null))
      return { value: null, reason: 'factory.missing.notAllOee' }
    return weighted(rows, 'oeeSeconds', 'plannedSeconds')
  },
}

export const machineEvidenceQueries: readonly string[] = Object.keys(rules)

/** What the rows prove by the rule of a version; null for a rule that this room does not have. */
export function machineEvidence(query: string, version: number, rows: readonly EvidenceRow[]): Made | null {
  return rules[`${query}@${version}`]?.(rows) ?? null
}
