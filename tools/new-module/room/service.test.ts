import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Caller, stranger, systemCaller } from '@ronghe/kit/auth'
import { client, RequestFault } from '@ronghe/kit/client'
import type { Sql } from '@ronghe/kit/db'
import { type TestHouse, testHouse } from '@ronghe/kit/test'
import { roomname } from './contract.ts'
import { roomnameModule } from './module.ts'

const firm = '018f0000-0000-7000-8000-000000000001'
const neighbour = '018f0000-0000-7000-8000-000000000002'

const people: Readonly<Record<string, Caller>> = {
  wei: person('018f0000-0000-7000-8000-00000000000a', firm, ['roomname.read', 'roomname.write']),
  lan: person('018f0000-0000-7000-8000-00000000000b', firm, ['roomname.read', 'roomname.write']),
  reader: person('018f0000-0000-7000-8000-00000000000c', firm, ['roomname.read']),
  other: person('018f0000-0000-7000-8000-00000000000d', neighbour, ['roomname.read', 'roomname.write']),
  alone: person('018f0000-0000-7000-8000-00000000000e', null, ['roomname.write']),
  english: person('018f0000-0000-7000-8000-00000000000f', firm, ['roomname.write']),
}

let house: TestHouse

before(async () => {
  // Who asks is told by a header here, so that this room is tested without the one that signs people in.
  const identify = async (_: unknown, { headers }: { headers: Headers }) =>
    people[headers.get('x-person') ?? ''] ?? stranger('zh')
  house = await testHouse([{ ...roomnameModule, identify }])
  await house.house.act(systemCaller, async ({ sql }) => {
    await sql`insert into kit_tenants (organisation_id, region_code)
      values (${firm}, '450102'), (${neighbour}, '450103')`
  })
})

after(() => house.close())

test('a stranger and a reader are refused what they may not do', async () => {
  await assert.rejects(as('nobody').notes(), refused(401, 'kit.signIn.required'))
  await assert.rejects(as('reader').addNote({ body: { title: 'a' } }), refused(403, 'kit.forbidden'))
})

test('a note is added, told to the neighbours of the house, listed and found', async () => {
  const note = await as('wei').addNote({ body: { title: 'first note' } })
  assert.equal(note.isMine, true)
  await as('lan').addNote({ body: { title: 'second note' } })
  const all = await as('reader').notes({ query: { sort: '-title' } })
  assert.deepEqual(
    all.rows.map(({ title, isMine }) => [title, isMine]),
    [
      ['second note', false],
      ['first note', false],
    ],
  )
  const found = await as('reader').notes({ query: { q: 'FIRST', sort: 'title' } })
  assert.deepEqual([found.total, found.rows[0]?.id], [1, note.id])
  const told = await inDatabase(
    (sql) => sql`select payload from kit_events where name = 'roomname.noteAdded'`,
  )
  assert.deepEqual(told[0]?.payload, { noteId: note.id, organisationId: firm })
})

test('M1: nobody of another organisation sees or changes it', async () => {
  const [mine] = (await as('wei').notes({ query: { q: 'first' } })).rows
  assert.ok(mine)
  assert.equal((await as('other').notes()).total, 0)
  const removing = as('other').removeNote({ params: { noteId: mine.id } })
  await assert.rejects(removing, refused(404, 'roomname.note.unknown'))
})

test('M2: no two notes of an organisation have the same title', async () => {
  const again = as('lan').addNote({ body: { title: 'first note' } })
  await assert.rejects(again, refused(409, 'roomname.note.titleTaken'))
  assert.ok(await as('other').addNote({ body: { title: 'first note' } }))
})

test('M3: a note is removed by its author alone, and the audit says so', async () => {
  const [note] = (await as('wei').notes({ query: { q: 'first' } })).rows
  assert.ok(note)
  const byAnother = as('lan').removeNote({ params: { noteId: note.id } })
  await assert.rejects(byAnother, refused(403, 'roomname.note.notAuthor'))
  assert.deepEqual(await as('wei').removeNote({ params: { noteId: note.id } }), { done: true })
  const entries = await inDatabase(
    (sql) => sql`select subject_id, before from kit_audit where action = 'roomname.removeNote'`,
  )
  assert.deepEqual([...entries], [{ subject_id: note.id, before: { title: 'first note' } }])
})

test('who acts for no organisation adds nothing, and a title is needed', async () => {
  await assert.rejects(as('alone').addNote({ body: { title: 'a' } }), refused(403, 'kit.forbidden'))
  await assert.rejects(as('wei').addNote({ body: { title: '' } }), refused(400, 'kit.input.invalid'))
  assert.equal((await as('wei').notes({ query: { q: 'a%' } })).total, 0)
})

test('faults are told in the language of the reader', async () => {
  const removing = as('english').removeNote({ params: { noteId: firm } })
  const message = house.house.translate('en', 'fault.roomname.note.unknown')
  await assert.rejects(removing, (error: unknown) => {
    assert.ok(error instanceof RequestFault)
    assert.equal(error.message, message)
    return true
  })
})

test('the list comes in pages, sorted as asked', async () => {
  for (const title of ['a', 'b', 'c']) await as('other').addNote({ body: { title: `page ${title}` } })
  const query = { q: 'page', sort: 'title', pageSize: 2 }
  const first = await as('other').notes({ query })
  const second = await as('other').notes({ query: { ...query, page: 2 } })
  assert.deepEqual([first.total, second.total], [3, 3])
  const titles = [...first.rows, ...second.rows].map(({ title }) => title)
  assert.deepEqual(titles, ['page a', 'page b', 'page c'])
})

test('the list is exported with the words of its columns', async () => {
  const answer = await fetch(`${house.url}/api/roomname/notes?format=csv`, {
    headers: { 'x-person': 'reader' },
  })
  const [heading, row] = (await answer.text()).replace(/^\ufeff/, '').split(/\r?\n/)
  const titles = ['title', 'authorName', 'createdAt'].map((key) =>
    house.house.translate('zh', `roomname.column.${key}`),
  )
  assert.equal(heading, titles.join(','))
  assert.match(row ?? '', /^second note,/)
})

function person(personId: string, organisationId: string | null, permissions: readonly string[]): Caller {
  return {
    ...stranger('zh'),
    personId,
    personName: personId.slice(-1),
    organisationId,
    permissions: new Set(permissions),
  }
}

function as(name: string) {
  return client(roomname, {
    base: house.url,
    headers: () => ({ 'x-person': name, 'accept-language': name === 'english' ? 'en' : 'zh' }),
  })
}

function inDatabase<T>(ask: (sql: Sql) => Promise<T>): Promise<T> {
  return house.house.act(systemCaller, ({ sql }) => ask(sql))
}

function refused(status: number, code: string) {
  return (error: unknown) =>
    error instanceof RequestFault && error.status === status && error.answer.code === code
}
