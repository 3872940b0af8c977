import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { ids, proofsOf, type Role, reasonOf, tableOf } from './test/conformance.ts'

const roles: readonly Role[] = ['host', 'edge']
const pages: Readonly<Record<Role, URL>> = {
  host: new URL('./CONFORMANCE.md', import.meta.url),
  edge: new URL('../../../apps/edge/CONFORMANCE.md', import.meta.url),
}

function page(role: Role): string {
  const who = role === 'host' ? 'the host application' : 'the edge node'
  return [
    `# Sparkplug B 3.0: ${who} against every testable statement`,
    '',
    'Printed by `WRITE=1 node --test modules/factory/ingest/conformance.test.ts` from the comments above the',
    'tests and from `test/conformance.json`, and checked by the same. A test proves the statements whose ids',
    'stand above it.',
    '',
    tableOf(role),
    '',
  ].join('\n')
}

test('there are 299 statements, each once', () => {
  assert.equal(ids.length, 299)
  assert.equal(new Set(ids).size, 299)
})

for (const role of roles) {
  test(`every statement is proved of the ${role}, or has a reason`, () => {
    const proofs = proofsOf(role)
    const open = ids.filter((id) => !proofs.has(id) && reasonOf(id, role) === null)
    assert.deepEqual(open, [])
  })

  test(`tests of the ${role} cite statements that there are`, () => {
    const known = new Set(ids)
    assert.deepEqual(
      [...proofsOf(role).keys()].filter((id) => !known.has(id)),
      [],
    )
  })

  test(`the page of the ${role} is up to date`, () => {
    if (process.env.WRITE === '1') writeFileSync(pages[role], page(role))
    assert.equal(readFileSync(pages[role], 'utf8'), page(role), 'print it anew with WRITE=1')
  })
}

test('the statements are those of the specification', (t) => {
  const shared = new URL('../../../../shared/data/sparkplug-spec/assertions.json', import.meta.url)
  if (!existsSync(shared)) return t.skip('the specification is not on this machine')
  const all = JSON.parse(readFileSync(shared, 'utf8')) as { id: string }[]
  assert.deepEqual([...ids].sort(), all.map(({ id }) => id).sort())
})
