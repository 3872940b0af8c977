import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { client, RequestFault } from '@ronghe/kit/client'
import { registry } from '@ronghe/registry/contract'
import fc from 'fast-check'
import { experts, type FundWorld, fundWorld } from '../test/funds.ts'
import { organisationOf, refused } from '../test/supervision.ts'
import { addMachines } from '../test/world.ts'
import { entryKeys, entryKinds, isNumber, isOtherwise, isSayable } from './entries.ts'
import { verifyEntries } from './entry-evidence.ts'
import { yuanOf } from './prefill.ts'

let w: FundWorld
before(async () => {
  w = await fundWorld()
})
after(() => w.house.close())

type Said = { said?: string; reason?: string }
const say = (id: string, key: (typeof entryKeys)[number], said: Said, who = 'a') =>
  w.now(who, id, (api, version) =>
    api.sayEntry({ params: { applicationId: id, key }, body: { ...said, version } }),
  )
const entry = async (id: string, key: string, who = 'a') => {
  const found = (await w.seenApplication(id, who)).entries.find((one) => one.key === key)
  assert.ok(found, key)
  return found
}

describe('what a firm may say', () => {
  test('numbers are decimals of zero or more, sizes the register’s, and the rest any text', () => {
    for (const key of entryKeys.filter(isNumber)) {
      for (const said of ['0', '12', '0.5', '999999999999999.123456']) assert.ok(isSayable(key, said), said)
      for (const said of ['', '-1', '01', '1e3', '1,000', '１２', 'NaN', '1.', '.5'])
        assert.ok(!isSayable(key, said), `${key} ${said}`)
    }
    assert.ok(isSayable('sizeClass', 'small'))
    assert.ok(!isSayable('sizeClass', 'tiny'))
    assert.ok(isSayable('trade', 'C34 通用设备'))
    assert.ok(!isSayable('trade', '   '))
  })

  test('another spelling of a number is the same number; a text is what it is', () => {
    const of = (key: 'revenue' | 'trade', value: string | null, said: string | null) =>
      isOtherwise({ key, value, said })
    assert.equal(of('revenue', '12.50', '12.5'), false)
    assert.equal(of('revenue', '100', '100.00'), false)
    assert.equal(of('revenue', '100', '1'), true)
    assert.equal(of('revenue', null, '1'), false, 'nobody knows better')
    assert.equal(of('revenue', '1', null), false)
    assert.equal(of('trade', 'C34', ' C34 '), false)
    assert.equal(of('trade', 'C34', 'C35'), true)
  })

  test('fen are written as yuan to the fen', () => {
    assert.deepEqual([0, 1, 99, 100, 123_456_789, -250, 9_000_000_000_000_000].map(yuanOf), [
      '0.00',
      '0.01',
      '0.99',
      '1.00',
      '1234567.89',
      '-2.50',
      '90000000000000.00',
    ])
  })
})

