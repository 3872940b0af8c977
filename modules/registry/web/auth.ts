import type { ErrorAnswer } from '@ronghe/kit/contract'
import { headersOf, settings } from '@ronghe/kit/ui'

/** A refusal of the sign-in routes, its words already in the reader's language. */
export class SignInFault extends Error {}

/** Posts to `/api/auth/<path>`; throws `SignInFault` with the server's words. */
export async function post<T>(path: string, body: object): Promise<T> {
  const response = await fetch(`/api/auth/${path}`, {
    method: 'POST',
    headers: { ...headersOf(settings()), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer: unknown = await response.json().catch(() => ({}))
  if (!response.ok) throw new SignInFault((answer as ErrorAnswer).message ?? response.statusText)
  return answer as T
}
