/**
 * Who is asking. `reach` bounds the rows that row-level security lets through:
 * `own` organisation only, the organisations of a `region` (by GB/T 2260 prefix), or `all`.
 */
export type Caller = {
  readonly personId: string | null
  readonly personName: string | null
  readonly sessionId: string | null
  readonly apiKeyId: string | null
  readonly organisationId: string | null
  readonly organisationKind: string | null
  readonly regionCode: string | null
  readonly reach: 'own' | 'region' | 'all'
  readonly permissions: ReadonlySet<string>
  readonly locale: 'zh' | 'en'
}

/** Nobody in particular: may see only what is public. */
export function stranger(locale: 'zh' | 'en'): Caller {
  return { ...nobody, locale }
}

/** The program itself, for jobs and loading; it is named so in the audit. */
export const systemCaller: Caller = {
  personId: null,
  personName: 'system',
  sessionId: null,
  apiKeyId: null,
  organisationId: null,
  organisationKind: null,
  regionCode: null,
  reach: 'all',
  permissions: new Set(['*']),
  locale: 'zh',
}

const nobody: Caller = {
  personId: null,
  personName: null,
  sessionId: null,
  apiKeyId: null,
  organisationId: null,
  organisationKind: null,
  regionCode: null,
  reach: 'own',
  permissions: new Set(),
  locale: 'zh',
}

/** Who did something, in words: people by their name, the program and strangers by what they are. */
export function actorName(name: string, t: (key: string) => string): string {
  return name === systemCaller.personName || name === 'stranger' ? t(`kit.actor.${name}`) : name
}

export function isKnown(caller: Caller): boolean {
  return caller.personId !== null || caller.apiKeyId !== null || caller.permissions.has('*')
}

/** Does the caller hold what a route's `may` asks for? */
export function holds(caller: Caller, may: string): boolean {
  if (may === 'public') return true
  if (may === 'signedIn') return isKnown(caller)
  return caller.permissions.has(may) || caller.permissions.has('*')
}
