import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  cellOf,
  difference,
  inOrder,
  type Known,
  listOf,
  type NodeKind,
  nodeKinds,
  type PlanNode,
  targetIn,
  targetsOf,
  treeFaults,
} from './tree.ts'

const known: Known = {
  departments: new Set(['industry', 'science']),
  goals: new Set(['g1', 'g2']),
  tasksElsewhere: new Set(['taken']),
}

function node(key: string, kind: NodeKind, parentKey: string | null, more: Partial<PlanNode> = {}): PlanNode {
  return {
    ...{ key, kind, parentKey, place: 0, clause: key, titleZh: `题${key}`, titleEn: `Title ${key}` },
    ...{ textZh: '', textEn: '', units: kind === 'task' ? ['industry'] : [], goalKey: null, targets: [] },
    dueOn: kind === 'task' || kind === 'node' ? '2026-12-31' : null,
    planRows: [],
    ...more,
  }
}

const sound = [
  node('1', 'section', null),
  node('1.1', 'task', '1'),
  node('1.1-1', 'measure', '1.1'),
  node('i', 'indicator', '1.1-1', { goalKey: 'g1', targets: [{ year: 2026, value: 30 }] }),
  node('n', 'node', 'i'),
]
const rulesOf = (nodes: readonly PlanNode[]) =>
  treeFaults(nodes, known).map((one) => `${one.key} ${one.field} ${one.rule.replace('governance.rule.', '')}`)
const changed = (key: string, change: Partial<PlanNode>) =>
  sound.map((one) => (one.key === key ? { ...one, ...change } : one))

describe('the rules of a tree', () => {
  test('a sound one has no fault, and an empty one neither', () => {
    assert.deepEqual(rulesOf(sound), [])
    assert.deepEqual(rulesOf([]), [])
  })

  const cases: [string, Partial<PlanNode>, string][] = [
    ['1.1', { parentKey: 'nowhere' }, '1.1 parentKey parentUnknown'],
    ['1.1', { parentKey: null }, '1.1 parentKey parentKind'],
    ['1.1', { units: ['industry', 'unheard'] }, '1.1 units unitUnknown'],
    ['1.1', { units: ['industry', 'industry'] }, '1.1 units unitTwice'],
    ['1.1', { units: [] }, '1.1 units unitMissing'],
    ['1.1', { dueOn: null }, '1.1 dueOn dueMissing'],
    ['n', { dueOn: null }, 'n dueOn dueMissing'],
    ['1.1', { goalKey: 'g2' }, '1.1 goalKey goalKind'],
    ['i', { goalKey: 'unheard' }, 'i goalKey goalUnknown'],
    ['1.1', { targets: [{ year: 2026, value: 1 }] }, '1.1 targets targetKind'],
    ['1', { titleZh: ' ' }, '1 titleZh titleMissing'],
    ['1', { titleEn: '' }, '1 titleEn titleMissing'],
  ]
  for (const [key, change, fault] of cases)
    test(`${fault}`, () => assert.deepEqual(rulesOf(changed(key, change)), [fault]))

  test('a year has one target, a goal one indicator, a task one plan', () => {
    const targets = [
      { year: 2026, value: 1 },
      { year: 2026, value: 2 },
    ]
    assert.deepEqual(rulesOf(changed('i', { targets })), ['i targets yearTwice'])
    assert.deepEqual(rulesOf([...sound, node('j', 'indicator', '1', { goalKey: 'g1' })]), [
      'j goalKey goalTwice',
    ])
    assert.deepEqual(rulesOf([...sound, node('taken', 'task', '1')]), ['taken key taskElsewhere'])
  })

  test('a section under itself, or under its own child, is a fault and no endless walk', () => {
    const ring = [node('a', 'section', 'b'), node('b', 'section', 'a')]
    assert.deepEqual(rulesOf(ring), ['a parentKey parentKind', 'b parentKey parentKind'])
    assert.equal(inOrder(ring).length, 2, 'both are still shown')
    assert.deepEqual(rulesOf([node('a', 'section', 'a')]), ['a parentKey parentKind'])
  })

  test('all faults are told at once', () => {
    const broken = changed('1.1', { units: ['unheard'], dueOn: null, parentKey: 'nowhere' })
    assert.equal(rulesOf(broken).length, 3)
  })
})

const letters = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const anyNode = fc
  .record({
    key: letters,
    parentKey: fc.option(letters, { nil: null }),
    kind: fc.constantFrom(...nodeKinds),
    place: fc.integer({ min: 0, max: 5 }),
    units: fc.array(fc.constantFrom('industry', 'science', 'x'), { maxLength: 3 }),
    targets: fc.array(
      fc.tuple(fc.integer({ min: 2000, max: 2030 }), fc.integer()).map(([year, value]) => ({ year, value })),
      {
        maxLength: 3,
      },
    ),
  })
  .map((one) => node(one.key, one.kind, one.parentKey, one))
const anyTree = fc.uniqueArray(anyNode, { selector: (one) => one.key, maxLength: 6 })

