import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { RequestFault } from '@ronghe/kit/client'
import fc from 'fast-check'
import { dayAfter, type SupervisionWorld, supervisionWorld } from '../test/supervision.ts'
import { watchLights } from './watch.ts'

let w: SupervisionWorld
before(async () => {
  w = await supervisionWorld()
})
after(() => w.house.close())

type Body = 'nanning' | 'liuzhou'
const whoOf = { nanning: 'city', liuzhou: 'other-city' } as const

type Deed =
  | { kind: 'submit' | 'approve' | 'return' | 'issue' | 'close' | 'watch' }
  | { kind: 'sign' | 'progress' | 'report' | 'accept' | 'refuse'; body: Body }
  | { kind: 'wait'; days: number }

/** What a clerk with paper and pencil would write down. */
type Paper = {
  state: string
  parts: Record<Body, { state: string; reportedOn: string | null }>
  dueOn: string
  acts: number
}

const none: fc.Arbitrary<Deed> = fc.constantFrom(
  ...(['submit', 'approve', 'return', 'issue', 'close', 'watch'] as const).map((kind) => ({ kind })),
)
const ofBody: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constantFrom('sign', 'progress', 'report', 'accept', 'refuse'),
  body: fc.constantFrom<Body>('nanning', 'liuzhou'),
})
const waits: fc.Arbitrary<Deed> = fc.record({ kind: fc.constant('wait' as const), days: fc.nat(9) })
const history = fc.array(
  fc.oneof({ weight: 3, arbitrary: none }, { weight: 6, arbitrary: ofBody }, { weight: 1, arbitrary: waits }),
  { minLength: 12, maxLength: 24 },
)

/** Naive twin: what a deed does on paper; false where it is refused. */
function onPaper(paper: Paper, deed: Deed, today: string): boolean {
  if (deed.kind === 'wait' || deed.kind === 'watch') return true
  if ('body' in deed) {
    const part = paper.parts[deed.body]
    if (paper.state !== 'running') return false
    if (deed.kind === 'sign' && part.state === 'issued') part.state = 'signed'
    else if (deed.kind === 'progress' && (part.state === 'signed' || part.state === 'handling'))
      part.state = 'handling'
    else if (deed.kind === 'report' && (part.state === 'signed' || part.state === 'handling')) {
      part.state = 'reported'
      part.reportedOn = today
    } else if (deed.kind === 'accept' && part.state === 'reported') part.state = 'accepted'
    else if (deed.kind === 'refuse' && part.state === 'reported') {
      part.state = 'handling'
      part.reportedOn = null
    } else return false
  } else if (deed.kind === 'submit' && paper.state === 'drafted') paper.state = 'submitted'
  else if (deed.kind === 'approve' && paper.state === 'submitted') paper.state = 'approved'
  else if (deed.kind === 'return' && paper.state === 'submitted') paper.state = 'drafted'
  else if (deed.kind === 'issue' && paper.state === 'approved') {
    paper.state = 'running'
    for (const part of Object.values(paper.parts)) part.state = 'issued'
  } else if (
    deed.kind === 'close' &&
    paper.state === 'running' &&
    Object.values(paper.parts).every((part) => part.state === 'accepted')
  )
    paper.state = 'closed'
  else return false
  paper.acts++
  return true
}

async function done(id: string, deed: Deed): Promise<void> {
  const late = { comment: '说明', explanation: '原因' }
  if (deed.kind === 'wait') return w.move(deed.days)
  if (deed.kind === 'watch') return watchLights(w.house.house)
  if (deed.kind === 'approve') return w.decide(id, 'approve')
  if (deed.kind === 'return') return w.decide(id, 'return', '重拟')
  if (deed.kind === 'accept') return w.review(id, deed.body, 'accept')
  if (deed.kind === 'refuse') return w.review(id, deed.body, 'return', '不实')
  if (!('body' in deed)) return w.supervise(id, deed.kind)
  return w.handle(whoOf[deed.body], id, deed.body, deed.kind, deed.kind === 'sign' ? {} : late)
}

/** The worst light of what is open and overdue, or was reported late, counted on paper. */
function lateOnPaper(paper: Paper, today: string): { red: boolean; madeUp: boolean } {
  const parts = Object.values(paper.parts)
  const isDone = (state: string) => state === 'reported' || state === 'accepted'
  const isOpen = (state: string) => state !== 'waiting' && !isDone(state)
  return {
    red: parts.some((part) => isOpen(part.state) && today > paper.dueOn),
    madeUp: parts.some((part) => isDone(part.state) && (part.reportedOn ?? '') > paper.dueOn),
  }
}

test('whatever people try in whatever order, the item stands where a clerk’s paper has it', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (deeds) => {
      const dueOn = dayAfter(w.clock.now(), 12)
      const id = await w.draft(['nanning', 'liuzhou'], 12)
      const waiting = () => ({ state: 'waiting', reportedOn: null })
      const paper: Paper = {
        state: 'drafted',
        parts: { nanning: waiting(), liuzhou: waiting() },
        dueOn,
        acts: 1,
      }
      for (const deed of deeds) {
        const isDone = onPaper(paper, deed, dayAfter(w.clock.now(), 0))
        if (isDone) await done(id, deed)
        else await assert.rejects(done(id, deed), (error: unknown) => error instanceof RequestFault)
      }
      const found = await w.seen(id)
      assert.equal(found.state, paper.state)
      for (const part of found.parts) {
        const written = paper.parts[part.departmentCode as Body]
        assert.deepEqual([part.state, part.reportedOn], [written.state, written.reportedOn])
      }
      const { red, madeUp } = lateOnPaper(paper, dayAfter(w.clock.now(), 0))
      if (paper.state === 'running' || paper.state === 'closed') {
        assert.equal(found.light === 'red', red)
        if (madeUp && !red) assert.equal(found.light, 'yellow')
      }
      const acted = found.events.filter((one) => one.action !== 'escalate')
      assert.equal(acted.length, paper.acts, 'each act stands in the trail once, and nothing else')
      const audit = await w.house.house.act(
        systemCaller,
        ({ sql }) => sql`select count(*)::int as count from kit_audit where subject_id = ${id}`,
      )
      assert.equal(audit[0]?.count, found.events.length)
    }),
    { seed: 20261128, numRuns: 8 },
  )
})
