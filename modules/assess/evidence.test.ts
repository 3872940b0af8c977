import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Evidence } from '@ronghe/kit/contract'
import fc from 'fast-check'
import { evidenceFaults, evidenceQueries, hashOf, keptEvidence, valueFrom } from './evidence.ts'

const about = { id: '018f0000-0000-7000-8000-000000000001', organisationId: 'firm', isSample: true }

function machines(flags: readonly boolean[]): Evidence['rows'] {
  return flags.map((digital, at) => ({
    kind: 'factory.equipment',
    id: `machine-${at}`,
    label: `M${at}`,
    facts: { declared: true, digital },
  }))
}

function evidenceOf(flags: readonly boolean[]): Evidence {
  const rows = machines(flags)
  const made = valueFrom('factory.digitalEquipment', 1, rows)
  assert.ok(made)
  return {
    query: 'factory.digitalEquipment',
    version: 1,
    ...made,
    unit: 'P1',
    at: '2026-03-03T02:00:00.000Z',
    rows,
    proof: '/factory/equipment',
  }
}

describe('evidence', () => {
  test('A7: the value follows from the rows alone, by the version of its rule', () => {
    assert.deepEqual(valueFrom('factory.digitalEquipment', 1, machines([true, true, false])), {
      value: '66.6667',
      reason: null,
    })
    assert.equal(valueFrom('factory.digitalEquipment', 1, [])?.reason, 'factory.missing.noMachines')
    assert.equal(valueFrom('factory.digitalEquipment', 2, []), null)
    assert.equal(valueFrom('nobody.knows', 1, []), null)
  })

  test('a share is exact and rounded half to even', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }), (flags) => {
        const value = valueFrom('factory.digitalEquipment', 1, machines(flags))?.value ?? ''
        const share = (100 * flags.filter(Boolean).length) / flags.length
        assert.ok(Math.abs(Number(value) - share) <= 0.00005 + 1e-9, `${value} ${share}`)
        assert.match(value, /^\d+\.\d{4}$/)
      }),
      { seed: 20260307, numRuns: 200 },
    )
  })

  test('A7: what is kept computes again; a changed row, value, count, time or hash is found', () => {
    const kept = keptEvidence(evidenceOf([true, false, true, true]), about)
    assert.deepEqual(evidenceFaults(kept), [])
    const inputs = kept.inputs.replace('false', 'true')
    assert.deepEqual(evidenceFaults({ ...kept, inputs }).includes('inputs'), true)
    assert.deepEqual(evidenceFaults({ ...kept, value: '100.0000' }).includes('value'), true)
    assert.deepEqual(evidenceFaults({ ...kept, rowsCount: 3 }).includes('rows'), true)
    assert.deepEqual(evidenceFaults({ ...kept, at: new Date(0) }), ['hash'])
    assert.deepEqual(evidenceFaults({ ...kept, hash: 'x' }), ['hash'])
    assert.deepEqual(evidenceFaults({ ...kept, version: 9 }).includes('rule'), true)
    assert.deepEqual(evidenceFaults({ ...kept, inputs: 'no json' }).includes('rule'), true)
  })

  test('a row whose hashes were all made anew computes, and only the chain knows that it is another', () => {
    const kept = keptEvidence(evidenceOf([true, false]), about)
    const forged = keptEvidence(evidenceOf([true, true]), about)
    assert.deepEqual(evidenceFaults(forged), [])
    assert.notEqual(forged.hash, kept.hash)
    assert.equal(hashOf(kept), kept.hash)
  })

  test('every query has a name with its version, and says what it needs', () => {
    assert.equal(new Set(evidenceQueries).size, evidenceQueries.length)
    for (const query of evidenceQueries) {
      const [name = '', version = ''] = query.split('@')
      const made = valueFrom(name, Number(version), [])
      assert.ok(made, query)
      assert.ok(made.value !== null || made.reason !== null, query)
    }
  })

  test('size, scale and roster follow from what the register says', () => {
    const rows = (facts: Evidence['rows'][number]['facts']) => [
      { kind: 'registry.organisation', id: 'x', label: 'x', facts },
    ]
    const firm = { employees: 320, revenueFen: '9000000000', isKey: true, keySince: '2025-01-01' }
    const value = (query: string, facts = firm as Evidence['rows'][number]['facts']) =>
      valueFrom(`registry.${query}`, 1, rows(facts))
    assert.deepEqual(value('sizeClass'), { value: 'medium', reason: null })
    assert.deepEqual(value('aboveScale'), { value: 'yes', reason: null })
    assert.deepEqual(value('aboveScale', { ...firm, revenueFen: '1999999999' }), {
      value: 'no',
      reason: null,
    })
    assert.deepEqual(value('revenue'), { value: '9000', reason: null })
    assert.deepEqual(value('keyRoster'), { value: 'yes', reason: null })
    assert.equal(value('sizeClass', { ...firm, employees: null })?.reason, 'registry.missing.noRevenue')
  })

  test('OEE is the mean by planned time, and none where a machine has none', () => {
    const rows = (list: [number, number | null][]) =>
      list.map(([plannedSeconds, oeeSeconds], at) => ({
        kind: 'factory.equipment',
        id: String(at),
        label: String(at),
        facts: { plannedSeconds, oeeSeconds },
      }))
    const oee = (list: [number, number | null][]) => valueFrom('factory.oee', 1, rows(list))
    assert.equal(
      oee([
        [3600, 1800],
        [1200, 600],
      ])?.value,
      '50.0000',
    )
    assert.equal(
      oee([
        [3600, 3600],
        [3600, 0],
      ])?.value,
      '50.0000',
    )
    assert.equal(oee([[3600, null]])?.reason, 'factory.missing.notAllOee')
    assert.equal(oee([])?.reason, 'factory.missing.noSignals')
  })

  test('a key process counts where the controller itself spoke; a network where signals came', () => {
    const rows = (key: string, values: readonly boolean[]) =>
      values.map((value, at) => ({
        kind: 'factory.equipment',
        id: String(at),
        label: String(at),
        facts: { controlled: true, [key]: value },
      }))
    const cases: [string, string, readonly boolean[], string | null, string | null][] = [
      ['keyProcessControl', 'proved', [true, true, false], '66.6667', null],
      ['keyProcessControl', 'proved', [false], '0.0000', null],
      ['keyProcessControl', 'proved', [], null, 'factory.missing.noKeyProcess'],
      ['networkedEquipment', 'networked', [true], '100.0000', null],
      ['networkedEquipment', 'networked', [true, false, false], '33.3333', null],
      ['networkedEquipment', 'networked', [], null, 'factory.missing.noDigital'],
    ]
    for (const [query, key, values, value, reason] of cases)
      assert.deepEqual(valueFrom(`factory.${query}`, 1, rows(key, values)), { value, reason }, query)
  })

  test('a share half way between two texts goes to the even digit', () => {
    const half = (count: number, of: number) =>
      valueFrom('factory.digitalEquipment', 1, machines(Array.from({ length: of }, (_, at) => at < count)))
        ?.value
    assert.equal(half(1, 64), '1.5625')
    assert.equal(half(1, 128), '0.7812')
    assert.equal(half(3, 128), '2.3438')
  })
})
