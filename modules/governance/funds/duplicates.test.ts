import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { factory } from '@ronghe/factory/contract'
import { client } from '@ronghe/kit/client'
import fc from 'fast-check'
import { type FundWorld, fundWorld } from '../test/funds.ts'
import { organisationOf, refused, told } from '../test/supervision.ts'
import { addMachines } from '../test/world.ts'
import { serialKey, subjectKey } from './duplicates.ts'

let w: FundWorld
before(async () => {
  w = await fundWorld()
})
after(() => w.house.close())

type Decision = 'same' | 'different' | 'allowed'

const submitted = async (who: string, change: object, programme?: string): Promise<string> => {
  const id = await w.draft(programme ?? (await w.programme()), { equipmentCodes: [], ...change }, who)
  const api = await w.by(who)
  const { version } = await api.application(w.params(id))
  await api.moveApplication({ ...w.params(id), body: { act: 'submit', version } })
  return id
}
const hitsOf = async (id: string, who = 'region') => (await w.seenApplication(id, who)).duplicates
const decide = async (id: string, place: number, decision: Decision, who = 'region') => {
  const api = await w.by(who)
  const found = await api.application(w.params(id))
  const hit = found.duplicates[place]
  assert.ok(hit)
  const { applicationNumber, kind, key } = hit
  const body = {
    applicationNumber,
    kind,
    key,
    decision,
    reason: `认定为 ${decision}`,
    version: found.version,
  }
  await api.decideDuplicate({ ...w.params(id), body })
}
const pass = async (id: string) => {
  const api = await w.by('region')
  const { version } = await api.application(w.params(id))
  await api.checkApplication({ ...w.params(id), body: { act: 'pass', version } })
}

/** Another firm may have registered the machine of firm A as its own, under a code of its own. */
async function sameMachineTwice() {
  const machine = { isKeyProcess: true, isNumericalControl: true, isConnected: false, isOnline: false }
  await addMachines(w.house, [{ ...machine, firm: 'firm-b', isProved: false, isRetired: false }])
  const found = []
  for (const [who, serialNumber] of [
    ['a', 'SN-0042/A'],
    ['b', 'ｓｎ ００４２ａ'],
  ] as const) {
    const { headers } = await w.by(who)
    const api = client(factory, { base: w.house.url, headers: () => headers })
    const organisation = await organisationOf(w.house, who)
    const one = (await api.equipment({ query: { organisation } })).rows[0]
    assert.ok(one)
    const { unitId, code, name, isNumericalControl, isKeyProcess, isNetworked, version } = one
    const body = { unitId, code, name, isNumericalControl, isKeyProcess, isNetworked, version }
    const maker = who === 'a' ? '示例 机床厂' : '示例机床厂'
    await api.changeEquipment({ params: { equipmentId: one.id }, body: { ...body, maker, serialNumber } })
    found.push({ id: one.id, code })
  }
  return found as [{ id: string; code: string }, { id: string; code: string }]
}