describe('a draft', () => {
  test('is filled in from register, machines and assessments, each with where it is from', async () => {
    const id = await w.application('drafted')
    const { entries } = await w.seenApplication(id, 'a')
    assert.deepEqual(
      entries.map((one) => one.key),
      entryKeys,
      'all of them, in the order of the form',
    )
    for (const one of entries) {
      assert.equal(one.source, entryKinds[one.key].source)
      assert.equal(one.value === null, one.reason !== null, `${one.key}: a value or why not`)
      const room =
        one.source === 'factory' ? `/governance/applications/${id}/entries/${one.key}` : `/${one.source}/`
      assert.ok(one.proof?.startsWith(room), `${one.key} opens to ${room}: ${one.proof}`)
    }
    const { headers } = await w.by('a')
    const api = client(registry, { base: w.house.url, headers: () => headers })
    const organisationId = await organisationOf(w.house, 'a')
    const firm = await api.organisation({ params: { organisationId } })
    assert.equal((await entry(id, 'creditCode')).value, firm.creditCode)
    const proved = firm.verification === 'approved' ? 'evidenced' : 'declared'
    assert.equal((await entry(id, 'creditCode')).basis, proved)
    assert.deepEqual(
      [(await entry(id, 'machines')).value, (await entry(id, 'machines')).basis],
      ['1', 'declared'],
    )
    const connected = await entry(id, 'machinesConnected')
    assert.deepEqual([connected.value, connected.basis], ['0', 'evidenced'])
    const score = await entry(id, 'assessScore')
    assert.deepEqual([score.value, score.reason], [null, 'governance.missing.noAssessment'])
  })

  test('is read anew when it is submitted, and stands from then on', async () => {
    const id = await w.application('drafted')
    await addMachines(w.house, [
      {
        ...{ firm: 'firm-a', isKeyProcess: true, isNumericalControl: true },
        ...{ isConnected: true, isOnline: false, isProved: false, isRetired: false },
      },
    ])
    const before = await entry(id, 'machinesConnected')
    await w.now('a', id, (api, version) => api.fillEntries({ ...w.params(id), body: { version } }))
    assert.equal(Number((await entry(id, 'machinesConnected')).value), Number(before.value) + 1)
    await w.now('a', id, (api, version) =>
      api.moveApplication({ ...w.params(id), body: { act: 'submit', version } }),
    )
    const again = w.now('a', id, (api, version) => api.fillEntries({ ...w.params(id), body: { version } }))
    await assert.rejects(again, refused('governance.item.notNow'))
  })

  test('keeps the rows of the day: machines that come later change neither entry nor proof', async () => {
    const id = await w.application('drafted')
    await w.now('a', id, (api, version) =>
      api.moveApplication({ ...w.params(id), body: { act: 'submit', version } }),
    )
    const proofOf = async (who: string, key: 'machines' | 'machinesConnected') =>
      (await w.by(who)).entryProof({ params: { applicationId: id, key } })
    const kept = await proofOf('a', 'machines')
    assert.deepEqual(
      [kept.value, kept.rows.length, kept.isEqual],
      [String(kept.rows.length), kept.rows.length, true],
    )
    await addMachines(w.house, [
      {
        ...{ firm: 'firm-a', isKeyProcess: true, isNumericalControl: true },
        ...{ isConnected: true, isOnline: false, isProved: false, isRetired: false },
      },
    ])
    assert.deepEqual(await proofOf('city', 'machines'), kept, 'and who checks sees the same')
    const connected = await proofOf('city', 'machinesConnected')
    const networked = connected.rows.filter(({ facts }) => facts.networked === true).length
    assert.equal(connected.value, String(networked))
    assert.equal((await entry(id, 'machinesConnected')).value, connected.value)
    await assert.rejects(proofOf('b', 'machines'), refused('governance.application.unknown'), 'another firm')
  })

  test('names an entry whose rows or value were changed behind its back', async () => {
    const id = await w.application('drafted')
    const verified = () => w.house.house.act(systemCaller, ({ sql }) => verifyEntries(sql))
    assert.deepEqual((await verified()).unequal, [])
    await w.house.house.act(
      systemCaller,
      ({ sql }) => sql`update governance_entry_evidence set inputs = '[]'
        where application_id = ${id} and key = 'machines'`,
    )
    const { unequal, entries, equal } = await verified()
    assert.deepEqual(
      unequal.map((one) => [one.id, one.parts]),
      [[`${id}/machines`, ['value', 'hash']]],
    )
    assert.equal(equal, entries - 1)
    const params = { applicationId: id, key: 'machines' as const }
    assert.equal((await (await w.by('a')).entryProof({ params })).isEqual, false)
  })

  test('says otherwise with a reason, is flagged to who checks it, and can be taken back', async () => {
    const id = await w.application('drafted')
    const known = await entry(id, 'machines')
    await assert.rejects(say(id, 'machines', { said: '12' }), refused('governance.entry.reasonNeeded'))
    await assert.rejects(
      say(id, 'machines', { said: 'many', reason: 'x' }),
      refused('governance.entry.unsayable'),
    )
    await assert.rejects(say(id, 'name', { said: '别名', reason: 'x' }), refused('governance.entry.fixed'))
    assert.equal((await entry(id, 'machines')).said, null, 'nothing half-written')
    await say(id, 'machines', { said: '12', reason: '新购设备尚未登记' })
    const said = await entry(id, 'machines')
    assert.deepEqual([said.value, said.said, said.isOtherwise], [known.value, '12', true])
    await say(id, 'assessScore', { said: '61.5' })
    assert.equal(
      (await entry(id, 'assessScore')).isOtherwise,
      false,
      'where nobody knows no reason is needed',
    )
    await w.now('a', id, (api, version) =>
      api.moveApplication({ ...w.params(id), body: { act: 'submit', version } }),
    )
    const checked = await entry(id, 'machines', 'city')
    assert.deepEqual([checked.said, checked.saidReason, checked.saidByName], ['12', '新购设备尚未登记', 'a'])
    const { rows } = await (await w.by('city')).applications({ query: { pageSize: 200 } })
    assert.equal(rows.find((one) => one.id === id)?.otherwise, 1)
    await assert.rejects(say(id, 'machines', {}), refused('governance.item.notNow'))
    const { events } = await w.seenApplication(id, 'city')
    assert.ok(events.some((one) => one.act === 'say' && one.comment?.includes('→ 12')))
  })

  test('is read by experts without what names the firm, and with what differs', async () => {
    const id = await w.application('drafted')
    await say(id, 'machines', { said: '12', reason: '新购设备尚未登记' })
    await w.now('a', id, (api, version) =>
      api.moveApplication({ ...w.params(id), body: { act: 'submit', version } }),
    )
    await w.now('city', id, (api, version) =>
      api.checkApplication({ ...w.params(id), body: { act: 'pass', version } }),
    )
    await w.now('region', id, (api, version) => api.drawExperts({ ...w.params(id), body: { version } }))
    const drawn = []
    for (const who of experts) {
      const { rows } = await (await w.by(who)).myReviews()
      drawn.push(...rows.filter((one) => one.applicationId === id))
    }
    assert.equal(drawn.length, 3)
    const { value } = await entry(id, 'creditCode')
    for (const { entries } of drawn) {
      assert.ok(entries.find((one) => one.key === 'machines')?.isOtherwise)
      const said = JSON.stringify(entries)
      assert.ok(!said.includes('企业firm-a') && !said.includes(value ?? '?'), 'the firm is not named')
      assert.ok(entries.every((one) => one.proof === null && one.saidByName === null))
    }
  })

  test('is taken back without a trace in the form, and with one in the trail', async () => {
    const id = await w.application('drafted')
    await say(id, 'employees', { said: '30' })
    await say(id, 'employees', {})
    const { said, saidByName, saidAt } = await entry(id, 'employees')
    assert.deepEqual([said, saidByName, saidAt], [null, null, null])
    const { events } = await w.seenApplication(id, 'a')
    assert.deepEqual(events.map((one) => one.act).slice(0, 2), ['unsay', 'say'])
  })

  test('of a firm without machines says why nothing is known, and is not filled from another’s', async () => {
    const id = await w.draft(await w.programme(), {}, 'b')
    const { entries } = await w.seenApplication(id, 'b')
    const why = new Map(entries.map((one) => [one.key, one.reason]))
    assert.equal(why.get('keyProcessControl'), 'factory.missing.noKeyProcess')
    assert.equal(why.get('oee'), 'factory.missing.noSignals')
    assert.equal(why.get('assessLevel'), 'governance.missing.noAssessment')
    assert.equal(why.get('certificates'), 'governance.missing.noCertificate')
    assert.equal(why.get('employees'), 'governance.missing.notSaid')
    assert.equal(entries.find((one) => one.key === 'machines')?.value, '0')
    const own = await w.application('drafted')
    const code = (await entry(own, 'creditCode')).value
    assert.notEqual(entries.find((one) => one.key === 'creditCode')?.value, code)
  })

  test('of another firm is neither seen nor changed, by whoever', async () => {
    const id = await w.application('drafted')
    const { version } = await w.seenApplication(id, 'a')
    for (const who of ['b', 'operator', 'city', 'region', ...experts]) {
      const api = await w.by(who)
      const acts = [
        api.fillEntries({ ...w.params(id), body: { version } }),
        api.sayEntry({ params: { applicationId: id, key: 'oee' }, body: { said: '99', version } }),
      ]
      for (const one of await Promise.allSettled(acts)) assert.equal(one.status, 'rejected', who)
    }
    assert.equal((await entry(id, 'oee')).said, null)
  })
})

