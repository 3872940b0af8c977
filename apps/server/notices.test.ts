import assert from 'node:assert/strict'
import { test } from 'node:test'
import { modules } from './modules.ts'

test('each notice has a subject for mail and a text for the bell, in every language', () => {
  const missing: string[] = []
  let notices = 0
  for (const { contract, words } of modules) {
    for (const [locale, table] of Object.entries(words)) {
      const keys = Object.keys(table).filter((key) => key.startsWith(`${contract.module}.notice.`))
      const bare = new Set(keys.map((key) => key.replace(/\.(subject|text)$/, '')))
      notices += bare.size
      for (const key of bare) {
        for (const part of ['subject', 'text']) {
          if (!(`${key}.${part}` in table)) missing.push(`${locale} ${key}.${part}`)
        }
      }
    }
  }
  assert.ok(notices > 50)
  assert.deepEqual(missing, [])
})
