/** Why something is as it is, in words that i18n turns into the operator's language. */
export type Reason = { key: string; params: Readonly<Record<string, string | number>> }

export function reason(key: string, params: Reason['params'] = {}): Reason {
  return { key, params }
}

/** Something the world did wrong, with the reason an operator reads. */
export class ReasonError extends Error {
  readonly reason: Reason

  constructor(key: string, params: Reason['params'] = {}) {
    super(`${key} ${JSON.stringify(params)}`)
    this.name = 'ReasonError'
    this.reason = { key, params }
  }
}

/**
 * The reason in any thrown value; what has none is shown with its own message, which no one has translated.
 */
export function reasonOf(error: unknown): Reason {
  if (error instanceof ReasonError) return error.reason
  return reason('edge.fault.other', { message: messageOf(error) })
}

/** The innermost message: `fetch failed` alone helps nobody, its cause (ECONNREFUSED …) does. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.cause instanceof Error) return messageOf(error.cause)
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0])
  return error.message
}
