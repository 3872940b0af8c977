import assert from 'node:assert/strict'
import test from 'node:test'
import { Type } from '../../contract/index.ts'
import { schemaOf } from '../../contract/schema.ts'
import { fieldsOf, isStarred } from './fields.ts'

test('what is wanted is starred: no switch, nothing that may be null, and no list that may be empty', () => {
  const body = Type.Object({
    name: Type.String(),
    note: Type.Optional(Type.String()),
    day: Type.Union([Type.String({ format: 'date' }), Type.Null()]),
    isUrgent: Type.Boolean(),
    invoices: Type.Array(Type.String()),
    bodies: Type.Array(Type.String(), { minItems: 1 }),
  })
  const starred = fieldsOf(schemaOf(body)).filter(isStarred)
  assert.deepEqual(
    starred.map(({ key }) => key),
    ['name', 'bodies'],
  )
})
