import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import zh from './i18n/zh.json' with { type: 'json' }
import { type Action, type Bounds, next, type Observed, type State, type Step, waitMs } from './next.ts'
import { reason } from './reason.ts'

const bounds: Bounds = { openMsMax: 1000, silentMsMax: 500, closeMsMax: 200, waitMsMin: 100, waitMsMax: 800 }
const run = { run: true, bounds }
const halt = { run: false, bounds }
const fault = reason('edge.uplink.refused')

function seen(step: Step, more: Partial<Observed> = {}): Observed {
  return {
    kind: 'device',
    step,
    stepMs: 0,
    silentMs: 0,
    failures: 0,
    fault: null,
    held: false,
    jitter: 0,
    ...more,
  }
}

type Row = [
  what: string,
  observed: Observed,
  desired: typeof run,
  state: State,
  action: Action | undefined,
  key: string,
]

const table: Row[] = [
  ['first attempt at once', seen('down'), run, 'connecting', 'open', 'connecting'],
  [
    'wait after a failure',
    seen('down', { failures: 1, fault, stepMs: 99 }),
    run,
    'waiting',
    undefined,
    fault.key,
  ],
  ['wait without a known fault', seen('down', { failures: 2 }), run, 'waiting', undefined, 'waiting'],
  [
    'again after the wait',
    seen('down', { failures: 1, fault, stepMs: 100 }),
    run,
    'connecting',
    'open',
    'connecting',
  ],
  ['not wanted', seen('down'), halt, 'stopped', undefined, 'stopped'],
  ['opening', seen('opening', { stepMs: 999, silentMs: 9999 }), run, 'connecting', undefined, 'connecting'],
  ['opening too long', seen('opening', { stepMs: 1000 }), run, 'closing', 'close', 'openTooLong'],
  ['opening, no longer wanted', seen('opening'), halt, 'closing', 'close', 'stopping'],
  ['open', seen('open'), run, 'preparing', 'prepare', 'preparing'],
  ['open, no longer wanted', seen('open'), halt, 'closing', 'close', 'stopping'],
  ['preparing', seen('preparing', { stepMs: 99_999 }), run, 'preparing', undefined, 'preparing'],
  ['preparing and silent', seen('preparing', { silentMs: 500 }), run, 'closing', 'close', 'silent'],
  ['preparing, held', seen('preparing', { silentMs: 9999, held: true }), run, 'held', undefined, 'held'],
  ['preparing, no longer wanted', seen('preparing'), halt, 'closing', 'close', 'stopping'],
  ['prepared', seen('prepared'), run, 'live', 'flow', 'live'],
  ['prepared, no longer wanted', seen('prepared'), halt, 'closing', 'close', 'stopping'],
  ['flowing', seen('flowing', { silentMs: 499 }), run, 'live', undefined, 'live'],
  ['flowing and silent', seen('flowing', { silentMs: 500 }), run, 'closing', 'close', 'silent'],
  ['flowing, held', seen('flowing', { silentMs: 9999, held: true }), run, 'held', undefined, 'held'],
  ['flowing, no longer wanted', seen('flowing'), halt, 'closing', 'close', 'stopping'],
  ['closing after a fault', seen('closing', { fault, stepMs: 199 }), run, 'closing', undefined, fault.key],
  ['closing does not end', seen('closing', { fault, stepMs: 200 }), run, 'closing', 'abandon', fault.key],
  ['closing, no longer wanted', seen('closing'), halt, 'closing', undefined, 'stopping'],
  [
    'closing does not end, no longer wanted',
    seen('closing', { stepMs: 200 }),
    halt,
    'closing',
    'abandon',
    'stopping',
  ],
]

for (const [what, observed, desired, state, action, key] of table) {
  for (const kind of ['device', 'uplink'] as const) {
    test(`${kind}: ${what}`, () => {
      const decided = next({ ...observed, kind }, desired)
      assert.equal(decided.state, state)
      assert.equal(decided.action, action)
      assert.equal(decided.reason.key, key.includes('.') ? key : `edge.${kind}.${key}`)
    })
  }
}

const steps: Step[] = ['down', 'opening', 'open', 'preparing', 'prepared', 'flowing', 'closing']
const observed: fc.Arbitrary<Observed> = fc.record({
  kind: fc.constantFrom('device' as const, 'uplink' as const),
  step: fc.constantFrom(...steps),
  stepMs: fc.nat(100_000),
  silentMs: fc.nat(100_000),
  failures: fc.nat(1000),
  fault: fc.constantFrom(null, fault),
  held: fc.boolean(),
  jitter: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
})
const desired = fc.record({ run: fc.boolean(), bounds: fc.constant(bounds) })

