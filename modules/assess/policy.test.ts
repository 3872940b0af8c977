import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Caller, stranger, systemCaller } from '@ronghe/kit/auth'
import { isOfficialOf, isProvincial, mayAssign, mayCheck, mayDeclare, mayFill } from './policy.ts'

const all = ['assess.read', 'assess.fill', 'assess.check']

function caller(organisationId: string, more: Partial<Caller> & { may?: string[] } = {}): Caller {
  const { may = all, ...rest } = more
  return { ...stranger('zh'), personId: 'p', organisationId, permissions: new Set(may), ...rest }
}

const official = (regionCode: string) => caller('office', { reach: 'region', regionCode })
const nanning = { organisationId: 'firm', regionCode: '450102', assessorId: null }

describe('who may do what with a run', () => {
  test('a firm fills in its own, with the permission', () => {
    assert.equal(mayFill(caller('firm'), nanning), true)
    assert.equal(mayFill(caller('other'), nanning), false)
    assert.equal(mayFill(caller('firm', { may: ['assess.read'] }), nanning), false)
    assert.equal(mayFill(stranger('zh'), nanning), false)
  })

  test('an official answers for the firms of his division, and never for his own office', () => {
    const cases: [string, boolean][] = [
      ['450000', true],
      ['450100', true],
      ['450102', true],
      ['450103', false],
      ['450200', false],
      ['460000', false],
    ]
    for (const [regionCode, may] of cases) {
      assert.equal(isOfficialOf(official(regionCode), nanning), may, regionCode)
      assert.equal(mayCheck(official(regionCode), nanning), may, regionCode)
    }
    assert.equal(isOfficialOf(official('450100'), { ...nanning, organisationId: 'office' }), false)
  })

  test('a person of an organisation without reach is no official, wherever it stands', () => {
    assert.equal(isOfficialOf(caller('x', { regionCode: '450102' }), nanning), false)
    assert.equal(isOfficialOf(caller('x', { reach: 'own', regionCode: '450000' }), nanning), false)
  })

  test('an agency checks what it was given, and nothing else', () => {
    const given = { ...nanning, assessorId: 'agency' }
    assert.equal(mayCheck(caller('agency'), given), true)
    assert.equal(mayCheck(caller('agency2'), given), false)
    assert.equal(mayCheck(caller('agency'), nanning), false)
    assert.equal(mayCheck(caller('agency', { may: ['assess.read'] }), given), false)
  })

  test('the province decides what a city does not', () => {
    assert.equal(isProvincial(official('450000')), true)
    assert.equal(isProvincial(official('450100')), false)
    assert.equal(isProvincial(caller('firm', { regionCode: '450000' })), false)
    assert.equal(isProvincial(systemCaller), true)
  })

  test('an official of the division gives a run to an agency; the agency passes it to nobody', () => {
    const given = { ...nanning, assessorId: 'agency' }
    assert.equal(mayAssign(official('450100'), given), true)
    assert.equal(mayAssign(official('450200'), given), false)
    assert.equal(mayAssign(caller('agency'), given), false)
    assert.equal(mayAssign(caller('o', { reach: 'region', regionCode: '450100', may: [] }), given), false)
  })

  test('who speaks for his organisation declares its ties; who only reads does not', () => {
    for (const one of ['assess.fill', 'assess.check', 'assess.certify', 'assess.review'])
      assert.equal(mayDeclare(caller('x', { may: [one] })), true, one)
    assert.equal(mayDeclare(caller('x', { may: ['assess.read'] })), false)
    assert.equal(mayDeclare(stranger('zh')), false)
  })
})
