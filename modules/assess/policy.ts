import type { Caller } from '@ronghe/kit/auth'
import { holds } from '@ronghe/kit/auth'
import { regionPrefix } from '@ronghe/kit/db'

/** Fills in for its own firm, and for no other. */
export function mayFill(caller: Caller, run: { organisationId: string }): boolean {
  return holds(caller, 'assess.fill') && caller.organisationId === run.organisationId
}

/** An official of the division that the firm stands in; never of another city, never of the firm itself. */
export function isOfficialOf(caller: Caller, firm: { organisationId: string; regionCode: string }): boolean {
  if (caller.organisationId === firm.organisationId) return false
  if (caller.reach === 'all') return true
  return caller.reach === 'region' && firm.regionCode.startsWith(regionPrefix(caller.regionCode))
}

/** Checks a run: officials of its division, and the agency that it was given to. */
export function mayCheck(
  caller: Caller,
  run: { organisationId: string; regionCode: string; assessorId: string | null },
): boolean {
  if (!holds(caller, 'assess.check')) return false
  return isOfficialOf(caller, run) || (run.assessorId !== null && caller.organisationId === run.assessorId)
}

/** Gives a run to an agency: an official of the firm's division. */
export function mayAssign(caller: Caller, run: { organisationId: string; regionCode: string }): boolean {
  return holds(caller, 'assess.check') && isOfficialOf(caller, run)
}

/** Speaks for its organisation: fills in, checks, certifies or reviews; who only reads declares no ties. */
export function mayDeclare(caller: Caller): boolean {
  const may = ['assess.fill', 'assess.check', 'assess.certify', 'assess.review']
  return may.some((one) => holds(caller, one))
}

/** Anything but the province's own officials is a city's. */
export function isProvincial(caller: Caller): boolean {
  return caller.reach === 'all' || (caller.reach === 'region' && regionPrefix(caller.regionCode).length <= 2)
}