test('whatever is seen, there is a state, an action that fits the step, and a reason that has words', () => {
  const allowed: Record<Step, (Action | undefined)[]> = {
    down: [undefined, 'open'],
    opening: [undefined, 'close'],
    open: ['prepare', 'close'],
    preparing: [undefined, 'close'],
    prepared: ['flow', 'close'],
    flowing: [undefined, 'close'],
    closing: [undefined, 'abandon'],
  }
  fc.assert(
    fc.property(observed, desired, (what, wish) => {
      const decided = next(what, wish)
      assert.ok(allowed[what.step].includes(decided.action))
      assert.ok(decided.reason.key in zh, decided.reason.key)
      if (!wish.run) assert.ok(['stopped', 'closing'].includes(decided.state))
      if (wish.run) assert.notEqual(decided.state, 'stopped')
      assert.deepEqual(next(what, wish), decided)
    }),
    { numRuns: 2000 },
  )
})

test('the wait doubles from its least to its greatest and is never longer', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 1000].map((failures) => waitMs(failures, 0, bounds)),
    [0, 100, 200, 400, 800, 800, 800],
  )
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (failures, jitter) => {
        const wait = waitMs(failures, jitter, bounds)
        assert.ok(wait > 0.8 * bounds.waitMsMin - 1 && wait <= bounds.waitMsMax)
      },
    ),
  )
})

/** What the world does with a step when time passes: nothing, success, or failure. */
type Turn = { outcome: 'none' | 'done' | 'failed'; passMs: number }
const turn: fc.Arbitrary<Turn> = fc.record({
  outcome: fc.constantFrom('none' as const, 'done' as const, 'failed' as const),
  passMs: fc.integer({ min: 1, max: 2000 }),
})
const following: Partial<Record<Step, Step>> = {
  opening: 'open',
  preparing: 'prepared',
  closing: 'down',
}
const entered: Record<Action, Step> = {
  open: 'opening',
  prepare: 'preparing',
  flow: 'flowing',
  close: 'closing',
  abandon: 'down',
}

/** A world that obeys actions and otherwise does as `turns` say. */
function simulate(
  turns: readonly Turn[],
  wish: typeof run,
  start: Observed,
): { actions: Action[]; end: Observed } {
  let now = start
  const actions: Action[] = []
  for (const { outcome, passMs } of turns) {
    const { action } = next(now, wish)
    if (action) {
      actions.push(action)
      now = { ...now, step: entered[action], stepMs: 0, silentMs: 0 }
    } else if (outcome === 'done' && following[now.step]) {
      now = {
        ...now,
        step: following[now.step]!,
        stepMs: 0,
        silentMs: 0,
        failures: now.step === 'opening' ? 0 : now.failures,
      }
    } else if (outcome === 'done' && now.step === 'flowing') {
      now = { ...now, stepMs: now.stepMs + passMs, silentMs: 0 }
    } else if (outcome === 'failed' && now.step !== 'down' && now.step !== 'closing') {
      now = { ...now, step: 'closing', stepMs: 0, silentMs: 0, failures: now.failures + 1, fault }
    } else {
      now = { ...now, stepMs: now.stepMs + passMs, silentMs: now.silentMs + passMs }
    }
  }
  return { actions, end: now }
}

test('in any world every attempt that is opened is closed before the next', () => {
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 200 }), (turns) => {
      const { actions } = simulate(turns, run, seen('down'))
      const opens = actions.filter((action) => action === 'open').length
      const ends = actions.filter((action) => action === 'close').length
      // An attempt ends by our closing it or by its own failure (which the world closes); it is never
      // opened over another.
      assert.ok(ends <= opens)
      for (const [index, action] of actions.entries()) {
        if (action === 'prepare') assert.equal(actions[index - 1], 'open')
        if (action === 'flow') assert.equal(actions[index - 1], 'prepare')
      }
    }),
  )
})

test('in a world that works it comes to flow, and when it is not wanted it comes to stop', () => {
  const works: Turn[] = Array.from({ length: 40 }, () => ({ outcome: 'done', passMs: 100 }))
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 50 }), (turns) => {
      const { end } = simulate(turns, run, seen('down'))
      const flowing = simulate(works, run, end).end
      assert.equal(next(flowing, run).state, 'live')
      const stopped = simulate(works, halt, end).end
      assert.equal(next(stopped, halt).state, 'stopped')
    }),
  )
})
