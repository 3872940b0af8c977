import type { Caller } from '@ronghe/kit/auth'

/**
 * Whose events a caller may ask for: their own organisation’s, or, for officials, all that row-level security
 * lets through (null). Undefined: nobody’s, since they act for no organisation.
 */
export function scopeOf(caller: Caller): string | null | undefined {
  if (caller.reach !== 'own') return null
  return caller.organisationId ?? undefined
}

/** Events are written for an organisation, by whoever acts for it. */
export function mayCapture(caller: Caller): caller is Caller & { organisationId: string } {
  return caller.organisationId !== null
}
