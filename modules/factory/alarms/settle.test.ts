import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import type { AlarmRow } from '../store/alarms.ts'
import type { TagRow } from '../store/tags.ts'
import { bindBody } from './bind.ts'
import { blankBody } from './fields.ts'
import { lateMicros, settle } from './settle.ts'
import { freshMemory, stepWatch } from './step.ts'

const second = 1_000_000
const end = 120
const manner = { mustAcknowledge: true, latches: false }
const blank = { organisationId: 'o', equipmentId: 'e', label: null, labelEn: null, unit: null, meaning: null }
const tag: TagRow = {
  ...blank,
  ...{ id: 'id-load', name: 'load', valueType: 'number', scale: 1, shift: 0, place: 0, isReadOnly: false },
}
const body: AlarmBody = {
  ...blankBody(),
  ...{ name: 'x', equipmentIds: ['e'], signal: 'load', limit: 50, onDelaySeconds: 3 },
}
const { bound } = bindBody(body, [tag])
assert.ok(bound)
const watched = bound

/** Values by second; a second may say nothing. */
type Heard = Map<number, number>
type Span = [from: number, to: number | null]

function signalsOf(heard: Heard) {
  const points = [...heard].sort(([one], [other]) => one - other)
  return {
    'id-load': points.map(([at, value]) => ({ timeMicros: at * second, value, quality: 'good' as const })),
  }
}

/** The journal of one watch: what is found, changed and refuted, as the tables would have it. */
function journal() {
  let rows: AlarmRow[] = []
  let memory = freshMemory(watched, 0)
  let at = 0
  let ids = 0

  function go(heard: Heard, to: number): void {
    const window = { fromMicros: at * second, toMicros: to * second }
    const known = rows.filter((row) => row.clearedMicros === null || row.clearedMicros >= window.fromMicros)
    const open = known.find((row) => row.raisedMicros < window.fromMicros)
    const step = stepWatch(watched, memory, signalsOf(heard), window, open?.raisedMicros ?? null)
    const settled = settle(known, step.told, window.toMicros, window.toMicros, null, manner)
    rows = rows.filter(({ id }) => !settled.refuted.includes(id))
    for (const { id, fromMicros, toMicros } of settled.changed) {
      const row = rows.find((one) => one.id === id)
      if (row) Object.assign(row, { raisedMicros: fromMicros, clearedMicros: toMicros })
    }
    for (const one of settled.found)
      rows.push({
        ...{ id: `r${ids++}`, watchId: 'w', equipmentId: 'e', organisationId: 'o', groupName: null, rank: 2 },
        ...{ raisedMicros: one.fromMicros, clearedMicros: one.toMicros, isFirstOut: false, ...manner },
        ...{ announcedMicros: one.announcedMicros, isLatched: one.isLatched },
        isUnacknowledged: one.isUnacknowledged,
      })
    memory = step.memory
    at = to
  }

  return {
    go,
    /** Late data: what was judged is judged again from the start. */
    again() {
      memory = freshMemory(watched, 0)
      at = 0
    },
    spans: (): Span[] =>
      rows
        .map(
          (row): Span => [
            row.raisedMicros / second,
            row.clearedMicros === null ? null : row.clearedMicros / second,
          ],
        )
        .sort(([one], [other]) => one - other),
  }
}

function inOneGo(heard: Heard): Span[] {
  const one = journal()
  one.go(heard, end)
  return one.spans()
}

/** Second by second: above the limit for three seconds raises, no longer above clears. */
function naive(heard: Heard): Span[] {
  const spans: Span[] = []
  let value: number | undefined
  let since: number | null = null
  let raised: number | null = null
  for (let at = 0; at < end; at++) {
    value = heard.get(at) ?? value
    const isHigh = value !== undefined && value > 50
    if (!isHigh) {
      if (raised !== null) spans.push([raised, at])
      since = null
      raised = null
      continue
    }
    since ??= at
    if (raised === null && at - since >= 3) raised = at
  }
  // What has been high for three seconds at the very end is raised there or not yet.
  if (raised !== null) spans.push([raised, null])
  return spans
}

const heard = fc
  .array(fc.tuple(fc.integer({ min: 0, max: end - 10 }), fc.constantFrom(10, 90)), { maxLength: 25 })
  .map((list): Heard => new Map(list))
const cuts = fc
  .uniqueArray(fc.integer({ min: 1, max: end - 1 }), { maxLength: 6 })
  .map((list) => [...list.sort((one, other) => one - other), end])

describe('the journal of a watch', () => {
  test('has the alarms that a look at each second finds', () => {
    fc.assert(
      fc.property(heard, (values) => {
        assert.deepEqual(inOneGo(values), naive(values))
      }),
      { seed: 20261129, numRuns: 200 },
    )
  })

  test('F20 is the same wherever time is cut', () => {
    fc.assert(
      fc.property(heard, cuts, (values, places) => {
        const cut = journal()
        for (const to of places) cut.go(new Map([...values].filter(([at]) => at < to)), to)
        assert.deepEqual(cut.spans(), inOneGo(values))
      }),
      { seed: 20261129, numRuns: 200 },
    )
  })

  test('F20 is that of a replay once late points are judged again', () => {
    fc.assert(
      fc.property(heard, heard, cuts, (early, late, places) => {
        const all: Heard = new Map([...late, ...early])
        const one = journal()
        for (const to of places) one.go(early, to)
        one.again()
        for (const to of places) one.go(all, to)
        assert.deepEqual(one.spans(), inOneGo(all))
      }),
      { seed: 20261129, numRuns: 200 },
    )
  })
})

describe('an alarm that is found', () => {
  const told = (toMicros: number | null) => ({
    ...{ fromMicros: 0, toMicros, sinceMicros: 0, value: 90, peak: 90, isSuppressed: false },
  })
  const found = (toMicros: number | null, now: number, quiet: 'shelved' | null = null) =>
    settle([], [told(toMicros)], 10 * second, now, quiet, { mustAcknowledge: true, latches: true }).found[0]

  test('asks nobody for an answer when it was over for long', () => {
    const ends = 5 * second
    const [soon, late] = [found(ends, ends + lateMicros - 1), found(ends, ends + lateMicros)]
    assert.deepEqual([soon?.isLate, soon?.isUnacknowledged, soon?.isEnded], [false, true, false])
    assert.deepEqual([late?.isLate, late?.isUnacknowledged, late?.isEnded], [true, false, true])
    assert.equal(found(null, 1e15)?.isLate, false, 'what goes on is not late')
  })

  test('F21 is not announced while it is shelved, and goes on being judged', () => {
    const one = found(null, 0, 'shelved')
    assert.deepEqual([one?.quiet, one?.announcedMicros, one?.isEnded], ['shelved', null, false])
  })
})
