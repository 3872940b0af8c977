import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import { as, auditOf, refused, registryWorld } from '../test/world.ts'
import { parentFits } from './units.ts'

let house: TestHouse
before(async () => {
  house = await registryWorld()
})
after(() => house.close())

type Level = 'site' | 'area' | 'line' | 'cell'
const levels: readonly Level[] = ['site', 'area', 'line', 'cell']

async function unitOf(code: string) {
  const { rows } = await (await as(house, 'a')).units({ query: { q: code, pageSize: 100 } })
  const found = rows.find((one) => one.code === code)
  assert.ok(found, code)
  return found
}

async function addUnit(level: Level, code: string, parent?: string): Promise<string> {
  const parentId = parent ? (await unitOf(parent)).id : undefined
  const body = { level, code, name: code, ...(parentId ? { parentId } : {}) }
  return (await (await as(house, 'a')).addUnit({ body })).id
}

describe('which unit stands below which (IEC 62264-1)', () => {
  test('a site stands alone, and every other below a higher level of the same firm', () => {
    for (const level of levels) {
      assert.equal(parentFits('o', level, null), level === 'site')
      for (const parent of levels) {
        const fits = levels.indexOf(parent) < levels.indexOf(level)
        assert.equal(parentFits('o', level, { organisationId: 'o', level: parent }), fits && level !== 'site')
        assert.equal(parentFits('o', level, { organisationId: 'other', level: parent }), false)
      }
    }
  })

  test('a level may be left out, and what does not fit is refused at its field', async () => {
    await addUnit('line', 'L1', 'S1')
    await addUnit('cell', 'C1', 'L1')
    for (const [level, code, parent] of [
      ['line', 'L2', 'C1'],
      ['site', 'S9', 'S1'],
      ['area', 'A9', undefined],
    ] as const)
      await assert.rejects(addUnit(level, code, parent), refused('registry.unit.parentLevel'))
  })

  test('nobody builds below a neighbour’s unit', async () => {
    const b = await as(house, 'b')
    const parentId = (await unitOf('S1')).id
    const body = { level: 'area' as const, code: 'A1', name: 'A1', parentId }
    await assert.rejects(b.addUnit({ body }), { status: 404 })
  })
})

describe('units', () => {
  test('have codes of their own within a firm, and another firm may have the same', async () => {
    await assert.rejects(addUnit('site', 'S1'), refused('registry.unit.codeTaken'))
    const b = await as(house, 'b')
    await b.addUnit({ body: { level: 'site', code: 'S1', name: '乙厂' } })
    assert.deepEqual(
      (await b.units()).rows.map(({ name }) => name),
      ['乙厂'],
    )
  })

  test('a code is letters, digits and three signs', async () => {
    for (const code of ['', '-a', 'a b', '中', 'a'.repeat(41), "a'b"])
      await assert.rejects(addUnit('site', code), { status: 400 }, code)
  })

  test('are found by words, level and parent', async () => {
    const a = await as(house, 'a')
    const site = await unitOf('S1')
    const codes = async (query: object) => (await a.units({ query })).rows.map(({ code }) => code)
    assert.deepEqual(await codes({ level: 'line' }), ['L1'])
    assert.deepEqual(await codes({ parent: site.id }), ['L1'])
    assert.deepEqual(await codes({ q: '一厂' }), ['S1'])
    assert.deepEqual(await codes({ q: 'no such' }), [])
  })

  test('change against their version, keep their code free for them, and are in the audit', async () => {
    const a = await as(house, 'a')
    const { id, version } = await unitOf('L1')
    const params = { unitId: id }
    const body = { code: 'L1', name: '一线', regionCode: '450102', address: '一路 1 号', version }
    await a.changeUnit({ params, body })
    const { name, address, version: next } = await a.unit({ params })
    assert.deepEqual([name, address, next], ['一线', '一路 1 号', version + 1])
    await assert.rejects(a.changeUnit({ params, body }), refused('registry.unit.changedSince'))
    const taken = { ...body, code: 'S1', version: next }
    await assert.rejects(a.changeUnit({ params, body: taken }), refused('registry.unit.codeTaken'))
    const [entry] = await auditOf(house, 'registry.unit.changed')
    assert.deepEqual([(entry?.before as { name: string } | undefined)?.name, entry?.after], ['L1', body])
  })

  test('of two changes at once one is told that it came late', async () => {
    const a = await as(house, 'a')
    const { id, version } = await unitOf('C1')
    const change = (name: string) =>
      a.changeUnit({ params: { unitId: id }, body: { code: 'C1', name, version } })
    const tried = await Promise.allSettled([change('甲'), change('乙')])
    assert.deepEqual(tried.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    assert.equal((await unitOf('C1')).version, version + 1)
  })

  test('stay while something is below them, then go, and are not found again', async () => {
    const a = await as(house, 'a')
    const line = { unitId: (await unitOf('L1')).id }
    const cell = { unitId: (await unitOf('C1')).id }
    await assert.rejects(a.removeUnit({ params: line }), refused('registry.unit.hasChildren'))
    await a.removeUnit({ params: cell })
    await a.removeUnit({ params: line })
    await assert.rejects(a.removeUnit({ params: line }), { status: 404 })
    await assert.rejects(a.unit({ params: cell }), { status: 404 })
  })

  test('viewers and officials read and do not write; officials of another city do not read', async () => {
    const { id } = await unitOf('S1')
    const params = { unitId: id }
    const body = { code: 'S1', name: 'x', version: 1 }
    const readers = ['viewer', 'city', 'region', 'platform']
    for (const who of readers) {
      const api = await as(house, who)
      assert.equal((await api.unit({ params })).code, 'S1', who)
      await assert.rejects(api.changeUnit({ params, body }), { status: 403 }, who)
      await assert.rejects(api.removeUnit({ params }), { status: 403 }, who)
    }
    await assert.rejects((await as(house, 'other-city')).unit({ params }), { status: 404 })
  })
})
