import assert from 'node:assert/strict'
import test from 'node:test'
import { choicesOf, schemaOf } from '@ronghe/kit/contract/schema'
import { modules } from './modules.ts'

test('every code that a list gives out has a word in both languages', () => {
  const missing = modules.flatMap(({ contract, words }) =>
    Object.entries(contract.routes).flatMap(([name, { list, response }]) =>
      (list?.columns ?? []).flatMap((key) => {
        const field = schemaOf(response).properties?.rows?.items?.properties?.[key] ?? {}
        const before = list?.words?.[key] ?? `${contract.module}.value.${key}`
        return (choicesOf(field.items ?? field) ?? [])
          .map((code) => `${before}.${code}`)
          .filter((word) => !(word in words.zh && word in words.en))
          .map((word) => `${contract.module}.${name}: ${word}`)
      }),
    ),
  )
  assert.deepEqual(missing, [])
})
