import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import fc from 'fast-check'
import { as, firm, neighbour, traceHouse } from '../test/house.ts'
import { type Attempt, assertStatuses } from '../test/refusals.ts'
import { upload } from '../test/upload.ts'
import { insertPrefix, prefixOwner } from './store/prefixes.ts'

let house: TestHouse
const known = { masterId: '', documentId: '', allocationId: '' }
before(async () => {
  house = await traceHouse()
  const wei = as(house, 'wei')
  await wei.addPrefix({ body: { prefix: '6901234' } })
  const body = { kind: 'product', identifier: '6901234001013', name: '减速器' } as const
  known.masterId = (await wei.addMaster({ body })).id
  const path = '/trace/documents?about=(01)06901234001013&kind=other&audience=partner'
  const paper = await upload(house, 'wei', path, { name: 'a.pdf', content: '%PDF-1.4' })
  known.documentId = String(paper.body.id)
  const wish = { numberKind: 'serial', subject: '06901234001013', count: 5 } as const
  known.allocationId = (await wei.allocate({ body: wish })).id
})
after(() => house.close())

/** Who reads: the firm, the officials of its region. Nobody else finds a thing that is there. */
const reads = { wei: 200, reader: 200, official: 200, faraway: 404, other: 404, nobody: 401 }
const lists = { wei: 200, reader: 200, official: 200, faraway: 200, other: 200, nobody: 401 }

describe('who may read', () => {
  const one: readonly (() => Attempt)[] = [
    () => ({ name: 'master', path: `/trace/masters/${known.masterId}` }),
    () => ({ name: 'masterHistory', path: `/trace/masters/${known.masterId}/versions` }),
    () => ({ name: 'documentFile', path: `/trace/documents/${known.documentId}/file` }),
    () => ({ name: 'allocation', path: `/trace/allocations/${known.allocationId}` }),
    () => ({ name: 'numbers', path: `/trace/allocations/${known.allocationId}/numbers` }),
    () => ({ name: 'numbersFile', path: `/trace/allocations/${known.allocationId}/file` }),
  ]
  for (const attempt of one) {
    test(attempt().name, () => assertStatuses(house, attempt(), reads))
  }
  for (const path of ['masters', 'documents', 'prefixes', 'allocations']) {
    test(path, () => assertStatuses(house, { name: path, path: `/trace/${path}` }, lists))
  }

  test('and a list shows no row of others', async () => {
    for (const who of ['other', 'faraway']) {
      const totals = await Promise.all([
        as(house, who).masters(),
        as(house, who).documents(),
        as(house, who).prefixes(),
        as(house, who).allocations(),
      ])
      assert.deepEqual(
        totals.map(({ total }) => total),
        [0, 0, 0, 0],
        who,
      )
    }
  })

  test('names of others stay theirs', async () => {
    const ids = ['https://id.gs1.org/01/06901234001013']
    const { rows } = await as(house, 'other').names({ body: { ids } })
    assert.deepEqual([rows[0]?.name, rows[0]?.masterId], [null, null])
  })
})

describe('who may change', () => {
  const changes: readonly [() => Attempt, Readonly<Record<string, number>>][] = [
    [
      () => ({
        name: 'addMaster',
        method: 'POST',
        path: '/trace/masters',
        body: { kind: 'product', identifier: '96385074', name: 'x' },
      }),
      { reader: 403, official: 403, alone: 403, nobody: 401 },
    ],
    [
      () => ({
        name: 'changeMaster',
        method: 'PUT',
        path: `/trace/masters/${known.masterId}`,
        body: { name: 'x', version: 1 },
      }),
      { reader: 403, official: 403, other: 404, alone: 403, nobody: 401 },
    ],
    [
      () => ({
        name: 'translateMaster',
        method: 'PUT',
        path: `/trace/masters/${known.masterId}/texts/vi`,
        body: { name: 'x' },
      }),
      { reader: 403, official: 403, other: 404, nobody: 401 },
    ],
    [
      () => ({
        name: 'changeDocument',
        method: 'PUT',
        path: `/trace/documents/${known.documentId}`,
        body: { kind: 'other', title: 'x', audience: 'public' },
      }),
      { reader: 403, official: 403, other: 404, nobody: 401 },
    ],
    [
      () => ({ name: 'removeDocument', method: 'DELETE', path: `/trace/documents/${known.documentId}` }),
      { reader: 403, official: 403, other: 404, nobody: 401 },
    ],
    [
      () => ({ name: 'removePrefix', method: 'DELETE', path: '/trace/prefixes/6901234' }),
      { reader: 403, official: 403, other: 409, alone: 403, nobody: 401 },
    ],
  ]
  for (const [attempt, wanted] of changes) {
    test(attempt().name, () => assertStatuses(house, attempt(), wanted))
  }

  test('and nothing of it was done', async () => {
    const master = await as(house, 'wei').master({ params: { masterId: known.masterId } })
    assert.deepEqual([master.version, master.name, master.languages], [1, '减速器', ['zh']])
    const { rows } = await as(house, 'wei').documents()
    assert.deepEqual(
      rows.map(({ title, audience }) => [title, audience]),
      [['a.pdf', 'partner']],
    )
  })

  test('what the database itself refuses: a row under the name of another', async () => {
    const caller = { ...systemCaller, reach: 'own', organisationId: neighbour } as const
    const forged = house.house.db.transaction(caller, (sql) =>
      insertPrefix(sql, { prefix: '6933333', organisationId: firm, addedAt: new Date(0), addedBy: null }),
    )
    await assert.rejects(forged, /row-level security/)
  })
})

describe('company prefixes', () => {
  test('never overlap, as a naive list of them says', async () => {
    const digits = fc.string({ unit: fc.constantFrom('0', '1'), minLength: 0, maxLength: 3 })
    const wishes = fc.sample(digits, { numRuns: 80, seed: 20261128 }).map((end) => `69222${end || '0'}`)
    const taken: { prefix: string; organisationId: string }[] = []
    await house.house.act(systemCaller, async ({ sql, now }) => {
      for (const [at, prefix] of wishes.entries()) {
        const organisationId = at % 2 === 0 ? firm : neighbour
        const overlaps = taken.some((one) => one.prefix.startsWith(prefix) || prefix.startsWith(one.prefix))
        const isNew = await insertPrefix(sql, { prefix, organisationId, addedAt: now, addedBy: null })
        assert.equal(isNew, !overlaps, prefix)
        if (isNew) taken.push({ prefix, organisationId })
      }
      for (const { prefix, organisationId } of taken)
        assert.equal(await prefixOwner(sql, prefix.padEnd(13, '7')), organisationId)
      assert.equal(await prefixOwner(sql, '7777777777777'), null)
    })
    assert.ok(taken.length > 2)
  })
})
