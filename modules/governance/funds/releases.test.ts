import assert from 'node:assert/strict'
import { test } from 'node:test'
import Draft04 from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import packageSchema from '../test/data/ocds/release-package-schema.json' with { type: 'json' }
import releaseSchema from '../test/data/ocds/release-schema.json' with { type: 'json' }
import { releasePackage } from './releases.ts'
import type { ApplicationRow } from './rows.ts'
import { applicationStates } from './steps.ts'

/** The standard's own schemata (see NOTICE), with no field but those that they name. */
const schema = addFormats.default(
  new Draft04.default({ allErrors: true, strict: true, allowUnionTypes: true }),
)
schema.addSchema(releaseSchema)
const isValid = schema.compile(packageSchema)
const faultsOf = (one: unknown) => (isValid(JSON.parse(JSON.stringify(one))) ? [] : isValid.errors)

const now = new Date('2026-11-02T02:00:00Z')
const publisher = '广西壮族自治区'
const about = {
  publisher,
  address: 'https://x.example',
  sample: '示例',
  licence: '',
  page: 1,
  pageSize: 2,
  total: 5,
  payers: new Map([['payer', '工业和信息化厅']]),
}

const application = (place: number, state: ApplicationRow['state']): ApplicationRow =>
  ({
    ...{ id: `a${place}`, organisationId: 'firm', organisationName: '企业', payerId: 'payer', state },
    ...{ number: `F2026-0000${place}`, title: '改造', programmeZh: '项目', version: 3, updatedAt: now },
    ...{ grantFen: 12_345_678, isSample: place % 2 === 0 },
  }) as ApplicationRow
const paid = [
  { id: 'p1', amountFen: 10_000_001, reason: '到场', at: now },
  { id: 'p2', amountFen: -1, reason: '收回', at: now },
]

test('a package is valid by the official schema in every state, and names only parties that it lists', () => {
  const granted = applicationStates.filter((one) => !['drafted', 'submitted', 'withdrawn'].includes(one))
  const rows = granted.map((state, place) => application(place, state))
  const made = releasePackage(
    now,
    rows,
    rows.map((_, place) => (place % 3 === 0 ? paid : [])),
    about,
  )
  assert.deepEqual(faultsOf(made), [])
  assert.deepEqual(made.publisher, { name: publisher }, 'the region publishes, and not the program')
  assert.equal(new Set(made.releases.map((one) => `${one.ocid} ${one.id}`)).size, rows.length)
  for (const one of made.releases) {
    assert.ok(!one.id.includes('#'))
    const parties = one.parties.map((party) => party.id)
    assert.ok(parties.includes(one.buyer.id))
    assert.equal(one.buyer.name, '工业和信息化厅', 'who runs the programme, and not the programme')
    for (const award of one.awards) {
      assert.ok(award.suppliers.every((supplier) => parties.includes(supplier.id)))
    }
    for (const contract of one.contracts ?? []) {
      assert.ok(one.awards.some((award) => award.id === contract.awardID))
      for (const { payer, payee, value } of contract.implementation.transactions) {
        assert.ok(parties.includes(payer.id) && parties.includes(payee.id) && payer.id !== payee.id)
        assert.ok(value.amount > 0 && value.currency === 'CNY', 'who pays says which way it went')
      }
    }
  }
})

test('amounts are yuan to the fen, and what came back is paid by the firm', () => {
  const [one] = releasePackage(now, [application(1, 'clawedBack')], [paid], about).releases
  const moved = one?.contracts?.[0]?.implementation.transactions ?? []
  assert.deepEqual(
    moved.map(({ value, payer }) => [value.amount, payer.id]),
    [
      [100_000.01, 'payer'],
      [0.01, 'firm'],
    ],
  )
  assert.equal(one?.awards[0]?.value.amount, 123_456.78)
  assert.equal(
    releasePackage(now, [application(1, 'approved')], [[]], about).releases[0]?.contracts,
    undefined,
  )
})

test('pages lead to each other by the named extension’s links, and a licence stands once set', () => {
  const page = (at: number, change: object = {}) =>
    releasePackage(now, [], [], { ...about, page: at, ...change })
  assert.equal(page(1).links.all.length, 3)
  assert.deepEqual([page(1).links.next, page(1).links.prev], [page(2).uri, undefined])
  assert.deepEqual([page(3).links.next, page(3).links.prev], [undefined, page(2).uri])
  assert.deepEqual(page(1, { total: 0 }).links.all, [page(1).uri])
  assert.match(page(1).extensions[0] ?? '', /^https:.*pagination.*extension\.json$/)
  assert.ok(!('license' in page(1)))
  const licence = 'https://creativecommons.org/licenses/by/4.0/'
  assert.equal(page(1, { licence }).license, licence)
})

test('the schema refuses no release, a field that it does not know, and a state of no list', () => {
  const made = releasePackage(now, [application(1, 'contracted')], [paid], about)
  const [one] = made.releases
  const paths = (change: object) => faultsOf({ ...made, ...change })?.map(({ instancePath }) => instancePath)
  assert.deepEqual(paths({ releases: [] }), ['/releases'])
  assert.deepEqual(paths({ releases: [{ ...one, grant: 1 }] }), ['/releases/0'])
  assert.deepEqual(paths({ releases: [{ ...one, awards: [{ ...one?.awards[0], status: 'paid' }] }] }), [
    '/releases/0/awards/0/status',
  ])
  assert.deepEqual(paths({ publishedDate: 'yesterday' }), ['/publishedDate'])
})
