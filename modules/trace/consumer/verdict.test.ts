import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { mapOf, type Stop, safe } from './map.ts'
import { type Known, kilometres, phonesPerWeekMax, type Scan, type Warning, warningsOf } from './verdict.ts'
import { languageOf, say, spoken, stepName } from './words.ts'

const hour = 3_600_000
const nanning = { latitude: 22.8, longitude: 108.3 }
const hanoi = { latitude: 21.0, longitude: 105.8 }
const bangkok = { latitude: 13.8, longitude: 100.5 }
const scan = (at: number, fields: Partial<Scan> = {}): Scan => ({
  ...{ at, visitor: `v${at}`, latitude: null, longitude: null },
  ...fields,
})
const known = (fields: Partial<Known> = {}): Known => ({
  ...{ isSerial: true, isIssued: true, disposition: 'active', persistent: [], scans: [] },
  ...fields,
})
const phones = (count: number, apartMs: number) =>
  Array.from({ length: count }, (_, at) => scan(at * apartMs))

describe('a warning', () => {
  const cases: readonly [string, Partial<Known>, Warning[]][] = [
    ['none where nothing is wrong', {}, []],
    ['for a serial number that was never issued', { isIssued: false }, ['notIssued']],
    ['none for a lot that nobody captured', { isIssued: false, isSerial: false }, []],
    ['for what is recalled now', { disposition: 'recalled' }, ['recalled']],
    ['for what stays recalled', { persistent: ['recalled'] }, ['recalled']],
    ['for what is destroyed', { disposition: 'destroyed' }, ['withdrawn']],
    [
      'for what is stolen and recalled',
      { disposition: 'stolen', persistent: ['recalled'] },
      ['recalled', 'withdrawn'],
    ],
    ['none for what was sold', { disposition: 'retail_sold' }, []],
    ['none without any disposition', { disposition: null }, []],
    ['for too many phones in a week', { scans: phones(phonesPerWeekMax + 1, hour) }, ['manyPhones']],
    ['none for as many over a year', { scans: phones(phonesPerWeekMax + 1, 400 * hour) }, []],
    ['none at the limit', { scans: phones(phonesPerWeekMax, hour) }, []],
    ['none for many phones at a product', { isSerial: false, scans: phones(100, hour) }, []],
    ['for two places too far apart', { scans: [scan(0, nanning), scan(hour, bangkok)] }, ['farApart']],
    ['none when there was time to fly', { scans: [scan(0, nanning), scan(5 * hour, bangkok)] }, []],
    ['in whatever sequence they come', { scans: [scan(hour, bangkok), scan(0, nanning)] }, ['farApart']],
    ['none for two looks at one place', { scans: [scan(0, nanning), scan(1, nanning)] }, []],
    ['none where one place is not known', { scans: [scan(0, nanning), scan(1)] }, []],
    ['for places of one minute', { scans: [scan(0, hanoi), scan(60_000, nanning)] }, ['farApart']],
  ]
  for (const [name, fields, wanted] of cases) {
    test(name, () => assert.deepEqual(warningsOf(known(fields)), wanted))
  }

  test('of the same phone is none, however often it looks', () => {
    const scans = phones(200, hour).map((one) => ({ ...one, visitor: 'me' }))
    assert.deepEqual(warningsOf(known({ scans })), [])
  })

  test('of too many phones is what counting every week says', () => {
    const scans = fc.array(
      fc.record({ day: fc.integer({ min: 0, max: 30 }), visitor: fc.integer({ min: 0, max: 40 }) }),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(scans, (list) => {
        const all = list.map(({ day, visitor }) => scan(day * 24 * hour, { visitor: String(visitor) }))
        const most = Math.max(
          0,
          ...list.map(({ day }) => {
            const week = list.filter((one) => one.day >= day && one.day <= day + 7)
            return new Set(week.map(({ visitor }) => visitor)).size
          }),
        )
        assert.equal(warningsOf(known({ scans: all })).includes('manyPhones'), most > phonesPerWeekMax)
      }),
      { seed: 20261128, numRuns: 200 },
    )
  })

  test('measures the earth: Nanning to Bangkok', () => {
    const distance = kilometres(scan(0, nanning), scan(0, bangkok))
    assert.ok(distance > 1280 && distance < 1320, String(distance))
  })
})

