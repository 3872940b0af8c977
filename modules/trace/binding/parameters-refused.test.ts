import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eventQuery, type Given } from './parameters.ts'
import { Problem } from './problem.ts'

/** What is refused, and the name and rule that are told. */
const refused: readonly (readonly [Given, string])[] = [
  [{ eventtype: 'ObjectEvent' }, 'eventtype: unknown'],
  [{ EQ_weather: 'fine' }, 'EQ_weather: unknown'],
  [{ MATCH_epc: '|' }, 'MATCH_epc: 1 to 1000 values'],
  [{ MATCH_epc: 'urn:epc:idpat:sgtin:4012345.*.*' }, 'MATCH_epc: a pattern: urn:epc:idpat:sgtin:4012345.*.*'],
  [{ EQ_action: 'REMOVE' }, 'EQ_action: ADD, OBSERVE or DELETE'],
  [{ GE_eventTime: 'yesterday' }, 'GE_eventTime: a time with zone'],
  [{ GE_eventTime: '2026-01-01T00:00:00' }, 'GE_eventTime: a time with zone'],
  [{ GT_eventTime: '2026-01-01T00:00:00Z' }, 'GT_eventTime: unknown'],
  [{ EQ_quantity: 'many' }, 'EQ_quantity: a number'],
  [{ EXISTS_errorDeclaration: 'maybe' }, 'EXISTS_errorDeclaration: true'],
  [{ GE_value_XYZ: '5' }, 'GE_value_XYZ: a unit of measure of UN/ECE Recommendation 20: XYZ'],
  [{ MATCH_epc: 'box' }, 'MATCH_epc: a URI: box'],
  [{ EQ_bizStep: { a: 1 } }, 'EQ_bizStep: a text'],
  [{ GT_value: 'x' }, 'GT_value: a number'],
  [{ 'GT_example:x': 'x' }, 'GT_example:x: a number or a time with zone'],
  [{ HASATTR_epcList: 'x' }, 'HASATTR_epcList: readPoint, bizLocation, bizStep, disposition, epcClass'],
  [{ EQATTR_readPoint: 'x' }, 'EQATTR_readPoint: EQATTR_readPoint_<attribute>'],
  [{ orderBy: 'bizStep' }, 'orderBy: eventTime or recordTime'],
  [{ orderDirection: 'ASC' }, 'orderDirection: needs orderBy'],
  [{ orderBy: 'eventTime', orderDirection: 'UP' }, 'orderDirection: ASC or DESC'],
  [{ eventCountLimit: '5' }, 'eventCountLimit: needs orderBy'],
  [{ orderBy: 'eventTime', eventCountLimit: '0' }, 'eventCountLimit: a whole number from 1'],
  [{ maxEventCount: '1.5' }, 'maxEventCount: a whole number from 1'],
  [
    { orderBy: 'eventTime', eventCountLimit: '5', maxEventCount: '5' },
    'eventCountLimit: not together with maxEventCount',
  ],
]

describe('T8 parameters that are refused', () => {
  for (const [given, detail] of refused) {
    it(`refuses ${JSON.stringify(given)}`, () => {
      assert.throws(
        () => eventQuery(given),
        (error) =>
          error instanceof Problem && error.code === 'QueryParameterException' && error.detail === detail,
      )
    })
  }
})