const runs = { seed: 20261128, numRuns: 300 }

const digits = fc.nat({ max: 999_999 }).map(String)
const zeros = fc.nat({ max: 3 }).map((count) => '0'.repeat(count))

test('a decimal means the same with zeros behind its point, and another with one digit more', () => {
  fc.assert(
    fc.property(digits, digits, zeros, (whole, part, more) => {
      const value = `${whole}.${part}`
      assert.equal(isOtherwise({ key: 'revenue', value, said: `${value}${more}` }), false)
      assert.equal(isOtherwise({ key: 'revenue', value: whole, said: `${whole}.${more || '0'}` }), false)
      assert.equal(isOtherwise({ key: 'revenue', value, said: `${value}1` }), true)
      assert.equal(isOtherwise({ key: 'revenue', value, said: `1${value}` }), true)
    }),
    runs,
  )
})

test('what may be said of a number is what reads as one and is not below zero', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), (text) => {
      if (!isSayable('machines', text)) return
      assert.ok(Number.isFinite(Number(text)) && Number(text) >= 0, text)
      assert.equal(text, text.trim())
    }),
    runs,
  )
})

type Deed =
  | { do: 'say'; key: (typeof entryKeys)[number]; said: string; reason?: string }
  | { do: 'unsay'; key: (typeof entryKeys)[number] }
  | { do: 'fill' }

