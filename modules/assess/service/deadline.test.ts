import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  answer,
  as,
  day,
  inDatabase,
  openWindow,
  type Person,
  refused,
  startRun,
  submitted,
  type World,
  world,
} from '../test/world.ts'

let house: World
const people: Record<string, Person> = {}
before(async () => {
  house = await world()
  for (const name of ['a', 'a2', 'b', 'city']) people[name] = await as(house, name)
})
after(() => house.close())

const who = (name: string): Person => people[name] as Person

describe('A6: the server’s clock at the start of a request decides', () => {
  test('a save or submission before the deadline is taken, one after it is refused', async () => {
    await openWindow(house, house.frameworkId, 2025)
    const runId = await startRun(who('a'), { process: 'discrete' }, 2025)
    await answer(who('a'), runId, 'plan', 'part')
    house.time.move(60 * day - 1000)
    await answer(who('a'), runId, 'plan', 'none')
    const { run } = await who('a').run({ params: { runId } })
    house.time.move(1000)
    await assert.rejects(answer(who('a'), runId, 'plan', 'full'), refused('assess.window.closed'))
    const late = who('a').submitRun({ params: { runId }, body: { revision: run.revision } })
    await assert.rejects(late, refused('assess.window.closed'))
    const now = await who('a').run({ params: { runId } })
    assert.deepEqual([now.isLate, now.mayFill, now.run.status], [true, false, 'draft'])
    assert.equal(now.answers[0]?.value, 'none')
    await assert.rejects(startRun(who('b'), { process: 'discrete' }, 2025), refused('assess.window.closed'))
  })

  test('saves beside a submission are either in the kept score or refused; none is lost', async () => {
    await openWindow(house, house.frameworkId, 2028)
    const runId = await startRun(who('a'), { process: 'discrete' }, 2028)
    const { run } = await who('a').run({ params: { runId } })
    const saves = ['plan', 'tools', 'rate', 'spent', 'links'].map((question) =>
      who('a2').saveAnswer({
        params: { runId, question },
        body: { value: question === 'links' ? ['make'] : question.length > 4 ? 'part' : '7', revision: 0 },
      }),
    )
    const sending = who('a').submitRun({ params: { runId }, body: { revision: run.revision } })
    const [told] = await Promise.all([Promise.allSettled(saves), sending])
    const written = told.flatMap((one) => (one.status === 'fulfilled' ? [one.value.question] : []))
    const rows = await inDatabase(house, (sql) => sql`select score from assess_runs where id = ${runId}`)
    const nodes: { code: string; answer?: unknown }[] = JSON.parse(rows[0]?.score ?? '{}').nodes
    const inScore = nodes.flatMap(({ code, answer }) => (answer == null ? [] : [code]))
    assert.deepEqual(inScore.sort(), written.sort())
  })

  test('a run that was returned after its window has ten days more', async () => {
    await openWindow(house, house.frameworkId, 2029)
    const runId = await submitted(who('a'), {}, 2029)
    house.time.move(61 * day)
    const { run } = await who('city').run({ params: { runId } })
    await who('city').decideRun({
      params: { runId },
      body: { decision: 'returned', revision: run.revision, reason: '再核对' },
    })
    house.time.move(9 * day)
    await answer(who('a'), runId, 'tools', 'none')
    house.time.move(2 * day)
    await assert.rejects(answer(who('a'), runId, 'tools', 'full'), refused('assess.window.closed'))
  })
})
