import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AnswerValue } from '../contract/runs.ts'
import { as, inDatabase, type Person, startRun, type World, world } from '../test/world.ts'

let house: World
let people: { name: string; person: Person; runId: string }[] = []
const rounds = 6
const given: Record<string, (round: number) => AnswerValue> = {
  plan: (round) => ['none', 'part', 'full'][round % 3] ?? 'none',
  tools: (round) => (round % 2 === 0 ? 'part' : { notApplicable: true }),
  rate: (round) => String(10 + round),
  spent: (round) => `${round}.25`,
  links: (round) => (round % 2 === 0 ? ['design'] : ['design', 'make']),
}

before(async () => {
  house = await world()
  const runs = new Map<string, string>()
  for (const [name, firm] of [
    ['a', 'firm-a'],
    ['a2', 'firm-a'],
    ['b', 'firm-b'],
    ['c', 'firm-c'],
  ] as const) {
    const person = await as(house, name)
    const runId = runs.get(firm) ?? (await startRun(person))
    runs.set(firm, runId)
    people.push({ name, person, runId })
  }
})
after(() => house.close())

/** One person's answers to his own questions, each after the other; a colleague has the others. */
async function fillIn(one: (typeof people)[number], questions: readonly string[]): Promise<number> {
  let saves = 0
  for (let round = 0; round < rounds; round += 1) {
    for (const question of questions) {
      const value = given[question]?.(round) ?? null
      const params = { runId: one.runId, question }
      const kept = await one.person.saveAnswer({ params, body: { value, revision: round } })
      assert.equal(kept.revision, round + 1)
      assert.deepEqual(kept.value, value)
      saves += 1
    }
  }
  return saves
}

test('people who fill in at the same time lose nothing, of one firm or of several', async () => {
  const all = Object.keys(given)
  const shares: Record<string, string[]> = {
    a: all.slice(0, 2),
    a2: all.slice(2),
    b: all,
    c: all,
  }
  const saves = await Promise.all(people.map((one) => fillIn(one, shares[one.name] ?? [])))
  const total = saves.reduce((sum, one) => sum + one, 0)
  assert.equal(total, 3 * all.length * rounds)
  const rows = await inDatabase(house, (sql) => {
    return sql`select count(*)::int as kept, min(revision)::int as least, max(revision)::int as most,
      (select count(*)::int from assess_answer_history) as history from assess_answers`
  })
  assert.deepEqual({ ...rows[0] }, { kept: 3 * all.length, least: rounds, most: rounds, history: total })
  for (const { person, runId } of people) {
    const { answers, run } = await person.run({ params: { runId } })
    assert.equal(run.answered, all.length)
    for (const { question, value } of answers) assert.deepEqual(value, given[question]?.(rounds - 1))
  }
})

test('who did what stands with each answer', async () => {
  const first = people[0] as (typeof people)[number]
  const { answers } = await first.person.run({ params: { runId: first.runId } })
  assert.deepEqual(Object.fromEntries(answers.map(({ question, byName }) => [question, byName])), {
    links: 'a2',
    plan: 'a',
    rate: 'a2',
    spent: 'a2',
    tools: 'a',
  })
  people = []
})
