import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { guangxi } from '../index.ts'
import { words } from '../words.ts'

const { sample } = guangxi
const organisations = sample.organisations().organisations
const byCode = new Map(organisations.map((organisation) => [organisation.code, organisation]))
const equipment = sample.equipment().equipment
const key = (row: { organisation: string; code: string }) => `${row.organisation}/${row.code}`

test('organisations: all six kinds, enterprises in every city, one bureau for each city', () => {
  assert.equal(byCode.size, organisations.length)
  const count: Record<string, number> = {}
  for (const { kind } of organisations) count[kind] = (count[kind] ?? 0) + 1
  assert.deepEqual(count, {
    enterprise: 14,
    park: 2,
    serviceAgency: 2,
    institute: 2,
    financial: 2,
    government: 15,
  })
  const cities = guangxi.divisions().cities.map((city) => city.code)
  const enterprises = organisations.filter((one) => one.kind === 'enterprise')
  const of = (rows: typeof organisations) => new Set(rows.map((one) => `${one.region.slice(0, 4)}00`))
  assert.deepEqual([...of(enterprises)].toSorted(), cities)
  const bureaus = organisations.filter((one) => one.kind === 'government').map((one) => one.region)
  assert.deepEqual(bureaus, [guangxi.code, ...cities])
})

test('organisations: regions, trades and codes are real; names, numbers and addresses are not', () => {
  const { region, cities } = guangxi.divisions()
  const divisions = [region, ...cities, ...cities.flatMap((city) => city.counties)].map((one) => one.code)
  const trades = new Set(guangxi.trades().trades.map((trade) => trade.code))
  for (const one of organisations) {
    assert.match(one.code, /^[a-z0-9][a-z0-9-]{1,39}$/)
    assert.ok(divisions.includes(one.region), one.code)
    assert.ok(one.trade !== null && trades.has(one.trade), one.code)
    assert.ok(one.name.zh.includes('示例') && one.name.en.includes('Sample'), one.code)
    assert.ok(one.address.zh.includes('示例') && one.address.en.includes('Sample'), one.code)
    // No telephone number of a Chinese town begins with 0 after its area code.
    assert.match(one.contact.phone, /^077\d-0/)
    assert.equal(one.kind === 'enterprise', one.production !== null && one.size !== null)
  }
})

test('organisations: credit codes pass both checks of GB 32100 and have a body nobody is given', () => {
  assert.equal(new Set(organisations.map((one) => one.creditCode)).size, organisations.length)
  for (const { creditCode, kind, region } of organisations) {
    assert.match(creditCode, /^(91|12|11)45\d{4}YY\d{6}[\dX][\dA-HJ-NPQRTUWXY]$/)
    assert.equal(creditCode[17], checkCharacter(creditCode.slice(0, 17)))
    assert.equal(creditCode[16], bodyCheck(creditCode.slice(8, 16)))
    assert.equal(creditCode.slice(0, 2) === '11', kind === 'government')
    assert.equal(creditCode.slice(2, 6), region.slice(0, 4))
  }
})

test('credit codes: the checks agree with a published code and refuse its neighbour', () => {
  assert.equal(checkCharacter('91350000611528672'), 'E')
  assert.notEqual(checkCharacter('91350000611528673'), 'E')
  assert.equal(bodyCheck('61152867'), '2')
})

test('organisations: the size class follows from employees and revenue', () => {
  // 统计上大中小微型企业划分办法（2017）, industry: both lower bounds; 10,000 yuan are 1,000,000 fen.
  const bounds = { large: [1000, 40_000], medium: [300, 2000], small: [20, 300], micro: [0, 0] } as const
  for (const { size } of organisations) {
    if (size === null) continue
    const meets = Object.entries(bounds).find(
      ([, [employees, revenue]]) => size.employees >= employees && size.revenueFen >= revenue * 1_000_000,
    )
    assert.equal(size.class, meets?.[0])
  }
})

