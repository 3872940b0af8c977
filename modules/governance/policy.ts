import { type Caller, holds } from '@ronghe/kit/auth'
import { regionPrefix } from '@ronghe/kit/db'

/** Sums are public; the firms of a division by name are for the officials who answer for all of it (G3). */
export function maySeeFirms(caller: Caller, regionCode: string): boolean {
  if (!holds(caller, 'factory.read')) return false
  if (caller.reach === 'all') return true
  return caller.reach === 'region' && regionCode.startsWith(regionPrefix(caller.regionCode))
}
