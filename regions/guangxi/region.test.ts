import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guangxi } from './index.ts'
import { words } from './words.ts'

test('divisions: one region, 14 cities, 111 counties, each code under its parent', () => {
  const { region, cities } = guangxi.divisions()
  assert.equal(region.code, guangxi.code)
  assert.equal(cities.length, 14)
  const counties = cities.flatMap((city) => city.counties)
  assert.equal(counties.length, 111)
  const codes = [region.code, ...cities.map((city) => city.code), ...counties.map((county) => county.code)]
  assert.equal(new Set(codes).size, 126)
  for (const code of codes) assert.match(code, /^45\d{4}$/)
  for (const city of cities) {
    assert.match(city.code, /00$/)
    for (const county of city.counties) {
      assert.equal(county.code.slice(0, 4), city.code.slice(0, 4))
      assert.doesNotMatch(county.code, /00$/)
    }
  }
})

test('divisions: the kind of a county follows from its Chinese name, and both names say it', () => {
  const endings = {
    district: ['区', 'District'],
    county: ['县', 'County'],
    city: ['市', 'City'],
    'autonomous-county': ['自治县', 'Autonomous County'],
  } as const
  for (const county of guangxi.divisions().cities.flatMap((city) => city.counties)) {
    const [zh, en] = endings[county.kind]
    assert.ok(county.name.zh.endsWith(zh) && county.name.en.endsWith(` ${en}`), county.name.en)
    assert.equal(county.kind === 'autonomous-county', county.name.zh.endsWith('自治县'))
  }
})

test('trades: 20 sections, 97 divisions, 473 groups, 1382 classes; every parent is there', () => {
  const { trades } = guangxi.trades()
  const count = [0, 0, 0, 0]
  for (const trade of trades) count[trade.level] = (count[trade.level] ?? 0) + 1
  assert.deepEqual(count, [20, 97, 473, 1382])
  const byCode = new Map(trades.map((trade) => [trade.code, trade]))
  assert.equal(byCode.size, trades.length)
  for (const trade of trades) {
    assert.ok(trade.name.zh.length > 0)
    if (trade.level === 0) assert.equal(trade.parent, null)
    else assert.equal(byCode.get(trade.parent ?? '')?.level, trade.level - 1, trade.code)
    if (trade.level > 1) assert.equal(trade.parent, trade.code.slice(0, -1))
    if (trade.level < 2) assert.ok(trade.name.en, `${trade.code} has no English name`)
  }
  assert.equal(byCode.get('1340')?.name.zh, '制糖业')
  const manufacturing = trades.filter((trade) => trade.parent === 'C').map((trade) => Number(trade.code))
  assert.deepEqual(
    manufacturing,
    Array.from({ length: 31 }, (_, index) => 13 + index),
  )
})

test('departments: one government per city; groups name bodies that exist', () => {
  const { departments, cityGovernments, groups } = guangxi.departments()
  const cities = guangxi.divisions().cities
  assert.deepEqual(
    cityGovernments.map((government) => government.region),
    cities.map((city) => city.code),
  )
  const bodies = new Set([...departments, ...cityGovernments].map((body) => body.code))
  assert.equal(bodies.size, departments.length + cityGovernments.length)
  for (const group of groups) {
    assert.ok(!bodies.has(group.code))
    for (const member of group.members) assert.ok(bodies.has(member), member)
  }
})

test('cartogram: every city once, no tile twice, inside the grid, each city in one piece', () => {
  const { cities, columns, rows } = guangxi.cartogram()
  assert.deepEqual(
    cities.map((city) => city.region),
    guangxi.divisions().cities.map((city) => city.code),
  )
  const tiles = cities.flatMap((city) => city.tiles)
  assert.equal(new Set(tiles.map(String)).size, tiles.length)
  assert.equal(Math.max(...tiles.map(([column]) => column)), columns - 1)
  assert.equal(Math.max(...tiles.map(([, row]) => row)), rows - 1)
  for (const [column, row] of tiles) assert.ok(column >= 0 && row >= 0)
  for (const city of cities) assert.equal(pieces(city.tiles), 1, city.region)
  assert.equal(pieces(tiles), 1)
})

test('cartogram: the cities lie as they do on the ground', () => {
  const centre = (region: string) => {
    const tiles = guangxi.cartogram().cities.find((city) => city.region === region)?.tiles ?? []
    const sum = tiles.reduce((at, [column, row]) => [at[0] + column + (row % 2) / 2, at[1] + row], [0, 0] as [
      number,
      number,
    ])
    return { x: sum[0] / tiles.length, y: sum[1] / tiles.length }
  }
  const westToEast = ['451000', '451200', '450200', '450300', '451100'].map((code) => centre(code).x)
  assert.deepEqual(
    westToEast,
    westToEast.toSorted((a, b) => a - b),
  )
  const northToSouth = ['450300', '451300', '450100', '450700', '450500'].map((code) => centre(code).y)
  assert.deepEqual(
    northToSouth,
    northToSouth.toSorted((a, b) => a - b),
  )
  assert.ok(centre('451400').x < centre('450100').x && centre('450600').x < centre('450500').x)
})

test('every word is there in Chinese and in English', () => {
  const { divisions, departments, plan, cartogram, trades } = guangxi
  const found = [divisions(), departments(), plan(), cartogram(), trades().source].flatMap((part) =>
    words(part),
  )
  assert.ok(found.length > 200)
  for (const { zh, en } of found) {
    assert.match(zh, /\p{Script=Han}|^%$/u, en)
    assert.match(en, /[A-Za-z]|^%$/, zh)
  }
})

/** How many connected pieces these hexagons form; odd rows are shifted right by half a tile. */
function pieces(tiles: readonly (readonly [number, number])[]): number {
  const left = new Map(tiles.map((tile) => [String(tile), tile]))
  let count = 0
  while (left.size > 0) {
    count += 1
    const queue = [left.values().next().value]
    for (let tile = queue.pop(); tile; tile = queue.pop()) {
      if (!left.delete(String(tile))) continue
      queue.push(
        ...neighbours(tile)
          .map((key) => left.get(key))
          .filter((next) => next !== undefined),
      )
    }
  }
  return count
}

function neighbours([column, row]: readonly [number, number]): string[] {
  const west = column - 1 + (row % 2)
  const sameRow = [column - 1, column + 1].map((at) => `${at},${row}`)
  return [...sameRow, ...[row - 1, row + 1].flatMap((at) => [`${west},${at}`, `${west + 1},${at}`])]
}

test('ledgers of systems answer what they can show, and never that use is improved continuously', () => {
  const counts = guangxi.frameworks.map((file) => {
    const { framework, questions } = file() as unknown as {
      framework: { code: string }
      questions: Record<string, { evidence?: { query: string; bands?: { answer: string }[] } }>
    }
    const evidenced = Object.values(questions).flatMap(({ evidence }) => (evidence ? [evidence] : []))
    const ofLedger = evidenced.filter(({ query }) => query.startsWith('registry.systems.'))
    const answers = new Set(ofLedger.flatMap(({ bands = [] }) => bands.map(({ answer }) => answer)))
    assert.ok(!answers.has('improved'), framework.code)
    return [framework.code, evidenced.length, ofLedger.length] as const
  })
  const of = (code: string) => counts.find(([one]) => one === code)?.slice(1)
  assert.deepEqual(of('GBT23020'), [28, 7])
  assert.deepEqual(of('GBT39116'), [54, 21])
  assert.deepEqual(of('smart-factory'), [3, 1])
})