test('people: one account for each role, at a kind of organisation that may have it', () => {
  const file = new URL('../../../modules/registry/roles.json', import.meta.url)
  const roles: { code: string; kinds: string[] }[] = JSON.parse(readFileSync(file, 'utf8'))
  const people = sample.people().people
  assert.equal(new Set(people.map((person) => person.email)).size, people.length)
  const memberships = people.flatMap((person) => person.memberships)
  assert.deepEqual(
    [...new Set(memberships.map((one) => one.role))].toSorted(),
    roles.map((role) => role.code).toSorted(),
  )
  assert.equal(people.filter((person) => person.memberships.length === 2).length, 1)
  for (const { organisation, role } of memberships) {
    const kind = byCode.get(organisation)?.kind
    assert.ok(kind && roles.find((one) => one.code === role)?.kinds.includes(kind), `${role} ${organisation}`)
  }
  for (const { email, name } of people) {
    assert.match(email, /^[a-z-]+@sample\.ronghe\.example$/)
    assert.ok(name.zh.includes('示例') && name.en.includes('Sample'))
  }
})

test('units: a parent of the next higher level stands before its children', () => {
  const above = { site: null, area: 'site', line: 'area', cell: 'line' } as const
  const level = new Map<string, string>()
  for (const unit of sample.units().units) {
    assert.ok(byCode.has(unit.organisation) && !level.has(key(unit)), key(unit))
    const parent = unit.parent === null ? null : level.get(`${unit.organisation}/${unit.parent}`)
    assert.equal(parent, above[unit.level], key(unit))
    level.set(key(unit), unit.level)
    if (unit.level === 'site') assert.ok(unit.name.zh.includes('示例') && unit.name.en.includes('sample'))
  }
})

test('parks: lie in a division, are run by a park’s organisation, and hold firms of that city', () => {
  const placed = new Set<string>()
  for (const { code, name, region, operator, firms } of sample.parks().parks) {
    assert.ok(name.zh.includes('示例') && name.en.includes('Sample'), code)
    assert.ok(operator === null || byCode.get(operator)?.kind === 'park', code)
    for (const firm of firms) {
      assert.equal(byCode.get(firm)?.region.slice(0, 4), region.slice(0, 4), `${code} ${firm}`)
      assert.ok(!placed.has(firm), `${firm} lies in one park`)
      placed.add(firm)
    }
  }
})

test('equipment: refers to what is there, says that it is a sample, has dates in order', () => {
  const units = new Set(sample.units().units.map(key))
  const edges = new Set(sample.equipment().edges.map(key))
  assert.equal(new Set(equipment.map(key)).size, equipment.length)
  for (const one of equipment) {
    assert.ok(units.has(`${one.organisation}/${one.unit}`), key(one))
    assert.match(JSON.stringify(one), /示例/)
    assert.match(one.builtOn, /^\d{4}-\d\d-\d\d$/)
    assert.ok(one.builtOn <= one.commissionedOn, key(one))
    assert.ok(one.retiredOn === null || one.commissionedOn < one.retiredOn, key(one))
    assert.equal(one.isNetworked, one.connection !== null, key(one))
    if (one.connection) assert.ok(edges.has(`${one.organisation}/${one.connection.edge}`))
  }
})

test('equipment: numerical control is judged by the kind of production', () => {
  for (const one of equipment) {
    const production = byCode.get(one.organisation)?.production
    const counts = production === 'discrete' ? ['cnc'] : ['plc', 'dcs']
    assert.equal(one.isNumericalControl, counts.includes(one.control), key(one))
  }
})

test('equipment: three connected machine tools, a furnace and a meter, and 3 to 15 in each register', () => {
  const connected = equipment.flatMap((one) => (one.connection ? [one.connection] : []))
  assert.deepEqual(
    connected.map((one) => [one.device, one.machine, one.protocol]),
    [
      ['mazak03', 'Mazak03', 'mtconnect'],
      ['furnace01', 'Furnace01', 'mtconnect'],
      ['meter01', 'Meter01', 'mtconnect'],
      ['mazak01', 'Mazak01', 'opcua'],
      ['gfagie01', 'GFAgie01', 'mtconnect'],
    ],
  )
  const count = new Map<string, number>()
  for (const { organisation } of equipment) count.set(organisation, (count.get(organisation) ?? 0) + 1)
  assert.ok(count.size >= 12)
  for (const machines of count.values()) assert.ok(machines >= 3 && machines <= 15)
})

test('rosters: dated, in order, each firm once and known', () => {
  const rosters = sample.rosters().rosters
  const days = rosters.map((roster) => roster.validFrom)
  assert.deepEqual(days, [...new Set(days)].toSorted())
  for (const { organisations: listed } of rosters) {
    assert.equal(new Set(listed).size, listed.length)
    for (const code of listed) assert.equal(byCode.get(code)?.kind, 'enterprise', code)
  }
})

