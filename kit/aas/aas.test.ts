import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'
import type * as aasCore from '@aas-core-works/aas-core3.0-typescript'
import fc from 'fast-check'
import { zipOf } from '../archive/index.ts'
import { submodelIn, templateFaults } from './check.ts'
import {
  type AasElement,
  type AasMembers,
  environmentOf,
  fillSubmodel,
  memberOf,
  membersOf,
  textOf,
  textsOf,
} from './element.ts'
import { aasxOf, readAas, UnreadableAas } from './package.ts'
import { templates } from './templates.ts'

// Its modules for import lack the endings that Node asks for.
const core: typeof aasCore = createRequire(import.meta.url)('@aas-core-works/aas-core3.0-typescript')
const { jsonization, verification } = core

const uri = 'https://x.example/01/06901234001013/21/A1'
const nameplate: AasMembers = {
  URIOfTheProduct: uri,
  ManufacturerName: [{ language: 'zh', text: '示例厂' }],
  ManufacturerProductDesignation: [
    { language: 'zh', text: '减速器' },
    { language: 'en', text: 'Gearbox' },
  ],
  AddressInformation: {},
  OrderCodeOfManufacturer: '06901234001013',
  SerialNumber: 'A1',
  DateOfManufacture: '2026-01-02',
  Markings: [
    {
      MarkingName: 'CCC',
      IssueDate: '2026-01-01',
      MarkingFile: { path: '/aasx/files/ccc.pdf', mediaType: 'application/pdf' },
    },
  ],
}
const passport: AasMembers = {
  ...{ digitalProductPassportId: `${uri}/passport`, uniqueProductIdentifier: uri, granularity: 'Item' },
  ...{ dppSchemaVersion: 'IDTA 02099-1', dppStatus: 'Active', lastUpdate: '2026-01-02T00:00:00Z' },
  ...{ economicOperatorId: '6901234000016', contentSpecificationIds: ['https://x.example/spec'] },
}
const carbon: AasMembers = {
  ProductCarbonFootprints: [
    {
      PcfCalculationMethods: ['ISO 14067'],
      PcfCO2eq: '17.2',
      ReferenceImpactUnitForCalculation: 'piece',
      QuantityOfMeasureForCalculation: '1',
      LifeCyclePhases: ['A1', 'A3'],
      PublicationDate: '2026-01-02T00:00:00Z',
    },
  ],
}
const filled = () => [
  fillSubmodel(templates.nameplate, `${uri}/nameplate`, nameplate),
  fillSubmodel(templates.passport, `${uri}/passport`, passport),
  fillSubmodel(templates.carbonFootprint, `${uri}/carbon`, carbon),
]
const environment = () =>
  environmentOf({ uri, idShort: 'Product', submodels: filled(), known: { gtin: '06901234001013' } })

/** What the reader of the Industrial Digital Twin's own core library has against an environment. */
function outsideFaults(value: unknown): string[] {
  const read = jsonization.environmentFromJsonable(JSON.parse(JSON.stringify(value)) as never)
  if (read.error) return [`${read.error.path}: ${read.error.message}`]
  return [...verification.verify(read.mustValue(), true)].map(({ path, message }) => `${path}: ${message}`)
}

describe('a submodel filled from its template', () => {
  test('keeps the template, and a reader of others takes the whole', () => {
    const [plate, meta, footprint] = filled()
    assert.deepEqual(templateFaults(plate!, templates.nameplate), [])
    assert.deepEqual(templateFaults(meta!, templates.passport), [])
    assert.deepEqual(templateFaults(footprint!, templates.carbonFootprint), [])
    assert.deepEqual(outsideFaults(environment()), [])
  })

  test('leaves out what is unknown and what belongs to templates', () => {
    const text = JSON.stringify(filled())
    for (const word of ['Cardinality', 'FirmwareVersion', 'Template', 'CompanyLogo'])
      assert.ok(!text.includes(word), word)
    const bare = fillSubmodel(templates.nameplate, 'x', {
      ...nameplate,
      SerialNumber: null,
      Markings: undefined,
    })
    assert.equal(memberOf(bare, 'SerialNumber'), undefined)
    assert.deepEqual(templateFaults(bare, templates.nameplate), [])
  })

  test('is read back by name and language', () => {
    const plate = submodelIn(environment(), templates.nameplate)!
    assert.equal(textOf(memberOf(plate, 'ManufacturerProductDesignation'), 'en'), 'Gearbox')
    assert.equal(textOf(memberOf(plate, 'ManufacturerName'), 'th'), '示例厂')
    assert.equal(textsOf(memberOf(plate, 'SerialNumber')).length, 0)
    const [marking] = membersOf(memberOf(plate, 'Markings'))
    assert.equal(textOf(memberOf(marking, 'MarkingName')), 'CCC')
    assert.equal(textOf(undefined), undefined)
  })
})

