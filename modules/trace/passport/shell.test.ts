import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'
import type * as aasCore from '@aas-core-works/aas-core3.0-typescript'
import { memberOf, membersOf, templateFaults, templates, textOf } from '@ronghe/kit/aas'
import fc from 'fast-check'
import { codeOf, type Gathered, type Step } from '../consumer/gather.ts'
import type { DocumentRow } from '../master/store/documents.ts'
import type { NamedRow } from '../master/store/masters.ts'
import { type PassportFacts, paperPath, passportOf } from './shell.ts'
import type { FootprintRow } from './store.ts'

// Its modules for import lack the endings that Node asks for.
const core: typeof aasCore = createRequire(import.meta.url)('@aas-core-works/aas-core3.0-typescript')

function outsideFaults(value: unknown): string[] {
  const read = core.jsonization.environmentFromJsonable(JSON.parse(JSON.stringify(value)) as never)
  if (read.error) return [`${read.error.path}: ${read.error.message}`]
  return [...core.verification.verify(read.mustValue(), true)].map(
    ({ path, message }) => `${path}: ${message}`,
  )
}

const gtin = '06901234001013'
const named = (kind: NamedRow['kind'], fields: Partial<NamedRow> = {}): NamedRow => ({
  ...{ id: 'm', organisationId: 'o', kind, key: `https://id.gs1.org/417/6901234000108`, isSample: false },
  changedAt: new Date(0),
  ...{ texts: { zh: { name: '名称', address: '南宁' }, en: { name: 'Name' } }, fields: {} },
  ...fields,
})
const paper = (fields: Partial<DocumentRow> = {}): DocumentRow => ({
  ...{ id: 'p1', organisationId: 'o', key: gtin, kind: 'certificate', title: 'CCC', titleEn: null },
  ...{ language: null, number: null, issuer: null, issuedOn: null, validUntil: null, audience: 'public' },
  ...{ fileName: 'c.pdf', mediaType: 'application/pdf', sizeBytes: 1, fileHash: 'h', isSample: false },
  ...{ addedAt: new Date(0), addedBy: null },
  ...fields,
})
const step = (fields: Partial<Step> = {}): Step => ({
  ...{ at: new Date('2026-01-02T18:00:00Z'), step: 'commissioning', place: null, disposition: null },
  ...{ carrier: null, untold: 0 },
  ...fields,
})
const footprint: FootprintRow = {
  ...{ organisationId: 'o', key: gtin, method: 'ISO 14067', kilograms: '17.2', quantity: '1', unit: 'C62' },
  ...{ phases: ['A1', 'A3'], publishedOn: '2026-01-01', validUntil: '2027-01-01', isSample: false },
  ...{ changedAt: new Date(0), changedBy: null },
}
const told = (fields: Partial<Gathered> = {}): Gathered => ({
  ...{ product: named('product'), steps: [], places: new Map(), maker: named('party'), papers: [] },
  ...{ lot: null, disposition: null, persistent: [], isIssued: true, isSample: false },
  ...fields,
})
const factsOf = (path: string, more: Partial<Gathered> = {}, rest: Partial<PassportFacts> = {}) => ({
  code: codeOf(path)!,
  told: told(more),
  footprint: null,
  base: 'https://x.example',
  updatedAt: new Date('2026-01-03T00:00:00Z'),
  ...rest,
})
const metadata = (facts: PassportFacts) => passportOf(facts).submodels[1]
const said = (facts: PassportFacts, name: string) => textOf(memberOf(metadata(facts), name))

