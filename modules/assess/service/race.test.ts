import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import fc from 'fast-check'
import type { AnswerValue } from '../contract/runs.ts'
import { as, openWindow, type Person, startRun, type World, world } from '../test/world.ts'

let house: World
let people: readonly Person[] = []
before(async () => {
  house = await world()
  people = [await as(house, 'a'), await as(house, 'a2')]
})
after(() => house.close())

type Move = {
  who: number
  question: string
  value: AnswerValue | null
  /** Does the person look first, or write over what he saw at the beginning? */
  looks: boolean
}

const questions = ['plan', 'tools', 'spent', 'links'] as const
const values: Record<(typeof questions)[number], (AnswerValue | null)[]> = {
  plan: ['none', 'part', 'full', null],
  tools: ['part', { notApplicable: true }, null],
  spent: ['0', '12.5', '100', null],
  links: [['design'], ['make', 'design'], null],
}

const move: fc.Arbitrary<Move> = fc.constantFrom(...questions).chain((question) =>
  fc.record({
    who: fc.integer({ min: 0, max: 1 }),
    question: fc.constant(question),
    value: fc.constantFrom(...values[question]),
    looks: fc.boolean(),
  }),
)

/** Naive twin: an answer is written when the writer knew the one before, and every written one is history. */
type Kept = { value: AnswerValue | null; by: string; revision: number }
class Twin {
  readonly now = new Map<string, Kept>()
  readonly history = new Map<string, Kept[]>()

  write(question: string, value: AnswerValue | null, by: string, revision: number): Kept | null {
    const before = this.now.get(question)
    const same = before && JSON.stringify(before.value) === JSON.stringify(value) && before.by === by
    if (same && before.revision === revision + 1) return before
    if ((before?.revision ?? 0) !== revision) return null
    const kept = { value, by, revision: revision + 1 }
    this.now.set(question, kept)
    this.history.set(question, [kept, ...(this.history.get(question) ?? [])])
    return kept
  }
}

let year = 2040

test('A5: whatever two people do in turn, nothing is lost without a word', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 10 }), async (moves) => {
      year += 1
      await openWindow(house, house.frameworkId, year)
      const runId = await startRun(people[0] as Person, { process: 'discrete' }, year)
      const twin = new Twin()
      const seen = [new Map<string, number>(), new Map<string, number>()]
      for (const { who, question, value, looks } of moves) {
        const person = people[who] as Person
        const known = looks ? (twin.now.get(question)?.revision ?? 0) : (seen[who]?.get(question) ?? 0)
        const wanted = twin.write(question, value, who === 0 ? 'a' : 'a2', known)
        const body = { value, revision: known }
        const told = await person.saveAnswer({ params: { runId, question }, body }).then(
          (answer) => answer.revision,
          (error: RequestFault) => error.answer.code,
        )
        assert.equal(told, wanted === null ? 'assess.answer.changedSince' : wanted.revision)
        if (wanted) seen[who]?.set(question, wanted.revision)
      }
      const { answers } = await (people[1] as Person).run({ params: { runId } })
      for (const question of questions) {
        const kept = answers.find((one) => one.question === question)
        const wanted = twin.now.get(question)
        assert.deepEqual(
          [kept?.value, kept?.byName, kept?.revision],
          [wanted?.value, wanted?.by, wanted?.revision],
        )
        const { rows } = await (people[0] as Person).answerHistory({ params: { runId, question } })
        assert.deepEqual(
          rows.map(({ value, byName, revision }) => ({ value, by: byName, revision })),
          twin.history.get(question) ?? [],
        )
      }
    }),
    { seed: 20260308, numRuns: 6 },
  )
})

test('A5: a browser that goes away midway leaves an answer whole or not at all', async () => {
  year += 1
  await openWindow(house, house.frameworkId, year)
  const person = people[0] as Person
  const runId = await startRun(person, { process: 'discrete' }, year)
  for (const [place, value] of ['0', '12.5', '100', '7', '55.5', '3'].entries()) {
    const before = (await person.run({ params: { runId } })).answers.find((one) => one.question === 'spent')
    const body = { value, revision: before?.revision ?? 0 }
    const gone = new AbortController()
    const sent = fetch(`${house.url}/api/assess/runs/${runId}/answers/spent`, {
      ...{ method: 'PUT', body: JSON.stringify(body), signal: gone.signal },
      headers: { ...person.headers, 'content-type': 'application/json' },
    }).catch(() => null)
    // Sometimes before the server has read it, sometimes after it has written it.
    if (place % 2 === 1) await new Promise((resolve) => setTimeout(resolve, place * 4))
    gone.abort()
    await sent
    // The page is opened again and sends what was typed last.
    const again = await person.saveAnswer({ params: { runId, question: 'spent' }, body })
    assert.equal(again.revision, body.revision + 1, 'written once, whichever of the two it was')
    const { rows } = await person.answerHistory({ params: { runId, question: 'spent' } })
    assert.deepEqual([rows.length, rows[0]?.value], [place + 1, value])
  }
})