describe('a submodel that breaks its template', () => {
  const broken = (change: (members: AasElement[]) => void) => {
    const plate = structuredClone(filled()[0]!)
    change(plate.submodelElements!)
    return templateFaults(plate, templates.nameplate).map(({ field, rule }) => `${field} ${rule}`)
  }
  const find = (members: AasElement[], idShort: string) => members.find((one) => one.idShort === idShort)!

  test('is told element by element', () => {
    assert.deepEqual(
      broken((list) => void list.splice(list.indexOf(find(list, 'ManufacturerName')), 1)),
      ['ManufacturerName missing'],
    )
    assert.deepEqual(
      broken((list) => void list.push(find(list, 'SerialNumber'))),
      ['SerialNumber tooMany'],
    )
    const wrong = broken((list) => {
      find(list, 'DateOfManufacture').value = '2.1.2026'
      find(list, 'SerialNumber').valueType = 'xs:int'
      find(list, 'URIOfTheProduct').value = ''
      find(list, 'ManufacturerName').value = [{ language: 'zh' }]
      find(list, 'OrderCodeOfManufacturer').semanticId = { type: 'ExternalReference', keys: [] }
      find(list, 'AddressInformation').modelType = 'File'
      const [marking] = find(list, 'Markings').value as AasElement[]
      const members = marking!.value as AasElement[]
      delete find(members, 'MarkingFile').contentType
      find(members, 'IssueDate').value = 'soon'
      members.splice(0, 1)
    })
    assert.deepEqual(wrong.sort(), [
      'AddressInformation kind',
      'DateOfManufacture date',
      'ManufacturerName empty',
      'Markings.*.IssueDate date',
      'Markings.*.MarkingFile empty',
      'Markings.*.MarkingName missing',
      'OrderCodeOfManufacturer semanticId',
      'SerialNumber valueType',
      'URIOfTheProduct empty',
    ])
  })

  test('by a number that is none is told', () => {
    const footprint = structuredClone(filled()[2]!)
    const [list] = footprint.submodelElements!
    const [first] = list!.value as AasElement[]
    find(first!.value as AasElement[], 'PcfCO2eq').value = 'little'
    assert.deepEqual(templateFaults(footprint, templates.carbonFootprint), [
      { field: 'ProductCarbonFootprints.*.PcfCO2eq', rule: 'number' },
    ])
  })

  test('whatever is given, an answer comes and never an exception', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const template of Object.values(templates)) {
          submodelIn(value, template)
          submodelIn({ submodels: [value] }, template)
          templateFaults({ modelType: 'Submodel', submodelElements: value as never }, template)
          const [first] = template.submodelElements!
          templateFaults({ ...template, submodelElements: [{ ...first!, value }] }, template)
        }
      }),
      { seed: 20261128, numRuns: 200 },
    )
  })

  test('is not found where there is none', () => {
    for (const other of [null, 7, {}, { submodels: {} }, { submodels: [null, { modelType: 'Submodel' }] }])
      assert.equal(submodelIn(other, templates.nameplate), null)
  })
})

describe('a package', () => {
  const paper = { name: 'aasx/files/ccc.pdf', content: Buffer.from('%PDF-1.4 x') }

  test('holds environment and files, the same bytes for the same facts, and is read back', () => {
    const file = aasxOf(environment(), [paper])
    assert.deepEqual(file, aasxOf(environment(), [paper]))
    const read = readAas(file)
    assert.deepEqual(read.environment, JSON.parse(JSON.stringify(environment())))
    assert.deepEqual(read.files.get(paper.name), paper.content)
    assert.deepEqual(readAas(Buffer.from(JSON.stringify(environment()))).environment, read.environment)
  })

  test('of others is read by its relationships, wherever its parts lie', () => {
    const type = 'http://www.admin-shell.io/aasx/relationships'
    const part = (name: string, text: string) => ({ name, content: Buffer.from(text) })
    const read = readAas(
      zipOf([
        part('_rels/.rels', `<r:R><r:Relationship Target='/a/origin' Type='${type}/aasx-origin'/></r:R>`),
        part('a/_rels/origin.rels', `<R><Relationship Type="${type}/aas-spec" Target="x/env.json"/></R>`),
        part('a/x/env.json', '\uFEFF{"submodels":[]}'),
      ]),
    )
    assert.deepEqual(read.environment, { submodels: [] })
  })

  test('in XML alone, without an origin, cut off or no package is refused', () => {
    const type = 'http://admin-shell.io/aasx/relationships'
    const part = (name: string, text: string) => ({ name, content: Buffer.from(text) })
    const whole = aasxOf(environment())
    const xml = zipOf([
      part('_rels/.rels', `<Relationship Target="/origin" Type="${type}/aasx-origin"/>`),
      part('_rels/origin.rels', `<Relationship Target="/env.xml" Type="${type}/aas-spec"/>`),
      part('env.xml', '<environment/>'),
    ])
    const why = (content: Buffer) => {
      try {
        readAas(content)
      } catch (error) {
        return error instanceof UnreadableAas ? error.why : error
      }
    }
    assert.equal(why(xml), 'xml')
    const bad = [whole.subarray(0, 400), Buffer.from('PK'), Buffer.from('{'), Buffer.alloc(0), zipOf([])]
    assert.deepEqual(
      bad.map(why),
      bad.map(() => 'unreadable'),
    )
  })
})