describe('a map', () => {
  const stop = (name: string, latitude: number, longitude: number): Stop => ({ name, latitude, longitude })
  test('marks every place once, numbered as they were passed', () => {
    const map = mapOf([stop('A', 22, 108), stop('A', 22, 108), stop('B', 24, 109), stop('A', 22, 108)], 'way')
    assert.deepEqual(
      [...map.matchAll(/class="number">(\d)/g)].map(([, number]) => number),
      ['1', '2'],
    )
    assert.equal([...map.matchAll(/<circle/g)].length, 2)
    assert.match(map, /role="img" aria-label="way"/)
  })
  test('puts north above south and east right of west, and all inside', () => {
    const stops = fc.array(
      fc.record({
        name: fc.constant('x'),
        latitude: fc.double({ min: -80, max: 80, noNaN: true }),
        longitude: fc.double({ min: -170, max: 170, noNaN: true }),
      }),
      { minLength: 1, maxLength: 8 },
    )
    fc.assert(
      fc.property(stops, (places) => {
        for (const [, x, y] of mapOf(places, 't').matchAll(/<circle cx="([^"]+)" cy="([^"]+)"/g)) {
          assert.ok(Number(x) >= 0 && Number(x) <= 640, `${x}`)
          assert.ok(Number(y) >= 0 && Number(y) <= 360, `${y}`)
        }
      }),
      { seed: 20261128, numRuns: 200 },
    )
    const [, north, south] =
      /points="[^,]+,([\d.]+) [^,]+,([\d.]+)"/.exec(mapOf([stop('n', 30, 100), stop('s', 20, 101)], 't')) ??
      []
    assert.ok(Number(north) < Number(south))
  })
  test('of nowhere is nothing, and names of others stay text', () => {
    assert.equal(mapOf([], 't'), '')
    const map = mapOf([stop('<script>"&\'', 1, 1)], '"><script>')
    assert.doesNotMatch(map, /<script>/)
    assert.equal(safe('<a href="x">&\''), '&lt;a href=&quot;x&quot;&gt;&amp;&#39;')
  })
})

describe('the language of the page', () => {
  const cases: readonly [string | undefined, string | undefined, string][] = [
    ['vi', 'zh', 'vi'],
    [undefined, 'th-TH,th;q=0.9', 'th'],
    [undefined, 'fr,ms;q=0.5', 'ms'],
    ['xx', 'my', 'my'],
    [undefined, undefined, 'en'],
    ['', 'de', 'en'],
    ['ZH-hans', undefined, 'zh'],
  ]
  for (const [chosen, header, wanted] of cases) {
    test(`${chosen ?? '-'} ${header ?? '-'}: ${wanted}`, () =>
      assert.equal(languageOf(chosen, header), wanted))
  }
  test('has every word in each of seven languages, with its blanks filled', () => {
    assert.equal(spoken.length, 7)
    for (const language of spoken) {
      assert.match(say(language, 'trace.consumer.scans', { count: 7 }), /7/)
      assert.match(say(language, 'trace.consumer.until', { day: '2029-12-31' }), /2029-12-31/)
      assert.ok(stepName(language, 'shipping').length > 0)
    }
    assert.equal(stepName('en', 'void_shipping'), 'void shipping')
  })
})

describe('the distance of two looks', () => {
  const at = (latitude: number, longitude: number) => scan(0, { latitude, longitude })
  const cases: readonly [string, Scan, Scan, number][] = [
    ['a quarter of the equator', at(0, 0), at(0, 90), 10_007.5],
    ['pole to pole', at(90, 0), at(-90, 0), 20_015.1],
    ['across the date line', at(0, 179), at(0, -179), 222.4],
    ['nowhere', at(22.8, 108.3), at(22.8, 108.3), 0],
    ['Nanning to Liuzhou', at(22.8, 108.3), at(24.3, 109.4), 200.5],
  ]
  for (const [name, one, other, wanted] of cases) {
    test(name, () => {
      assert.ok(Math.abs(kilometres(one, other) - wanted) < 1, String(kilometres(one, other)))
      assert.ok(Math.abs(kilometres(other, one) - wanted) < 1)
    })
  }

  test('is never more than half around the earth, and the same both ways', () => {
    const place = fc.record({
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    })
    fc.assert(
      fc.property(place, place, (one, other) => {
        const there = kilometres(scan(0, one), scan(0, other))
        const back = kilometres(scan(0, other), scan(0, one))
        assert.ok(there >= 0 && there <= 20_016)
        assert.ok(Math.abs(there - back) < 1e-6)
      }),
      { seed: 20261128, numRuns: 300 },
    )
  })
})

describe('several warnings', () => {
  test('stand in a fixed sequence, the gravest first, each once', () => {
    const scans = [...phones(phonesPerWeekMax + 5, hour), scan(0, nanning), scan(hour, bangkok)]
    const all = warningsOf(
      known({ isIssued: false, disposition: 'destroyed', persistent: ['recalled', 'recalled'], scans }),
    )
    assert.deepEqual(all, ['notIssued', 'recalled', 'withdrawn', 'manyPhones', 'farApart'])
  })

  test('of a lot are those of its state alone', () => {
    const scans = [...phones(phonesPerWeekMax + 5, hour), scan(0, nanning), scan(hour, bangkok)]
    const fields = { isSerial: false, isIssued: false, persistent: ['recalled'], scans }
    assert.deepEqual(warningsOf(known(fields)), ['recalled'])
  })

  test('have words in every language', () => {
    for (const language of spoken) {
      for (const one of ['notIssued', 'recalled', 'withdrawn', 'manyPhones', 'farApart'] as const)
        assert.ok(say(language, `trace.consumer.warning.${one}`).length > 10)
    }
  })
})
