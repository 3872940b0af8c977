/** One field of the input that breaks a rule; `rule` is the word key, `values` fill its blanks. */
export type FieldFault = { field: string; rule: string; values?: Record<string, string | number> }

/**
 * Something the world did wrong. Its code stands in a contract's `faults` (status) and its words are
 * `fault.<code>`. Anything else that is thrown is our own mistake and answers 500 with an incident id and
 * nothing else.
 */
export class Fault extends Error {
  readonly code: string
  readonly values: Record<string, string | number>
  readonly fields: readonly FieldFault[]

  constructor(
    code: string,
    values: Record<string, string | number> = {},
    fields: readonly FieldFault[] = [],
  ) {
    super(code)
    this.name = 'Fault'
    this.code = code
    this.values = values
    this.fields = fields
  }
}

/** Faults that every module may throw; the rest stand in the contracts. */
export const kitFaults = {
  'kit.input.invalid': { status: 400 },
  'kit.signIn.required': { status: 401 },
  'kit.forbidden': { status: 403 },
  'kit.notFound': { status: 404 },
  'kit.conflict': { status: 409 },
  'kit.body.tooLarge': { status: 413 },
  'kit.rate.exceeded': { status: 429 },
  'kit.unavailable': { status: 503 },
  'kit.full': { status: 507 },
} as const
