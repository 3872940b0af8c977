import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, inDatabase, type Person, startRun, type World, world } from '../test/world.ts'

let house: World
let firm: Person
let runId = ''
before(async () => {
  house = await world()
  firm = await as(house, 'a')
  runId = await startRun(firm)
})
after(() => house.close())

/** A save whose browser goes away after some milliseconds; true where its answer still came. */
async function saveAndClose(value: string, revision: number, afterMs: number): Promise<boolean> {
  const response = fetch(`${house.url}/api/assess/runs/${runId}/answers/spent`, {
    method: 'PUT',
    headers: { ...firm.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ value, revision }),
    signal: AbortSignal.timeout(afterMs),
  })
  return response.then(
    (answer) => answer.ok,
    () => false,
  )
}

const shown = async () => {
  const { answers } = await firm.run({ params: { runId } })
  return answers.find(({ question }) => question === 'spent')
}

test('a browser that closes in the middle leaves the answer before or the one after', async () => {
  const sent: (string | undefined)[] = [undefined]
  for (let round = 1; round <= 12; round += 1) {
    const revision = (await shown())?.revision ?? 0
    sent.push(String(round))
    const isTold = await saveAndClose(String(round), revision, 1 + (round % 6) * 3)
    // The server may still be at it when the browser is gone: one of those that were sent is read.
    const found = await shown()
    if (isTold) assert.equal(found?.value, String(round))
    assert.ok(sent.includes(found?.value as string | undefined), String(found?.value))
  }
})

test('who opens the page again finds what was kept, and goes on from there', async () => {
  const revision = (await shown())?.revision ?? 0
  const kept = await firm.saveAnswer({
    params: { runId, question: 'spent' },
    body: { value: '42', revision },
  })
  assert.equal(kept.revision, revision + 1)
  assert.equal((await shown())?.value, '42')
})

test('every revision that was kept stands in the history, without a gap', async () => {
  const rows = await inDatabase(house, (sql) => {
    return sql`select revision from assess_answer_history where run_id = ${runId} and question = 'spent'
      order by revision`
  })
  assert.deepEqual(
    rows.map(({ revision }) => revision),
    rows.map((_, at) => at + 1),
  )
  assert.equal(rows.length, (await shown())?.revision)
})
