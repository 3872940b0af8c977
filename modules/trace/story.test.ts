import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { elementsOf, meaningOf, nowOf, persistentOf, roleNamesOf } from './story.ts'

const nothing = { set: null, unset: null }

describe('the story of a thing', () => {
  it('keeps dispositions from when they are set until they are taken back', () => {
    assert.deepEqual(persistentOf([]), [])
    assert.deepEqual(persistentOf([{ set: ['recalled', 'damaged'], unset: null }, nothing]), [
      'damaged',
      'recalled',
    ])
    assert.deepEqual(
      persistentOf([
        { set: ['recalled'], unset: null },
        { set: null, unset: ['recalled'] },
      ]),
      [],
    )
    assert.deepEqual(persistentOf([{ set: ['recalled'], unset: ['recalled'] }]), ['recalled'])
  })

  it('names the parts that things play', () => {
    assert.deepEqual(roleNamesOf([1, 3, 9, 99]), ['epc', 'parent', 'outputClass'])
  })

  it('knows the application identifiers of an id, and of texts none', () => {
    assert.deepEqual(
      elementsOf('https://id.gs1.org/414/4012345000054/254/A').map(({ ai, value }) => `${ai} ${value}`),
      ['414 4012345000054', '254 A'],
    )
    assert.deepEqual(elementsOf('urn:po:1'), [])
    assert.deepEqual(meaningOf('https://x.example/AQnYUc1gmiCNV4JG'), {
      id: 'https://id.gs1.org/01/05412345000013/10/ABC123',
      kind: 'digitalLink',
    })
    assert.equal(meaningOf('https://x.example/products/7').kind, 'other')
    assert.deepEqual(meaningOf('  urn:po:1 '), { id: 'urn:po:1', kind: 'urn' })
  })

  it('says how a thing is by its last event, its own or that of what it was in', () => {
    const row = (fields: object = {}, carriers: readonly string[] = []) => ({
      ...{ ...nothing, bizLocation: null, readPoint: null, disposition: null, carriers },
      ...fields,
    })
    assert.deepEqual(nowOf([]), { lastPlace: null, lastDisposition: null, persistent: [] })
    const shipped = row({ disposition: 'in_transit', readPoint: 'dock' }, ['box', 'pallet'])
    const active = row({ disposition: 'active', bizLocation: 'works', set: ['available'] })
    assert.deepEqual(nowOf([active, shipped]), {
      lastPlace: 'dock',
      lastDisposition: 'in_transit',
      persistent: ['available'],
    })
    assert.equal(nowOf([shipped, row()]).lastPlace, 'dock', 'where nothing newer is said')
  })

  it('takes neither marks nor the lid of a box for its own', () => {
    const row = (fields: object, carriers: readonly string[]) => ({
      ...{ ...nothing, bizLocation: null, readPoint: null, disposition: null, carriers },
      ...fields,
    })
    const closed = 'https://ref.gs1.org/cbv/Disp-container_closed'
    const own = row({ disposition: 'active' }, [])
    const lid = row({ disposition: closed, set: ['damaged'] }, ['box'])
    assert.deepEqual(nowOf([own, lid]), { lastPlace: null, lastDisposition: 'active', persistent: [] })
    assert.equal(nowOf([row({ disposition: closed }, [])]).lastDisposition, closed, 'of the box itself')
  })
})