const key = fc.constantFrom(...entryKeys)
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    do: fc.constant('say' as const),
    key,
    said: fc.constantFrom('0', '7', '7.50', '很多', 'small', ' '),
    reason: fc.constant('另行统计'),
  }),
  fc.record({ do: fc.constant('say' as const), key, said: fc.constantFrom('3', 'large') }),
  fc.record({ do: fc.constant('unsay' as const), key }),
  fc.constant({ do: 'fill' as const }),
)

/** Does a clerk let it pass? */
function passes(one: Deed, known: ReadonlyMap<string, string | null>): boolean {
  if (one.do === 'fill') return true
  if (entryKinds[one.key].isFixed) return false
  if (one.do === 'unsay') return true
  if (!isSayable(one.key, one.said)) return false
  return known.get(one.key) === null || one.reason !== undefined
}

test('whatever is said in whatever order, what is known stays and the last word stands', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 6, maxLength: 12 }), async (deeds) => {
      const id = await w.application('drafted')
      const first = (await w.seenApplication(id, 'a')).entries
      const known = new Map(first.map((one) => [one.key as string, one.value]))
      const paper = new Map<string, string>()
      for (const one of deeds) {
        const work = w.now('a', id, (api, version) => {
          if (one.do === 'fill') return api.fillEntries({ ...w.params(id), body: { version } })
          const params = { applicationId: id, key: one.key }
          const said =
            one.do === 'say' ? { said: one.said, ...(one.reason ? { reason: one.reason } : {}) } : {}
          return api.sayEntry({ params, body: { ...said, version } })
        })
        if (!passes(one, known)) {
          const isRefused = (error: unknown) => error instanceof RequestFault
          await assert.rejects(work, isRefused, JSON.stringify(one))
          continue
        }
        await work
        if (one.do === 'say') paper.set(one.key, one.said.trim())
        if (one.do === 'unsay') paper.delete(one.key)
      }
      const { entries, state } = await w.seenApplication(id, 'a')
      assert.equal(state, 'drafted')
      for (const one of entries) {
        assert.equal(one.value, known.get(one.key), `${one.key} is not written over`)
        assert.equal(one.said, paper.get(one.key) ?? null, one.key)
        assert.equal(one.isNumber, isNumber(one.key))
      }
    }),
    { seed: 20261128, numRuns: 6 },
  )
})
