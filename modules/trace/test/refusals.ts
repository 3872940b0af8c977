import assert from 'node:assert/strict'
import type { TestHouse } from '@ronghe/kit/test'

export type Attempt = { name: string; method?: string; path: string; body?: unknown }

/** The status with which each person is answered; a body that came with a file is left to its own tests. */
export async function statusesOf(
  house: TestHouse,
  people: readonly string[],
  { method = 'GET', path, body }: Attempt,
): Promise<Record<string, number>> {
  const statuses: Record<string, number> = {}
  for (const person of people) {
    const response = await fetch(`${house.url}/api${path}`, {
      method,
      headers: { 'x-person': person, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    await response.arrayBuffer()
    statuses[person] = response.status
  }
  return statuses
}

/** Every person of the table is answered as it says. */
export async function assertStatuses(
  house: TestHouse,
  attempt: Attempt,
  wanted: Readonly<Record<string, number>>,
): Promise<void> {
  assert.deepEqual(await statusesOf(house, Object.keys(wanted), attempt), wanted, attempt.name)
}
