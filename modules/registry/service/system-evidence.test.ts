import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { EvidenceRow } from '@ronghe/kit/contract'
import type { TestHouse } from '@ronghe/kit/test'
import fc from 'fast-check'
import { rowsFor, systemEvidence, systemEvidenceQueries } from '../contract/system-rules.ts'
import { registryEvidence } from '../contract.ts'
import { confirmed, given, ledgerWorld } from '../test/ledger.ts'
import { as } from '../test/world.ts'

const sound = { isInUse: true, papers: 1, status: 'confirmed', covered: 1, outOf: 1 }
const system = (id: string, processes: string, more: object = {}): EvidenceRow => {
  return { kind: 'registry.system', id, label: id, facts: { ...sound, processes, ...more } }
}
const link = (fromId: string, toId: string, more: object = {}): EvidenceRow => {
  const facts = { fromId, toId, exchanged: 'partsList', isAutomatic: true, ...more }
  return { kind: 'registry.systemLink', id: `${fromId}-${toId}`, label: '', facts }
}
const made = (name: string, rows: EvidenceRow[]) => systemEvidence(`registry.systems.${name}`, 1, rows)
const value = (name: string, rows: EvidenceRow[]) => made(name, rows)?.value ?? made(name, rows)?.reason

describe('what a ledger proves by rule (M12)', () => {
  test('only systems in use, with a paper and confirmed count', () => {
    const projects = (more: object) => value('projects', [system('p', 'projects', more)])
    assert.equal(projects({}), '100.00')
    assert.equal(projects({ covered: 2, outOf: 3 }), '66.66')
    for (const more of [{ isInUse: false }, { papers: 0 }, { status: 'asked' }, { status: 'refused' }])
      assert.equal(projects(more), 'registry.missing.systemsNotConfirmed', JSON.stringify(more))
    assert.equal(value('projects', [system('o', 'office')]), 'registry.missing.noSystem')
  })

  test('of what belongs together each part counts the same, by its widest system', () => {
    const rows = [
      system('cad', 'modelling', { covered: 1, outOf: 2 }),
      system('plm', 'modelling productData', { covered: 8, outOf: 10 }),
    ]
    assert.equal(value('productDesign', rows), '53.33', '80 + 0 + 80 over three')
    assert.equal(value('productDesign', [...rows, system('cae', 'simulation')]), '86.66')
  })

  test('linked ones count where both ends count and nobody exports by hand', () => {
    const [plan, make] = [system('aps', 'planning'), system('mes', 'execution')]
    assert.equal(value('planningLinked', [plan, make]), 'registry.missing.systemsNotLinked')
    assert.equal(value('planningLinked', [plan, make, link('aps', 'mes')]), '100.00')
    assert.equal(value('planningLinked', [plan, make, link('mes', 'aps')]), '100.00')
    const byHand = [plan, make, link('aps', 'mes', { isAutomatic: false })]
    assert.equal(value('planningLinked', byHand), 'registry.missing.systemsNotLinked')
    const asked = [plan, system('mes', 'execution', { status: 'asked' }), link('aps', 'mes')]
    assert.equal(value('planningLinked', asked), 'registry.missing.systemsNotLinked')
  })

  test('an exchange reaches as far as the narrower end, and says what it has to', () => {
    const rows = [
      system('plm', 'productData', { covered: 9, outOf: 10 }),
      system('mes', 'execution', { covered: 1, outOf: 2 }),
    ]
    assert.equal(value('designToMaking', [...rows, link('plm', 'mes')]), '50.00')
    assert.equal(value('designToMaking', [...rows, link('mes', 'plm')]), 'registry.missing.noExchange')
    assert.equal(
      value('designToMaking', [...rows, link('plm', 'mes', { exchanged: 'orders' })]),
      'registry.missing.noExchange',
    )
    const sales = [system('erp', 'sales'), system('fin', 'finance cost')]
    assert.equal(
      value('businessToFinance', [...sales, link('erp', 'fin', { exchanged: 'vouchers' })]),
      '100.00',
    )
    assert.equal(value('integration', sales), 'registry.missing.systemsNotLinked')
    assert.equal(value('integration', [...sales, system('oa', 'office'), link('erp', 'fin')]), '66.66')
    assert.equal(value('integration', sales.slice(1)), 'registry.missing.fewSystems')
  })

  test('processes are told one by one, each as far as its widest system that counts reaches', () => {
    const rows = [
      system('mes', 'quality execution', { covered: 1, outOf: 2 }),
      system('scada', 'execution', { covered: 2, outOf: 3 }),
      system('oa', 'office', { status: 'asked' }),
    ]
    assert.equal(value('processes', rows), 'execution=66.66 quality=50.00')
    assert.equal(value('processes', rows.toReversed()), 'execution=66.66 quality=50.00')
    assert.equal(value('processes', rows.slice(2)), 'registry.missing.systemsNotConfirmed')
    assert.equal(value('processes', []), 'registry.missing.noSystem')
    const kept = rowsFor('registry.systems.processes', 1, [...rows, link('mes', 'scada')])
    assert.deepEqual(kept, rows, 'what they exchange says nothing of it')
  })

  test('the rows that a query keeps are enough for it, and more of them never lower a share', () => {
    const processes = ['modelling', 'planning', 'execution', 'finance', 'sales', 'productData']
    const one = fc.record({
      process: fc.constantFrom(...processes),
      status: fc.constantFrom('confirmed', 'asked'),
      covered: fc.integer({ min: 1, max: 9 }),
    })
    const pairs = fc.array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 })), { maxLength: 8 })
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 6 }), pairs, (ones, ends) => {
        const systems = ones.map(({ process, ...more }, at) =>
          system(`s${at}`, process, { ...more, outOf: 9 }),
        )
        const links = ends.filter(([a, b]) => a !== b && a < ones.length && b < ones.length)
        const rows = [...systems, ...links.map(([a, b]) => link(`s${a}`, `s${b}`))]
        for (const named of systemEvidenceQueries) {
          const query = named.split('@')[0] ?? ''
          const whole = systemEvidence(query, 1, rows)
          assert.deepEqual(systemEvidence(query, 1, rowsFor(query, 1, rows)), whole, query)
          if (query.endsWith('integration') || query.endsWith('processes')) continue
          const more = systemEvidence(query, 1, [...rows, system('more', 'planning')])
          assert.ok(Number(more?.value ?? 0) >= Number(whole?.value ?? 0), query)
        }
      }),
      { seed: 20261129, numRuns: 60 },
    )
  })
})

