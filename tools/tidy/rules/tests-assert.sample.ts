import type { Sample } from '../sample.ts'

export const samples: readonly Sample[] = [
  {
    says: 'tests that assert nothing, and a test that leaves others out',
    files: {
      'kit/a.test.ts': [
        "test('a', () => { run() })",
        "it('b', async () => { await prepare(1) })",
        "test.only('c', () => { assert.ok(1) })",
        'function prepare() { return 1 }',
        '',
      ].join('\n'),
    },
    faults: ['kit/a.test.ts:1', 'kit/a.test.ts:2', 'kit/a.test.ts:3'],
  },
  {
    says: 'assertions in the body, in a property, in a helper and in what it calls',
    files: {
      'kit/a.test.ts': [
        "import { same } from './test/same.ts'",
        "test('a', () => { assert(run()) })",
        "test('b', () => { fc.assert(fc.property(a, (x) => x > 0)) })",
        "test('c', async () => { await check(1) })",
        "test('d', () => { same(1, 1) })",
        'async function check(x) { holds(x) }',
        'const holds = (x) => { assert.equal(x, 1) }',
        '',
      ].join('\n'),
    },
    faults: [],
  },
]