describe('a passport', () => {
  const cases = [
    [`/01/${gtin}`, null, 'Model'],
    [`/01/${gtin}/10/L7`, 'L7', 'Batch'],
    [`/01/${gtin}/21/A1`, null, 'Item'],
  ] as const
  for (const [path, lot, granularity] of cases) {
    test(`of ${path} is that of one ${granularity}`, () => {
      const facts = factsOf(path, { lot })
      assert.equal(said(facts, 'granularity'), granularity)
      assert.equal(said(facts, 'digitalProductPassportId'), `https://x.example/passport${path}`)
      const [shell] = passportOf(facts).assetAdministrationShells
      assert.equal(shell?.assetInformation.globalAssetId, `https://x.example${path}`)
    })
  }

  test('is no longer active once the thing is recalled or destroyed', () => {
    const path = `/01/${gtin}/21/A1`
    assert.equal(said(factsOf(path), 'dppStatus'), 'Active')
    assert.equal(said(factsOf(path, { persistent: ['recalled'] }), 'dppStatus'), 'Inactive')
    assert.equal(said(factsOf(path, { disposition: 'destroyed' }), 'dppStatus'), 'Inactive')
  })

  test('names the operator by credit code, else by number', () => {
    const path = `/01/${gtin}`
    assert.equal(said(factsOf(path), 'economicOperatorId'), '6901234000108')
    const coded = named('party', { fields: { creditCode: '91450100MA5KXXXX1X' } })
    assert.equal(said(factsOf(path, { maker: coded }), 'economicOperatorId'), '91450100MA5KXXXX1X')
  })

  test('marks certificates and declarations only, each with its file', () => {
    const papers = [
      paper(),
      paper({ id: 'p2', kind: 'declaration', mediaType: 'image/png' }),
      paper({ kind: 'manual' }),
    ]
    const plate = passportOf(factsOf(`/01/${gtin}`, { papers })).submodels[0]
    const files = membersOf(memberOf(plate, 'Markings')).map((one) => textOf(memberOf(one, 'MarkingFile')))
    assert.deepEqual(files, ['/aasx/files/p1.pdf', '/aasx/files/p2.png'])
    assert.equal(paperPath({ id: 'p3', mediaType: 'image/jpeg' }), 'aasx/files/p3.jpg')
  })

  test('has a footprint and a history only where there are some', () => {
    const names = (facts: PassportFacts) => passportOf(facts).submodels.map(({ idShort }) => idShort)
    assert.deepEqual(names(factsOf(`/01/${gtin}`)), ['Nameplate', 'DppMetadata'])
    assert.deepEqual(names(factsOf(`/01/${gtin}`, { steps: [step()] }, { footprint })), [
      'Nameplate',
      'DppMetadata',
      'CarbonFootprint',
      'Trace',
    ])
  })

  test('tells its history in the words of EPCIS, each step with what is known of it', () => {
    const place = 'https://id.gs1.org/414/6901234000108'
    const steps = [step({ place }), step({ step: 'shipping', disposition: 'in_transit' })]
    const trace = passportOf(factsOf(`/01/${gtin}/21/A1`, { steps })).submodels.at(-1)
    const told = membersOf(memberOf(trace, 'Steps')).map((one) =>
      membersOf(one).map((each) => `${each.idShort} ${textOf(each)}`),
    )
    assert.deepEqual(told, [
      ['eventTime 2026-01-02T18:00:00.000Z', 'bizStep commissioning', `bizLocation ${place}`],
      ['eventTime 2026-01-02T18:00:00.000Z', 'bizStep shipping', 'disposition in_transit'],
    ])
  })

  test('without a name of the product goes by its number', () => {
    const [plate] = passportOf(factsOf(`/01/${gtin}`, { product: null })).submodels
    assert.equal(textOf(memberOf(plate, 'ManufacturerProductDesignation')), gtin)
  })
})

describe('whatever is known', () => {
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
  const word = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .filter((one) => /^[^\p{C}]+$/u.test(one))
  const day = fc.constantFrom('2026-01-02', '2027-12-31')
  const steps = fc.array(
    fc.record({
      at: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
      step: fc.constantFrom('commissioning', 'shipping', 'https://x.example/own'),
      place: maybe(fc.constant('https://id.gs1.org/414/6901234000108')),
      disposition: maybe(fc.constantFrom('in_transit', 'recalled')),
      carrier: maybe(fc.constant('https://id.gs1.org/00/069012340000000014')),
      untold: fc.nat(9),
    }),
    { maxLength: 4 },
  )
  const papers = fc.array(
    fc.record({ title: word, number: maybe(word), issuedOn: maybe(day), validUntil: maybe(day) }).map(paper),
    { maxLength: 3 },
  )

  test('the templates are kept and the reader of others takes it', () => {
    fc.assert(
      fc.property(
        steps,
        papers,
        word,
        maybe(word),
        fc.boolean(),
        (happened, kept, name, model, isDeclared) => {
          const product = named('product', {
            texts: { zh: { name } },
            fields: model === null ? {} : { model },
          })
          const more = { steps: happened, papers: kept, product }
          const whole = passportOf(
            factsOf(`/01/${gtin}/21/A1`, more, { footprint: isDeclared ? footprint : null }),
          )
          const [plate, meta, carbon] = whole.submodels
          assert.deepEqual(templateFaults(plate!, templates.nameplate), [])
          assert.deepEqual(templateFaults(meta!, templates.passport), [])
          if (isDeclared) assert.deepEqual(templateFaults(carbon!, templates.carbonFootprint), [])
          assert.deepEqual(outsideFaults(whole), [])
        },
      ),
      { seed: 20261128, numRuns: 60 },
    )
  })
})
