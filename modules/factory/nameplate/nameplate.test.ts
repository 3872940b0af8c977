import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { memberOf, submodelIn, templateFaults, templates } from '@ronghe/kit/aas'
import { factsOf, shellOf } from './shell.ts'

const facts = {
  ...{ id: 'm', uri: 'https://x.example/factory/equipment/m', name: '车床', nameEn: 'Lathe' },
  ...{ maker: '示例厂', model: 'T-1', serialNumber: 'S-1', firmware: null, builtOn: '2016-11-15' },
}

describe('the digital nameplate', () => {
  test('keeps the official template, says what is known and leaves out what is not', () => {
    const one = submodelIn(structuredClone(shellOf(facts)), templates.nameplate)
    assert.ok(one)
    assert.deepEqual(templateFaults(one, templates.nameplate), [])
    assert.equal(memberOf(one, 'FirmwareVersion'), undefined)
    assert.ok(memberOf(one, 'AddressInformation'))
    assert.deepEqual(factsOf(one), {
      ...{ maker: '示例厂', model: 'T-1', serialNumber: 'S-1', builtOn: '2016-11-15' },
    })
  })

  test('takes the model from the order code where no type is told', () => {
    const one = submodelIn(shellOf(facts), templates.nameplate)!
    const less = {
      ...one,
      submodelElements: one.submodelElements!.filter((each) => each.idShort !== 'ManufacturerProductType'),
    }
    assert.equal(factsOf(less).model, 'T-1')
  })
})
