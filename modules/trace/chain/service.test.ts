import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { systemCaller } from '@ronghe/kit/auth'
import { RequestFault } from '@ronghe/kit/client'
import { heldClock } from '@ronghe/kit/clock'
import { openOwner } from '@ronghe/kit/db'
import type { TestHouse } from '@ronghe/kit/test'
import {
  as,
  ask,
  capture,
  documentOf,
  eventWith,
  example,
  firm,
  json,
  neighbour,
  traceHouse,
  xml,
} from '../test/house.ts'
import { closeDays } from './close.ts'
import { leafHash, rootOf } from './merkle.ts'
import { type Difference, verifyTrace } from './verify.ts'

const clock = heldClock(new Date('2026-07-01T08:00:00Z'))
const dayMs = 86_400_000
let house: TestHouse
let owner: ReturnType<typeof openOwner>
before(async () => {
  house = await traceHouse({}, { clock, start: false })
  owner = openOwner(house.databaseUrl)
})
after(async () => {
  await owner.end()
  await house.close()
})

/** Works in a transaction that is undone afterwards, as the owner of the database, whom no trigger stops. */
async function tampered(work: (sql: typeof owner) => Promise<unknown>): Promise<Difference[]> {
  let found: Difference[] = []
  const undone = new Error('undone')
  await owner
    .begin(async (sql) => {
      await work(sql as never)
      found = (await verifyTrace(sql as never)).differences
      throw undone
    })
    .catch((error: unknown) => assert.equal(error, undone))
  return found
}

async function seqOf(eventId: string): Promise<number> {
  const [row] = await owner`select seq from trace_events where event_id = ${eventId} and declared_at is null`
  return Number(row?.seq)
}

const ids = ['urn:t:1', 'urn:t:2', 'urn:t:3', 'urn:t:4', 'urn:t:5']

describe('T9 the chain of events', () => {
  it('takes every captured event, by whatever way it came', async () => {
    await capture(house, 'wei', documentOf(ids.slice(0, 3).map((eventID) => eventWith({ eventID }))))
    await capture(house, 'wei', documentOf([eventWith({ eventID: ids[3] })]), {
      ...json,
      'GS1-Capture-Error-Behaviour': 'proceed',
    })
    await capture(house, 'other', documentOf([eventWith({ eventID: ids[4] })]))
    const single = JSON.stringify({
      '@context': documentOf([])['@context'],
      ...eventWith({ eventID: 'urn:t:6' }),
    })
    assert.equal(
      (await ask(house, 'wei', '/events', { method: 'POST', headers: json, body: single })).status,
      201,
    )
    await capture(house, 'wei', example('epcisDocHavingEventWithIgnoreFields.jsonld'))
    await capture(house, 'wei', example('epcisEventWithCURIEs.jsonld'))
    await capture(house, 'wei', example('SensorDataExamples.xml'), xml)
    await capture(house, 'wei', example('epcisDocWithVariousEventTypes.xml'), xml)
    const found = await verifyTrace(owner as never)
    assert.deepEqual(found.differences, [])
    assert.deepEqual([found.links, found.days], [8, 0])
    assert.equal(found.events, Number((await owner`select count(*) from trace_events`)[0]?.count))
  })

  it('has no link for a document that changed nothing', async () => {
    const before = await as(house, 'wei').chain()
    await capture(house, 'wei', example('SensorDataExamples.xml'), xml)
    assert.deepEqual(await as(house, 'wei').chain(), before)
  })

  it('says in the database what it says in the program', async () => {
    const [row] = await owner`
      select encode(trace_root(array_agg(trace_leaf(e) order by e.seq)), 'hex') as root,
        encode(l.root, 'hex') as said
      from trace_events e join trace_links l on l.id = e.link where e.event_id = any(${ids.slice(0, 3)})
      group by l.root`
    assert.equal(row?.root, row?.said)
  })

  it('is written by the program and changed by nobody', async () => {
    const act = (text: string) => house.house.act(systemCaller, ({ sql }) => sql.unsafe(text))
    for (const text of [
      `update trace_events set biz_step = 'x'`,
      'delete from trace_events',
      'delete from trace_links',
      'update trace_links set number = number + 100',
    ]) {
      await assert.rejects(act(text), /events and links are only added/, text)
    }
  })
})

