import { say } from '@ronghe/kit/ui'

/** Ends the session on the server; the cookie is the server's alone. */
export async function signOut(): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch('/api/auth/sign-out', {
    method: 'POST',
    credentials: 'same-origin',
    headers,
    body: '{}',
  })
  if (!response.ok) say.warning('fault.kit.unavailable')
}