describe('asked of the database', () => {
  let house: TestHouse
  before(async () => {
    house = await ledgerWorld()
  })
  after(() => house.close())

  const evidenceOf = async (who: string) => {
    const firm = await as(house, who)
    const organisationId = (await firm.me()).organisation?.id ?? ''
    const { rows } = await firm.organisationEvidence({ params: { organisationId } })
    return { organisationId, rows: rows.filter(({ query }) => query.startsWith('registry.systems.')) }
  }

  test('a firm that never had a ledger is told nothing of; its summary is empty', async () => {
    const { rows, organisationId } = await evidenceOf('b')
    assert.deepEqual(rows, [])
    const { rows: summary } = await (await as(house, 'b')).systemsSummary({ params: { organisationId } })
    assert.equal(summary.length, systemEvidenceQueries.length)
    assert.ok(summary.every(({ entered, value }) => entered === 0 && value === null))
  })

  test('evidence comes out of its own rows again after the ledger has changed', async () => {
    const firm = await as(house, 'a')
    const id = await confirmed(house, 'a', { name: 'PLM' })
    const before = await evidenceOf('a')
    const design = before.rows.find(({ query }) => query.endsWith('.productDesign'))
    assert.deepEqual(
      [design?.value, design?.proof],
      ['90.00', `/registry/systems?organisation=${before.organisationId}`],
    )
    const facts = design?.rows[0]?.facts ?? {}
    assert.deepEqual([facts.decidedBy, facts.papers, String(facts.paperHashes).length], ['city', 1, 64])
    const { version } = (await firm.system({ params: { systemId: id } })).system
    const body = { ...given({ name: 'PLM', covered: 1 }), version }
    await firm.changeSystem({ params: { systemId: id }, body })
    const after = (await evidenceOf('a')).rows.find(({ query }) => query.endsWith('.productDesign'))
    assert.deepEqual([after?.value, after?.reason], [null, 'registry.missing.systemsNotConfirmed'])
    const several = before.rows.find(({ query }) => query.endsWith('.processes'))
    assert.deepEqual([several?.unit, several?.value?.includes('=90.00'), design?.unit], ['', true, 'P1'])
    for (const { query, rows, value, reason } of before.rows)
      assert.deepEqual(registryEvidence(query, 1, rows), { value, reason }, query)
    const { rows } = await firm.systemsSummary({ params: { organisationId: before.organisationId } })
    const shown = rows.find(({ query }) => query.endsWith('.productDesign'))
    assert.deepEqual([shown?.entered, shown?.confirmed], [1, 0])
    await firm.removeSystem({ params: { systemId: id } })
    const removed = (await evidenceOf('a')).rows.find(({ query }) => query.endsWith('.productDesign'))
    assert.equal(removed?.reason, 'registry.missing.noSystem', 'a ledger that is empty now still says so')
  })
})