describe('T9 a published day', () => {
  it('is closed when it is over, with all links of it, and chained to the day before', async () => {
    assert.deepEqual(await closeDays(house.house), [])
    clock.move(dayMs)
    const [first] = await closeDays(house.house)
    assert.deepEqual([first?.day, first?.number, first?.links], ['2026-07-01', 1, 8])
    await capture(house, 'wei', documentOf([eventWith({ eventID: 'urn:t:late' })]))
    clock.move(3 * dayMs)
    const [second, ...others] = await closeDays(house.house)
    assert.deepEqual([second?.day, second?.previousHash, others.length], ['2026-07-02', first?.hash, 0])
    assert.deepEqual(await closeDays(house.house), [])
    const { differences, days } = await verifyTrace(owner as never)
    assert.deepEqual([differences, days], [[], 2])
  })

  it('is published once, whoever closes it at the same moment', async () => {
    await capture(house, 'wei', documentOf([eventWith({ eventID: 'urn:t:both' })]))
    clock.move(dayMs)
    const closed = (await Promise.all([1, 2, 3].map(() => closeDays(house.house)))).flat()
    assert.deepEqual(
      closed.map(({ day, links, events }) => [day, links, events]),
      [['2026-07-05', 1, 1]],
    )
    assert.deepEqual((await verifyTrace(owner as never)).differences, [])
  })

  it('is open to everybody, and its root can be computed by anybody', async () => {
    const { rows, total } = await as(house, 'nobody').days()
    assert.deepEqual([rows.map(({ day }) => day), total], [['2026-07-05', '2026-07-02', '2026-07-01'], 3])
    const day = await as(house, 'nobody').day({ params: { day: '2026-07-01' } })
    const text = await (await fetch(`${house.url}/api/trace/days/2026-07-01/links`)).text()
    const hashes = text.trim().split('\n')
    assert.equal(hashes.length, day.links)
    assert.equal(rootOf(hashes.map((hash) => leafHash(Buffer.from(hash, 'hex')))).toString('hex'), day.root)
    await assert.rejects(as(house, 'nobody').day({ params: { day: '2020-01-01' } }), (fault) => {
      return fault instanceof RequestFault && fault.message.includes('2020-01-01 没有公布的存证根')
    })
  })
})

describe('T9 the list of published days', () => {
  it('is searched by day and by hash, paged, and exported by anybody', async () => {
    const all = (await as(house, 'nobody').days()).rows
    const found = async (q: string) => (await as(house, 'nobody').days({ query: { q } })).rows
    assert.deepEqual(await found('2026-07'), all)
    for (const one of all) {
      assert.deepEqual(await found(one.day), [one])
      assert.deepEqual(await found(one.root), [one])
      assert.deepEqual(await found(one.hash), [one])
    }
    assert.deepEqual(await found('2025'), [])
    const page = await as(house, 'nobody').days({ query: { page: 2, pageSize: 1 } })
    assert.deepEqual([page.rows, page.total], [[all[1]], 3])
    const csv = await (await fetch(`${house.url}/api/trace/days?format=csv`)).text()
    assert.equal(csv.trim().split('\n').length, 4)
    for (const { root, previousHash } of all) assert.ok(csv.includes(root) && csv.includes(previousHash))
  })
})