test('runs: each connected machine has an ideal cycle or a reason why there is none', () => {
  const { runs, undeclared } = sample.runs()
  const told = [...runs, ...undeclared].map((one) => `${one.organisation}/${one.equipment}`)
  assert.deepEqual(
    told.toSorted(),
    equipment
      .filter((one) => one.connection)
      .map(key)
      .toSorted(),
  )
})

test('alarms: each is on a connected machine of the sample, and reads signals that the machine has', () => {
  const { definitions } = sample.alarms()
  assert.ok(definitions.length >= 10)
  const connected = new Set(equipment.filter((one) => one.connection).map(key))
  const codes = definitions.map(({ organisation, code }) => `${organisation}/${code}`)
  assert.equal(new Set(codes).size, codes.length)
  for (const { organisation, equipment: machine, body, code } of definitions) {
    assert.ok(connected.has(`${organisation}/${machine}`), code)
    const tags = sample
      .tags()
      .machines.find((one) => one.organisation === organisation && one.equipment === machine)?.tags
    const names = new Set(tags?.flatMap(({ name, type }) => [name, type]))
    if (typeof body.signal === 'string') assert.ok(names.has(body.signal), `${code} reads ${body.signal}`)
  }
  const units = new Set(sample.units().units.map(({ organisation, code }) => `${organisation}/${code}`))
  for (const { organisation, unit } of sample.alarms().groups) assert.ok(units.has(`${organisation}/${unit}`))
})

test('every word is there in Chinese and in English, and every file says that it is a sample', () => {
  for (const read of Object.values(sample)) {
    for (const { zh, en } of words(read())) {
      assert.match(zh, /\p{Script=Han}/u, en)
      assert.match(en, /[A-Za-z]/, zh)
    }
    if (read !== sample.tags) assert.match(read().source.zh, /示例/)
  }
})

/** GB 32100-2015, 5.2.5: modulus 31 over the first 17 characters. */
function checkCharacter(first17: string): string | undefined {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  let sum = 0
  let weight = 1
  for (const character of first17) {
    sum += alphabet.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return alphabet[(31 - (sum % 31)) % 31]
}

/** GB 11714: modulus 11 over the eight characters of an organisation's own code. */
function bodyCheck(first8: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((all, weight, at) => all + Number.parseInt(first8[at] ?? '', 36) * weight, 0)
  const rest = 11 - (sum % 11)
  return rest === 10 ? 'X' : String(rest % 11)
}

test('shop floor: what people said names machines, units, signals, people and days that are there', () => {
  const { products, routes, stopWords, handover, andon, anomalies } = sample.shop()
  const machines = new Set(equipment.map(key))
  const known = (one: { organisation: string; equipment: string | null }) =>
    assert.ok(
      one.equipment === null || machines.has(`${one.organisation}/${one.equipment}`),
      one.organisation,
    )
  for (const one of [...stopWords, ...handover, ...andon, ...anomalies]) known(one)
  for (const { organisation, rates } of products)
    for (const rate of rates) known({ organisation, equipment: rate.equipment })
  const units = new Set(sample.units().units.map(key))
  for (const { organisation, unit } of handover) assert.ok(units.has(`${organisation}/${unit}`), unit)
  const people = sample.people().people.map(({ email }) => email.split('@')[0])
  for (const { person, daysAgo } of handover) assert.ok(people.includes(person) && daysAgo > 0, person)
  for (const { answerMinutes, resolveMinutes } of andon) assert.ok(answerMinutes < resolveMinutes)
  const shifts = sample.shifts().calendars.flatMap((one) => one.shifts.map(({ name }) => name.zh))
  for (const { shift, levels } of routes) {
    assert.ok(!shift || shifts.includes(shift.zh), shift?.zh)
    assert.ok(levels.every((one, at) => one.afterMinutes > (levels[at - 1]?.afterMinutes ?? -1)))
  }
  for (const { organisation, equipment: code, signals } of anomalies) {
    const own = sample
      .tags()
      .machines.find((one) => one.organisation === organisation && one.equipment === code)
    const numbers = own?.tags.filter((tag) => tag.valueType === 'number').map((tag) => tag.name)
    for (const signal of signals) assert.ok(numbers?.includes(signal), signal)
  }
})
