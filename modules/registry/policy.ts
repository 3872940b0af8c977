import { type Caller, holds } from '@ronghe/kit/auth'
import { regionPrefix } from '@ronghe/kit/db'

/**
 * May see employees, revenue and contacts: the organisation's own people, officials of its region, the
 * platform.
 */
export function maySeePrivate(caller: Caller, organisation: { id: string; regionCode: string }): boolean {
  if (caller.reach === 'all' || caller.organisationId === organisation.id) return true
  return inRegion(caller, organisation.regionCode)
}

/** Decides on licences of the firms of its region, never on its own organisation's. */
export function mayDecide(
  caller: Caller,
  verification: { organisationId: string; regionCode: string },
): boolean {
  if (caller.organisationId === verification.organisationId) return false
  return caller.reach === 'all' || inRegion(caller, verification.regionCode)
}

/** Keeps the roster of key enterprises of its region. */
export function mayMarkKey(caller: Caller, organisation: { regionCode: string }): boolean {
  return caller.reach === 'all' || inRegion(caller, organisation.regionCode)
}

/** Keeps the parks of its region. */
export function mayKeepPark(caller: Caller, { regionCode }: { regionCode: string }): boolean {
  return caller.reach === 'all' || inRegion(caller, regionCode)
}

/** Confirms systems of a firm: officials of its division, and agencies that were given it to assess. */
export function mayConfirmSystem(
  caller: Caller,
  system: { organisationId: string; regionCode: string },
  readers: readonly string[],
): boolean {
  if (!holds(caller, 'registry.system.confirm') || caller.organisationId === system.organisationId)
    return false
  if (caller.reach === 'all' || inRegion(caller, system.regionCode)) return true
  return caller.organisationId !== null && readers.includes(caller.organisationId)
}

/** Nobody gives away what they do not hold. */
export function mayGrant(caller: Caller, permissions: readonly string[]): boolean {
  return caller.permissions.has('*') || permissions.every((permission) => caller.permissions.has(permission))
}

function inRegion(caller: Caller, regionCode: string): boolean {
  return (
    caller.reach === 'region' &&
    caller.regionCode !== null &&
    regionCode.startsWith(regionPrefix(caller.regionCode))
  )
}
