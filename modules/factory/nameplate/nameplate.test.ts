import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { crc32 } from 'node:zlib'
import { nameplateIn, plateFaults } from './check.ts'
import { aasxOf } from './package.ts'
import { type AasElement, factsOf, nameplateTemplate, shellOf } from './shell.ts'

const facts = {
  ...{ id: 'm', uri: 'https://x.example/factory/equipment/m', name: '车床', nameEn: 'Lathe' },
  ...{ maker: '示例厂', model: 'T-1', serialNumber: 'S-1', firmware: null, builtOn: '2016-11-15' },
}
const plate = () => nameplateIn(structuredClone(shellOf(facts))) as AasElement
const changed = (change: (elements: AasElement[]) => void) => {
  const one = plate()
  change(one.submodelElements as AasElement[])
  return plateFaults(one).map(({ field, rule }) => `${field} ${rule}`)
}
const find = (elements: AasElement[], idShort: string) =>
  elements.find((one) => one.idShort === idShort) as AasElement

describe('the digital nameplate', () => {
  test('keeps the official template, says what is known and leaves out what is not', () => {
    const one = plate()
    assert.deepEqual(plateFaults(one), [])
    assert.deepEqual(one.semanticId, nameplateTemplate.semanticId)
    assert.ok(!one.submodelElements?.some((element) => element.idShort === 'FirmwareVersion'))
    assert.ok(!JSON.stringify(one).includes('Cardinality'))
    assert.deepEqual(factsOf(one), {
      ...{ maker: '示例厂', model: 'T-1', serialNumber: 'S-1', builtOn: '2016-11-15' },
    })
  })

  test('that breaks the template is told element by element', () => {
    assert.deepEqual(
      changed((list) => void list.splice(list.indexOf(find(list, 'ManufacturerName')), 1)),
      ['ManufacturerName missing'],
    )
    assert.deepEqual(
      changed((list) => void list.push(find(list, 'SerialNumber'))),
      ['SerialNumber tooMany'],
    )
    const wrong = changed((list) => {
      find(list, 'DateOfManufacture').value = '15.11.2016'
      find(list, 'SerialNumber').valueType = 'xs:int'
      find(list, 'YearOfConstruction').modelType = 'File'
      find(list, 'URIOfTheProduct').value = ''
      find(list, 'ManufacturerName').value = []
      find(list, 'OrderCodeOfManufacturer').semanticId = { type: 'ExternalReference', keys: [] }
    })
    assert.deepEqual(wrong.sort(), [
      'DateOfManufacture date',
      'ManufacturerName empty',
      'OrderCodeOfManufacturer semanticId',
      'SerialNumber valueType',
      'URIOfTheProduct empty',
      'YearOfConstruction kind',
    ])
    const markings = {
      ...{ modelType: 'SubmodelElementList', idShort: 'Markings' },
      semanticId: { type: 'ExternalReference', keys: [{ type: 'X', value: '0112/2///61360_7#AAS006#001' }] },
      value: [],
    }
    const inList = changed((list) => void list.push(markings))
    assert.deepEqual(inList, ['Markings.* missing'])
  })

  test('is not found where there is none', () => {
    for (const other of [null, 7, {}, { submodels: {} }, { submodels: [{ modelType: 'Submodel' }] }])
      assert.equal(nameplateIn(other), null)
  })

  test('goes into a package whose parts are whole, the same bytes for the same facts', () => {
    const file = aasxOf(shellOf(facts))
    assert.deepEqual(file, aasxOf(shellOf(facts)))
    const names: string[] = []
    for (let at = 0; file.readUInt32LE(at) === 0x04034b50; ) {
      const size = file.readUInt32LE(at + 18)
      const nameSize = file.readUInt16LE(at + 26)
      const start = at + 30 + nameSize
      names.push(file.toString('utf8', at + 30, start))
      assert.equal(crc32(file.subarray(start, start + size)), file.readUInt32LE(at + 14))
      at = start + size
    }
    assert.deepEqual(names, [
      '[Content_Types].xml',
      '_rels/.rels',
      'aasx/aasx-origin',
      'aasx/_rels/aasx-origin.rels',
      'aasx/environment.json',
    ])
    assert.equal(file.readUInt16LE(file.length - 12), names.length)
  })
})