describe('T9 the proof of an event', () => {
  it('leads from the event to the published root, and is checked without the program', async () => {
    const { proof, faults } = await as(house, 'wei').eventProof({ params: { seq: await seqOf(ids[1]!) } })
    assert.deepEqual(faults, [])
    assert.equal(proof.day?.head.day, '2026-07-01')
    const folder = mkdtempSync(join(tmpdir(), 'ronghe-proof-'))
    const program = fileURLToPath(new URL('../../../tools/trace-verify/check.mjs', import.meta.url))
    const check = (content: unknown, ...more: string[]) => {
      const file = join(folder, 'proof.json')
      writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
      return spawnSync(process.execPath, [program, file, ...more]).status
    }
    try {
      assert.equal(check(proof, proof.day!.hash), 0)
      assert.equal(check(proof, 'f'.repeat(64)), 1)
      assert.equal(check({ ...proof, event: { ...proof.event, body: `${proof.event.body} ` } }), 1)
      assert.equal(check({ ...proof, day: null }), 1)
      assert.equal(check('no proof'), 2)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('is given as a file, to nobody who may not see the event', async () => {
    const seq = await seqOf(ids[4]!)
    const path = `${house.url}/api/trace/events/${seq}/proof.json`
    const file = await ask(house, 'other', path)
    assert.deepEqual([file.status, file.json().format], [200, 'ronghe-trace-proof-1'])
    assert.equal((await ask(house, 'wei', path)).status, 404)
    assert.equal((await ask(house, 'nobody', path)).status, 401)
    assert.equal((await ask(house, 'official', path)).status, 404)
  })

  it('has no day until that day is over', async () => {
    await capture(house, 'wei', documentOf([eventWith({ eventID: 'urn:t:today' })]))
    const { proof, faults } = await as(house, 'wei').eventProof({
      params: { seq: await seqOf('urn:t:today') },
    })
    assert.deepEqual([proof.day, faults], [null, []])
  })
})

describe('T9 what was changed in the database', () => {
  const body = `replace(body, 'inspecting', 'destroying')`

  it('is named: a body, and what follows from it', async () => {
    const seq = await seqOf(ids[1]!)
    const [only, ...others] = await tampered((sql) =>
      sql.unsafe(`update trace_events set body = ${body} where seq = ${seq}`),
    )
    assert.deepEqual(others, [])
    const { organisationId, ...rest } = only!
    assert.equal(organisationId, firm)
    assert.deepEqual(rest, {
      ...{ kind: 'event', fault: 'changed', day: '2026-07-01', link: 1, place: 1, seq, eventId: ids[1] },
      fields: ['hash', 'bizStep'],
    })
  })

  it('is named: a column or a key by which events are found', async () => {
    const seq = await seqOf(ids[0]!)
    const of = async (text: string) =>
      (await tampered((sql) => sql.unsafe(text))).map((one) => [one.fault, one.seq, one.fields])
    assert.deepEqual(
      await of(`update trace_events set disposition = 'x', event_time = event_time + interval '1 us'
      where seq = ${seq}`),
      [['derived', seq, ['disposition', 'eventTime', 'keys']]],
    )
    assert.deepEqual(await of(`delete from trace_keys where seq = ${seq}`), [['derived', seq, ['keys']]])
    assert.deepEqual(await of(`update trace_keys set event_time = now() where seq = ${seq}`), [
      ['derived', seq, ['keys']],
    ])
    assert.deepEqual(await of(`update trace_events set facts = '{"set":["x"]}' where seq = ${seq}`), [
      ['derived', seq, ['facts']],
    ])
    assert.deepEqual(await of(`update trace_events set body = '{' where seq = ${seq}`), [
      ['changed', seq, ['body']],
    ])
  })

  it('is named: an event that is gone, and one that was put there', async () => {
    const seq = await seqOf(ids[1]!)
    const gone = await tampered((sql) => sql.unsafe(`delete from trace_events where seq = ${seq}`))
    assert.deepEqual(
      gone.map(({ kind, fault, link, place }) => [kind, fault, link, place]),
      [['event', 'missing', 1, 1]],
    )
    const copy = (link: string) =>
      `insert into trace_events (organisation_id, event_id, hash, type, event_time, record_time, body, job_id,
         link)
       select organisation_id, event_id || 'x', hash, type, event_time, record_time, body, job_id, ${link}
       from trace_events where seq = ${seq}`
    const added = await tampered((sql) => sql.unsafe(copy('link')))
    assert.deepEqual(
      added.map(({ fault, eventId }) => [fault, eventId]),
      [['unlinked', `${ids[1]}x`]],
    )
    const unlinked = await tampered((sql) => sql.unsafe(copy('null')))
    assert.deepEqual(
      unlinked.map(({ fault, eventId }) => [fault, eventId]),
      [['unlinked', `${ids[1]}x`]],
    )
  })

  it('is named: a whole link made anew, by the chain behind it and by its day', async () => {
    const found = await tampered((sql) =>
      sql.unsafe(`
        update trace_events set body = ${body} where event_id = '${ids[0]}';
        update trace_links l set leaves = new.leaves, root = trace_root(new.list) from (
          select link, string_agg(trace_leaf(e), ''::bytea order by seq) as leaves,
            array_agg(trace_leaf(e) order by seq) as list from trace_events e group by link) as new
        where new.link = l.id and l.number = 1 and l.organisation_id = '${firm}';
        update trace_links set hash = sha256(convert_to(concat_ws(E'\\n', 'ronghe-link-1', organisation_id,
          number,
          to_char(sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), events, encode(root, 'hex'),
          encode(previous_hash, 'hex')), 'UTF8')) where number = 1 and organisation_id = '${firm}'`),
    )
    assert.deepEqual(
      found.map(({ kind, fault, link, day }) => [kind, fault, link, day]),
      [
        ['event', 'derived', 1, '2026-07-01'],
        ['link', 'previous', 2, '2026-07-01'],
        ['day', 'root', null, '2026-07-01'],
      ],
    )
  })

  it('is named: a link that is gone, and a day that says something else', async () => {
    const gone = await tampered((sql) =>
      sql.unsafe(`delete from trace_links where number = 2 and organisation_id = '${firm}'`),
    )
    assert.deepEqual(
      gone.map(({ kind, fault }) => `${kind} ${fault}`),
      ['link number', 'event unlinked', 'day root'],
    )
    const day = await tampered((sql) =>
      sql.unsafe(`update trace_days set root = sha256('x') where number = 1`),
    )
    assert.deepEqual(
      day.map(({ kind, fault, day: which }) => [kind, fault, which]),
      [
        ['day', 'root', '2026-07-01'],
        ['day', 'hash', '2026-07-01'],
      ],
    )
  })

  it('is seen by its owner, and the page of the event says so', async () => {
    const seq = await seqOf('urn:t:today')
    await owner.unsafe(`update trace_events set body = ${body} where seq = ${seq}`)
    const found = await as(house, 'wei').checkChain({ body: { links: 2 } })
    assert.deepEqual([found.links, found.differences.map((one) => one.seq)], [2, [seq]])
    const { faults } = await as(house, 'wei').eventProof({ params: { seq } })
    assert.deepEqual(faults, ['link'])
    assert.deepEqual((await as(house, 'other').checkChain({ body: {} })).differences, [])
    await owner.unsafe(
      `update trace_events set body = replace(body, 'destroying', 'inspecting') where seq = ${seq}`,
    )
  })

  it('is nothing where only neighbours changed something', async () => {
    const [row] =
      await owner`select count(*)::int as links from trace_links where organisation_id = ${neighbour}`
    assert.deepEqual((await as(house, 'other').chain()).links, row?.links)
    await assert.rejects(as(house, 'alone').chain(), RequestFault)
  })
})
