import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { findJob, insertJob, type JobRow } from '../store/jobs.ts'
import { documentOf, eventWith, firm, found, traceHouse } from '../test/house.ts'
import { newJob } from './job.ts'
import { resume } from './resume.ts'
import { spoolPath } from './spool.ts'

let house: TestHouse
before(async () => {
  house = await traceHouse()
})
after(() => house.close())

/** A job as a process that was killed leaves it: accepted, on disk, not done. */
async function left(behaviour: JobRow['behaviour'], text: string | null): Promise<string> {
  const id = house.house.clock.newId()
  const job = newJob(house.house, id, firm, behaviour, 'json', 'wei')
  await house.house.act(systemCaller, ({ sql }) => insertJob(sql, job))
  const path = spoolPath(house.house, id)
  await mkdir(dirname(path), { recursive: true })
  if (text !== null) await writeFile(path, text)
  return id
}

function job(id: string): Promise<JobRow | null> {
  return house.house.act(systemCaller, ({ sql }) => findJob(sql, id))
}

describe('T4 captures that a process had not finished', () => {
  it('are taken up with their document, and nothing is stored twice', async () => {
    const events = [eventWith({ bizStep: 'arriving' }), eventWith({ bizStep: 'arriving' })]
    // The first half was stored by batches before the kill.
    await resumeAll([await left('proceed', JSON.stringify(documentOf(events.slice(0, 1))))])
    const id = await left('proceed', JSON.stringify(documentOf(events)))
    await resumeAll([id])
    const end = await job(id)
    assert.deepEqual([end?.running, end?.success, end?.events, end?.stored], [false, true, 2, 1])
    assert.equal((await found(house, 'wei', '/events?EQ_bizStep=arriving')).length, 2)
  })

  it('all or nothing still holds', async () => {
    const wrong = { ...eventWith({ bizStep: 'departing' }), action: 'x' }
    const id = await left(
      'rollback',
      JSON.stringify(documentOf([eventWith({ bizStep: 'departing' }), wrong])),
    )
    await resumeAll([id])
    const end = await job(id)
    assert.deepEqual([end?.running, end?.success, end?.stored], [false, false, 0])
    assert.match(end?.errors[0]?.detail ?? '', /eventList\[1\]\.action: action \(x\)/)
    assert.deepEqual(await found(house, 'wei', '/events?EQ_bizStep=departing'), [])
  })

  it('without a document, or with half of one, they end as failed', async () => {
    const ids = [await left('rollback', null), await left('rollback', '{"epcisBody":{"eventList":[{')]
    await resumeAll(ids)
    for (const id of ids) {
      const end = await job(id)
      assert.deepEqual([end?.running, end?.success, end?.errors.length], [false, false, 1])
    }
  })

  async function resumeAll(ids: readonly string[]): Promise<void> {
    await resume(house.house)
    for (const id of ids) assert.equal((await job(id))?.running, false)
  }
})
