import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import fc from 'fast-check'
import { as, traceHouse } from '../test/house.ts'

let house: TestHouse
const prefix = '86.1.2'
before(async () => {
  house = await traceHouse()
  await as(house, 'wei').addPrefix({ body: { prefix: '6901234' } })
  await as(house, 'wei').addIdentifierPrefix({ body: { identifierPrefix: prefix } })
})
after(() => house.close())

type Row = { suffix: string; about?: string }
type Step = { rows: Row[] } | { suffix: string; identifierState: 'active' | 'suspended' }

/** The twin: a map of identifiers, and a set of items that have one. */
type Twin = { kept: Map<string, 'active' | 'suspended'>; items: Set<string> }

function twinRegisters({ kept, items }: Twin, rows: readonly Row[]): boolean {
  const suffixes = rows.map(({ suffix }) => suffix)
  const about = rows.flatMap((row) => row.about ?? [])
  const isFree =
    new Set(suffixes).size === suffixes.length &&
    new Set(about).size === about.length &&
    !suffixes.some((one) => kept.has(one)) &&
    !about.some((one) => items.has(one))
  if (!isFree) return false
  for (const one of suffixes) kept.set(one, 'active')
  for (const one of about) items.add(one)
  return true
}

const suffix = fc.constantFrom('a', 'b', 'c', 'd', 'e', '中.文')
const about = fc.option(
  fc.constantFrom('A', 'B', 'C').map((one) => `https://id.gs1.org/01/06901234001013/21/${one}`),
  { nil: undefined },
)
const row = fc.record({ suffix, about }).map((one): Row => {
  return { suffix: one.suffix, ...(one.about ? { about: one.about } : {}) }
})
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ rows: fc.array(row, { minLength: 1, maxLength: 3 }) }) },
  fc.record({ suffix, identifierState: fc.constantFrom('active' as const, 'suspended' as const) }),
)

async function done(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    assert.ok(error instanceof RequestFault)
    assert.ok(error.status < 500, String(error))
    return false
  }
}

describe('whatever is registered and suspended', () => {
  test('registrations are whole or nothing, and every answer is that of a map', async () => {
    const twin: Twin = { kept: new Map(), items: new Set() }
    const steps = fc.sample(step, { seed: 20261128, numRuns: 60 })
    for (const one of steps) {
      if ('rows' in one) {
        const body = { prefix, template: 'item' as const, rows: one.rows }
        const isDone = await done(as(house, 'wei').registerIdentifiers({ body }))
        assert.equal(isDone, twinRegisters(twin, one.rows), JSON.stringify(one))
      } else {
        const body = { identifier: `${prefix}/${one.suffix}`, identifierState: one.identifierState }
        const isDone = await done(as(house, 'wei').stateIdentifier({ body }))
        assert.equal(isDone, twin.kept.has(one.suffix), JSON.stringify(one))
        if (isDone) twin.kept.set(one.suffix, one.identifierState)
      }
    }
    for (const name of ['a', 'b', 'c', 'd', 'e', '中.文', 'never']) {
      const answer = await fetch(`${house.url}/identifiers/${prefix}/${encodeURIComponent(name)}`)
      const state = twin.kept.get(name)
      assert.equal(answer.status, state === undefined ? 404 : state === 'active' ? 200 : 403, name)
    }
    const { total } = await as(house, 'wei').identifiers({ query: {} })
    assert.equal(total, twin.kept.size)
  })
})