describe('whatever the tree', () => {
  test('its order holds every node once, parents before their children', () => {
    fc.assert(
      fc.property(anyTree, (nodes) => {
        const order = inOrder(nodes)
        assert.deepEqual(order.map((one) => one.key).toSorted(), nodes.map((one) => one.key).toSorted())
        for (const [index, one] of order.entries()) {
          if (one.depth === 0) continue
          const above = order.findIndex((other) => other.key === one.parentKey)
          assert.ok(above >= 0 && above < index)
        }
      }),
      { seed: 41, numRuns: 300 },
    )
  })

  test('it differs from itself in nothing, and from nothing in everything', () => {
    fc.assert(
      fc.property(anyTree, (nodes) => {
        assert.deepEqual(difference(nodes, nodes), [])
        assert.ok(difference([], nodes).every((one) => one.change === 'added'))
        assert.equal(difference([], nodes).length, nodes.length)
        assert.ok(difference(nodes, []).every((one) => one.change === 'removed'))
      }),
      { seed: 42, numRuns: 200 },
    )
  })

  test('what differs between two trees is what a comparison field by field finds', () => {
    fc.assert(
      fc.property(anyTree, anyTree, (before, after) => {
        const told = new Map(difference(before, after).map((one) => [one.key, one.change]))
        for (const key of new Set([...before, ...after].map((one) => one.key))) {
          const [was, is] = [before, after].map((list) => list.find((one) => one.key === key))
          const same = JSON.stringify([was?.parentKey, was?.kind, was?.units, was?.targets, was?.dueOn])
          const now = JSON.stringify([is?.parentKey, is?.kind, is?.units, is?.targets, is?.dueOn])
          const expected = !was ? 'added' : !is ? 'removed' : same === now ? undefined : 'changed'
          assert.equal(told.get(key), expected, key)
        }
      }),
      { seed: 43, numRuns: 300 },
    )
  })

  test('a cell read again gives what was written', () => {
    fc.assert(
      fc.property(anyNode, (one) => {
        assert.deepEqual(targetsOf(cellOf(one, 'targets')), one.targets)
        assert.deepEqual(listOf(cellOf(one, 'units')), one.units)
      }),
      { seed: 44, numRuns: 200 },
    )
  })
})

describe('cells', () => {
  test('lists take the marks of both scripts', () => {
    assert.deepEqual(listOf('industry；science、 finance; '), ['industry', 'science', 'finance'])
    assert.deepEqual(listOf(''), [])
  })
  test('what is no target is refused', () => {
    assert.deepEqual(targetsOf('2020=30; 2025 = 52.5'), [
      { year: 2020, value: 30 },
      { year: 2025, value: 52.5 },
    ])
    for (const text of ['30', '2020=', '20=1', '2020=a']) assert.equal(targetsOf(text), null, text)
  })
  test('the target of a year is the next one, or the last', () => {
    const targets = [
      { year: 2025, value: 50 },
      { year: 2020, value: 30 },
    ]
    assert.equal(targetIn(targets, 2019)?.value, 30)
    assert.equal(targetIn(targets, 2020)?.value, 30)
    assert.equal(targetIn(targets, 2021)?.value, 50)
    assert.equal(targetIn(targets, 2030)?.value, 50)
    assert.equal(targetIn([], 2020), null)
  })
})

describe('the difference of two versions', () => {
  const other = [
    ...changed('1.1', { titleZh: '改名', units: ['science', 'industry'], dueOn: '2027-06-30' }),
    node('1.2', 'task', '1'),
  ].filter((one) => one.key !== 'n')

  test('tells additions, changes and removals, each with its name', () => {
    assert.deepEqual(
      difference(sound, other).map((one) => `${one.change} ${one.kind} ${one.key}`),
      ['changed task 1.1', 'added task 1.2', 'removed node n'],
    )
  })

  test('tells each field as a sheet would have it, before and after', () => {
    const [task] = difference(sound, other)
    assert.deepEqual(task?.fields, [
      { field: 'titleZh', before: '题1.1', after: '改名' },
      { field: 'units', before: 'industry', after: 'science; industry' },
      { field: 'dueOn', before: '2026-12-31', after: '2027-06-30' },
    ])
  })

  test('takes the order of bodies for a change: the first leads', () => {
    const before = changed('1.1', { units: ['industry', 'science'] })
    const after = changed('1.1', { units: ['science', 'industry'] })
    assert.deepEqual(
      difference(before, after)[0]?.fields.map((one) => one.field),
      ['units'],
    )
  })

  test('is nothing where only the places in the order moved', () => {
    assert.deepEqual(difference(sound, changed('1.1', { place: 9 })), [])
  })

  test('backwards turns additions into removals', () => {
    const forth = difference(sound, other).map((one) => `${one.change} ${one.key}`)
    const back = difference(other, sound).map((one) => `${one.change} ${one.key}`)
    const turned = { added: 'removed', removed: 'added', changed: 'changed' }
    assert.deepEqual(
      back.toSorted(),
      forth
        .map((line) => {
          const [change = '', key = ''] = line.split(' ')
          return `${turned[change as keyof typeof turned]} ${key}`
        })
        .toSorted(),
    )
  })
})
