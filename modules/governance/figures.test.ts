import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assess } from '@ronghe/assess/contract'
import { client, type RequestFault } from '@ronghe/kit/client'
import { heldClock } from '@ronghe/kit/clock'
import type { TestHouse } from '@ronghe/kit/test'
import { keepToday } from './figures.ts'
import { addMachines, as, type MachineOf, world } from './test/world.ts'

/** 15:30 UTC is 23:30 of the same day in China. */
const clock = heldClock(new Date('2026-03-01T15:30:00Z'))
const hourMs = 3_600_000
const plain: MachineOf = {
  firm: 'firm-a',
  isKeyProcess: true,
  isNumericalControl: true,
  isConnected: false,
  isOnline: false,
  isProved: false,
  isRetired: false,
}

let house: TestHouse
before(async () => {
  house = await world({ clock })
})
after(() => house.close())

async function control() {
  const { goal, course } = await (await as(house, null)).goal({ params: { goalKey: 'control' } })
  return { goal, course }
}

describe('goals', () => {
  test('show two figures that are never mixed, and why one is missing', async () => {
    const { rows, total } = await (await as(house, null)).goals({})
    assert.equal(total, 5)
    assert.deepEqual(
      rows.map((one) => [one.key, one.evidenced.reason, one.declared.reason]),
      [
        ['control', 'governance.reason.noKeyProcess', 'governance.reason.noKeyProcess'],
        ['certified', 'governance.reason.noEvidence', 'governance.reason.noEvidence'],
        ['assessed', undefined, 'governance.reason.onlyEvidenced'],
        ['recognised', undefined, 'governance.reason.onlyEvidenced'],
        ['direction', 'governance.reason.noNumber', 'governance.reason.noNumber'],
      ],
    )
    for (const one of rows) {
      assert.deepEqual([one.evidenced.basis, one.declared.basis], ['evidenced', 'declared'])
      const proved = one.key === 'assessed' || one.key === 'recognised' ? 0 : null
      assert.deepEqual([one.evidenced.value, one.declared.value], [proved, null])
    }
  })

  test('of assessments and certificates are what that room says, and open to its page', async () => {
    const summary = await client(assess, { base: house.url }).summary({ query: { region: '450000' } })
    const { rows } = await (await as(house, null)).goals({})
    const found = new Map(rows.map((one) => [one.key, one.evidenced]))
    assert.equal(found.get('assessed')?.value, summary.firms)
    assert.equal(found.get('assessed')?.proof, '/governance/breakdown?goal=assessed&region=450000')
    const seen = (await (await as(house, 'region')).goals({})).rows.find((one) => one.key === 'assessed')
    const runs = '/assess/runs?framework=GBT23020&isCounted=true&region=450000'
    assert.equal(seen?.evidenced.proof, runs, 'the firms’ own runs for who answers for all of them')
    assert.equal(found.get('recognised')?.value, summary.certificates.length + summary.underWay)
    const certificates =
      '/assess/certificates?scheme=GX-FACTORY,GX-WORKSHOP&status=valid&region=450000&underWay=true'
    assert.equal(found.get('recognised')?.proof, certificates)
  })

  test('are found by name, and one that is not there is a fault', async () => {
    const { goals, goal } = await as(house, null)
    assert.deepEqual(
      (await goals({ query: { q: '贯标' } })).rows.map((one) => one.key),
      ['certified'],
    )
    await assert.rejects(goal({ params: { goalKey: 'none' } }), (fault: RequestFault) => {
      assert.equal(fault.answer.code, 'governance.goal.unknown')
      return fault.status === 404
    })
  })
})

