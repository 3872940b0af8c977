import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Finding } from './contract.ts'
import { holderOf, scopeHash } from './scope.ts'

const maker = '018f0000-0000-7000-8000-000000000001'
const buyer = '018f0000-0000-7000-8000-000000000002'
const third = '018f0000-0000-7000-8000-000000000003'
const party = 'https://id.gs1.org/417/6909876000005'

describe('who has a thing', () => {
  const owners = new Map([
    ['1', maker],
    ['2', maker],
    ['3', buyer],
    ['4', third],
  ])
  const none = new Map<string, string>()
  const parties = new Map([[party, buyer]])

  it('is whose event told of it last', () => {
    assert.equal(holderOf({ last: '1', handover: null }, owners, none), maker)
    assert.equal(holderOf({ last: '3', handover: { party, event: '2' } }, owners, parties), buyer)
    assert.equal(holderOf({ last: '4', handover: { party, event: '2' } }, owners, parties), third)
  })

  it('is whom it was handed to, while nobody else has told of it', () => {
    assert.equal(holderOf({ last: '2', handover: { party, event: '2' } }, owners, parties), buyer)
    assert.equal(holderOf({ last: '2', handover: { party, event: '1' } }, owners, parties), buyer)
  })

  it('is who handed it over, where the party is no organisation of the platform', () => {
    assert.equal(holderOf({ last: '2', handover: { party, event: '2' } }, owners, none), maker)
  })

  it('is nobody where no event tells of it', () => {
    assert.equal(holderOf({ last: null, handover: null }, owners, parties), undefined)
  })
})

describe('the hash of a scope', () => {
  const finding: Finding = { kind: 'things', things: ['a'] }
  const one = { thing: 'a', how: 'affected' as const, organisationId: maker, place: null, reachedBy: null }
  const two = { thing: 'b', how: 'holding' as const, organisationId: buyer, place: 'p', reachedBy: 7n }
  const row = fc.record({
    thing: fc.string({ minLength: 1, maxLength: 6 }),
    how: fc.constantFrom('affected' as const, 'holding' as const, 'held' as const),
    organisationId: fc.constantFrom(maker, buyer),
    place: fc.option(fc.string({ maxLength: 4 })),
    reachedBy: fc.option(fc.bigInt({ min: 1n, max: 99n })),
  })
  const rows = fc.uniqueArray(row, { minLength: 1, maxLength: 8, selector: ({ thing }) => thing })

  it('does not depend on the sequence of the rows', () => {
    fc.assert(
      fc.property(rows, (list) => {
        assert.equal(scopeHash(finding, list), scopeHash(finding, list.toReversed()))
      }),
      { seed: 20265, numRuns: 200 },
    )
  })

  it('differs with every change of a row', () => {
    const hash = scopeHash(finding, [one, two])
    const changes = [
      { ...two, thing: 'c' },
      { ...two, how: 'affected' as const },
      { ...two, organisationId: maker },
      { ...two, place: null },
      { ...two, reachedBy: 8n },
    ]
    const hashes = changes.map((changed) => scopeHash(finding, [one, changed]))
    assert.equal(new Set([hash, ...hashes]).size, changes.length + 1)
    assert.notEqual(scopeHash(finding, [one]), hash)
  })

  it('differs with the finding, and not with the sequence of its fields', () => {
    const hash = (of: Finding) => scopeHash(of, [one])
    assert.equal(hash({ kind: 'things', things: ['a'] }), hash({ things: ['a'], kind: 'things' }))
    assert.notEqual(hash(finding), hash({ ...finding, from: '2026-01-01T00:00:00Z' }))
    assert.notEqual(hash(finding), hash({ ...finding, things: ['b'] }))
  })
})