describe('the same thing in two applications', () => {
  test('a machine that two firms registered is found by its serial number, and opens to both', async () => {
    const [ofA, ofB] = await sameMachineTwice()
    const first = await submitted('b', { equipmentCodes: [ofB.code], invoiceNumbers: [] })
    const second = await submitted('a', { equipmentCodes: [ofA.code], invoiceNumbers: [] })
    const [hit, ...more] = await hitsOf(second)
    assert.equal(more.length, 0)
    assert.deepEqual([hit?.kind, hit?.how, hit?.key, hit?.otherKey], ['equipment', 'serial', ofA.id, ofB.id])
    assert.deepEqual([hit?.otherId, hit?.otherOrganisationName], [first, '企业firm-b'])
    const [back] = await hitsOf(first)
    assert.deepEqual([back?.otherId, back?.key, back?.otherKey], [second, ofB.id, ofA.id], 'from either side')
  })

  test('is told to officials alone, and the other’s name to who may see it', async () => {
    const invoice = { invoiceNumbers: ['ＦＰ－２０２６ ０００１'] }
    const first = await submitted('b', invoice)
    const second = await submitted('a', { invoiceNumbers: ['fp20260001'] })
    assert.deepEqual(await hitsOf(second, 'a'), [], 'the firm is not told of the other')
    assert.deepEqual(await hitsOf(first, 'b'), [])
    const [ofCity] = await hitsOf(second, 'city')
    assert.equal(ofCity?.kind, 'invoice')
    const hidden = [ofCity?.otherId, ofCity?.otherOrganisationName, ofCity?.otherTitle, ofCity?.otherLabel]
    assert.deepEqual(hidden, [null, null, null, null], 'firm B is of another city')
    assert.ok(ofCity?.applicationNumber, 'but that there is one, and where to ask')
    assert.equal((await hitsOf(second))[0]?.otherOrganisationName, '企业firm-b')
    const body = { kind: 'invoice' as const, decision: 'different' as const, reason: '不是' }
    for (const who of ['a', 'b', 'other-city', 'e1']) {
      const { version } = await w.seenApplication(second)
      const mine = {
        ...body,
        applicationNumber: ofCity?.applicationNumber ?? '',
        key: ofCity?.key ?? '',
        version,
      }
      const work = (await w.by(who)).decideDuplicate({ ...w.params(second), body: mine })
      await assert.rejects(work, (error: { status: number }) => [403, 404].includes(error.status), who)
    }
  })

  test('is decided with a reason before the check passes; twice supported does not pass', async () => {
    const programmes = [await w.programme(), await w.programme()]
    const first = await submitted(
      'b',
      { title: '五轴加工单元改造', invoiceNumbers: ['77770001'] },
      programmes[0],
    )
    const second = await submitted(
      'a',
      { title: '五轴 加工单元 改造', invoiceNumbers: ['7777-0001'] },
      programmes[1],
    )
    const kinds = async () => (await hitsOf(second)).map((one) => one.kind)
    assert.deepEqual(await kinds(), ['invoice', 'project'])
    await assert.rejects(pass(second), refused('governance.duplicate.open'))
    await decide(second, 0, 'same')
    await decide(second, 1, 'different')
    await assert.rejects(pass(second), refused('governance.duplicate.same'))
    await decide(second, 0, 'allowed')
    const [hit] = await hitsOf(second)
    assert.deepEqual([hit?.decision, hit?.reason, hit?.byName], ['allowed', '认定为 allowed', 'region'])
    await pass(second)
    assert.equal((await w.seenApplication(second)).state, 'checked')
    assert.equal((await hitsOf(first))[0]?.decision, 'allowed', 'it stands for both sides')
    await told(w.house, 'a', /审查/)
    const { events } = await w.seenApplication(second, 'a')
    const judged = events.filter((one) => one.act === 'judge')
    assert.equal(judged.length, 3)
    assert.ok(
      judged.every((one) => one.comment === null),
      'the firm’s trail names no other',
    )
  })

  test('a decision on what is not a hit, or on another version, is refused', async () => {
    const id = await submitted('a', { invoiceNumbers: ['88880001'] })
    const { version } = await w.seenApplication(id)
    const body = { applicationNumber: 'F2026-99999', kind: 'invoice' as const, key: '88880001' }
    const decided = { ...body, decision: 'different' as const, reason: '不是' }
    const region = await w.by('region')
    const work = (seen: number) =>
      region.decideDuplicate({ ...w.params(id), body: { ...decided, version: seen } })
    await assert.rejects(work(version), { status: 404 })
    await assert.rejects(work(version + 1), refused('governance.item.changedSince'))
  })
})

const runs = { seed: 20261128, numRuns: 400 }
const digits = fc.string({ unit: fc.constantFrom(...'0123456789ABCDEF'), minLength: 4, maxLength: 20 })
/** What people put between, before and behind the signs of a number. */
const noise = fc.constantFrom('', ' ', '-', '－', '　', '.', '/', '—', '（', '#')
const wide = (sign: string) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)

test('however a number is spelled, it is the same number; another number never is', () => {
  const spelled = fc.tuple(digits, fc.array(fc.tuple(noise, fc.nat(2)), { minLength: 20, maxLength: 20 }))
  fc.assert(
    fc.property(spelled, ([number, ways]) => {
      const written = [...number].map((sign, place) => {
        const [between, way] = ways[place] ?? ['', 0]
        return between + (way === 0 ? sign : way === 1 ? sign.toLowerCase() : wide(sign))
      })
      assert.equal(subjectKey(written.join('')), subjectKey(number), written.join(''))
      assert.equal(subjectKey(written.join('')), number.toLowerCase(), 'a clerk reads the same signs')
    }),
    runs,
  )
  fc.assert(
    fc.property(digits, digits, (one, other) => {
      assert.equal(subjectKey(one) === subjectKey(other), one === other)
    }),
    runs,
  )
})

test('a serial number is told apart from another maker’s, wherever the two meet', () => {
  fc.assert(
    fc.property(digits, digits, (maker, serialNumber) => {
      const key = serialKey({ maker, serialNumber })
      assert.equal(key, `${maker.toLowerCase()}/${serialNumber.toLowerCase()}`)
      const moved = { maker: maker + serialNumber.slice(0, 1), serialNumber: serialNumber.slice(1) }
      assert.notEqual(serialKey(moved), key)
    }),
    runs,
  )
})