describe('the figure of a day', () => {
  test('counts key firms only, as the mean of their own rates', async () => {
    await addMachines(house, [
      { ...plain, isProved: true },
      plain,
      { ...plain, isNumericalControl: false },
      { ...plain, isNumericalControl: false },
      { ...plain, firm: 'firm-b' },
      { ...plain, firm: 'firm-c', isProved: true },
    ])
    const { goal } = await control()
    // firm-a: 2 of 4 declared, 1 of 4 evidenced; firm-b: 1 of 1 and 0 of 1; firm-c is not on the roster.
    assert.deepEqual([goal.declared.value, goal.evidenced.value], [75, 12.5])
    assert.deepEqual(
      [goal.declared.numerator, goal.evidenced.numerator, goal.declared.denominator],
      [3, 1, 5],
    )
    assert.deepEqual(goal.declared.method?.values, { firms: 2, numerator: 3, denominator: 5, pooled: 60 })
    assert.equal(goal.target, 52)
  })

  test('opens to its firms for the region’s officials, to the divisions for all others', async () => {
    const about = { params: { goalKey: 'control' } }
    const region = await as(house, 'region')
    const { goal } = await region.goal(about)
    assert.equal(goal.evidenced.proof, '/governance/firms?region=450000&isKey=true')
    const { rows } = await region.firms({ query: { isKey: true } })
    const rates = rows.flatMap((one) => (one.rateEvidenced === null ? [] : [one.rateEvidenced]))
    const mean = rates.reduce((sum, one) => sum + one, 0) / rates.length
    assert.equal(goal.evidenced.value, mean * 100)
    for (const who of [null, 'a', 'city']) {
      const { goal: shown } = await (await as(house, who)).goal(about)
      assert.equal(shown.evidenced.proof, '/governance/divisions?region=450000&isKey=true')
      assert.equal(shown.evidenced.value, goal.evidenced.value)
    }
  })

  test('is kept by China’s calendar; the last computation of a day stands', async () => {
    await keepToday(house.house)
    const first = (await control()).course
    assert.deepEqual(
      first.map((one) => [one.day, one.declared, one.evidenced]),
      [['2026-03-01', 75, 12.5]],
    )
    await addMachines(house, [{ ...plain, firm: 'firm-b', isNumericalControl: false }])
    await keepToday(house.house)
    const second = (await control()).course
    assert.deepEqual(
      second.map((one) => [one.day, one.declared, one.evidenced]),
      [['2026-03-01', 50, 12.5]],
    )
    assert.notEqual(second[0]?.inputsHash, first[0]?.inputsHash)
  })

  test('is kept of what certificates and assessments prove too, where nothing is declared', async () => {
    const { goal } = await as(house, null)
    for (const goalKey of ['assessed', 'recognised']) {
      const { course } = await goal({ params: { goalKey } })
      assert.deepEqual(
        course.map((one) => [one.day, one.evidenced, one.declared]),
        [['2026-03-01', 0, null]],
        goalKey,
      )
      assert.match(course[0]?.inputsHash ?? '', /^[0-9a-f]{64}$/)
    }
    const [assessed, recognised] = [
      await goal({ params: { goalKey: 'assessed' } }),
      await goal({ params: { goalKey: 'recognised' } }),
    ]
    assert.notEqual(assessed.course[0]?.inputsHash, recognised.course[0]?.inputsHash)
  })

  test('begins anew at midnight in China, and the same inputs have the same hash', async () => {
    clock.move(hourMs)
    await keepToday(house.house)
    await keepToday(house.house)
    const { course } = await control()
    assert.deepEqual(
      course.map((one) => one.day),
      ['2026-03-01', '2026-03-02'],
    )
    assert.equal(course[0]?.inputsHash, course[1]?.inputsHash)
    assert.match(course[1]?.inputsHash ?? '', /^[0-9a-f]{64}$/)
  })

  test('is kept for no goal that nothing proves', async () => {
    const { goal } = await as(house, null)
    for (const goalKey of ['certified', 'direction'])
      assert.deepEqual((await goal({ params: { goalKey } })).course, [], goalKey)
  })
})

describe('the figures of the cities', () => {
  test('are kept beside the region’s, city by city, from the same counts', async () => {
    await addMachines(house, [
      { ...plain, firm: 'firm-a' },
      { ...plain, firm: 'firm-b', isNumericalControl: false },
    ])
    await keepToday(house.house)
    const { rows } = await (await as(house, null)).goalCities({ params: { goalKey: 'control' } })
    const shown = new Map(rows.map((one) => [one.code, one]))
    assert.deepEqual([...shown.keys()].toSorted(), ['450100', '450200'])
    for (const [code, one] of shown) {
      const query = { region: code, isKey: true }
      const overview = await (await as(house, null)).overview({ query })
      assert.equal(one.declared, overview.rateDeclared.value, code)
      assert.equal(one.evidenced, overview.rateEvidenced.value, code)
    }
  })

  test('of counts add up to the region’s', async () => {
    const api = await as(house, null)
    const { goal } = await api.goal({ params: { goalKey: 'assessed' } })
    const { rows } = await api.goalCities({ params: { goalKey: 'assessed' } })
    assert.equal(
      rows.reduce((sum, one) => sum + (one.evidenced ?? 0), 0),
      goal.evidenced.value,
    )
  })

  test('another look on the same day replaces them, and the next day begins a new one', async () => {
    await keepToday(house.house)
    const api = await as(house, null)
    const first = (await api.goalCities({ params: { goalKey: 'control' } })).rows
    clock.move(24 * hourMs)
    await keepToday(house.house)
    const second = (await api.goalCities({ params: { goalKey: 'control' } })).rows
    assert.equal(second.length, first.length)
    for (const [index, one] of second.entries()) assert.ok((one.day ?? '') > (first[index]?.day ?? ''))
  })

  test('are none for a goal that nothing proves, and an unknown goal is told', async () => {
    const api = await as(house, null)
    assert.deepEqual((await api.goalCities({ params: { goalKey: 'direction' } })).rows, [])
    await assert.rejects(api.goalCities({ params: { goalKey: 'nothing' } }), (error: unknown) => {
      return (error as RequestFault).answer.code === 'governance.goal.unknown'
    })
  })
})
