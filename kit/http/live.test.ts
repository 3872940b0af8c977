import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { type Caller, stranger } from '../auth/index.ts'
import { eventually, type TestHouse, testHouse } from '../test/index.ts'
import { LiveConnection } from '../ui/live-connection.ts'
import { probeModule } from './test/probe.ts'

const people: Record<string, Partial<Caller>> = {
  a: { personId: 'a', organisationId: 'firm-a', permissions: new Set(['probe.read']) },
  b: { personId: 'b', organisationId: 'firm-b', permissions: new Set(['probe.read']) },
  guest: { personId: 'guest', organisationId: 'firm-a' },
  city: { personId: 'city', reach: 'region', regionCode: '450100', permissions: new Set(['probe.read']) },
}
/** Until it is opened, nobody is known yet. */
let gate: Promise<void> = Promise.resolve()

let house: TestHouse
before(async () => {
  const identify = async (_house: unknown, { headers }: { headers: Headers }) => {
    await gate
    return { ...stranger('zh'), ...people[headers.get('cookie') ?? ''] }
  }
  house = await testHouse([{ ...probeModule, identify }])
  house.house.learnRegion('firm-a', '450102')
  house.house.learnRegion('firm-b', '450202')
})
after(() => house.close())

type Page = {
  said: { topic?: string; message?: unknown; ready?: true; subscribed?: string; refused?: string }[]
  topics: readonly string[]
  socket: WebSocket
}
const pages: Page[] = []
afterEach(() => {
  for (const { socket } of pages.splice(0)) socket.close()
})

/** A page that subscribes the moment it is connected, as ours do. */
async function openPage(who: string, topics: readonly string[]): Promise<Page> {
  const address = `${house.url.replace('http', 'ws')}/api/live`
  const init = { headers: { cookie: who } } as unknown as string[]
  const page: Page = { said: [], topics, socket: new WebSocket(address, init) }
  pages.push(page)
  page.socket.addEventListener('message', ({ data }) => page.said.push(JSON.parse(String(data))))
  await new Promise((resolve) => page.socket.addEventListener('open', resolve))
  for (const subscribe of topics) page.socket.send(JSON.stringify({ subscribe }))
  return page
}

/** The server knows whose page it is, and has heard what it wants: the words of a page may come later. */
const isReady = ({ said, topics }: Page) =>
  eventually('it is ready', () => {
    const heard = said.map((one) => one.subscribed)
    return said[0]?.ready && topics.every((topic) => heard.includes(topic))
  })
const messages = ({ said }: Page) => said.filter((one) => one.topic).map((one) => one.message)

/** Publishes, and afterwards something that everybody hears, so that silence before it is proved. */
async function publish(
  topic: { may: string; organisationId: string | null; personId?: string },
  to: readonly Page[],
) {
  house.house.publish({ name: 'topic', ...topic }, 'message')
  house.house.publish({ name: 'topic', may: 'public', organisationId: null }, 'end')
  for (const page of to) await eventually('the end is heard', () => messages(page).includes('end'))
}

describe('the live stream', () => {
  test('hears what a page says before it knows whose page it is', async () => {
    let open = () => {}
    gate = new Promise((resolve) => {
      open = resolve
    })
    const page = await openPage('a', ['topic'])
    // A second connection that is answered shows that the first one's words have arrived.
    assert.equal((await fetch(`${house.url}/health`)).status, 200)
    open()
    await isReady(page)
    await publish({ may: 'probe.read', organisationId: 'firm-a' }, [page])
    assert.deepEqual(messages(page), ['message', 'end'])
  })

  test('tells only those who may see it', async () => {
    const [a, b, guest, city, nobody] = await Promise.all(
      ['a', 'b', 'guest', 'city', 'nobody'].map((who) => openPage(who, ['topic'])),
    )
    assert.ok(a && b && guest && city && nobody)
    const all = [a, b, guest, city, nobody]
    for (const page of all) await isReady(page)
    await publish({ may: 'probe.read', organisationId: 'firm-a' }, all)
    assert.deepEqual(
      all.map((page) => messages(page).includes('message')),
      [true, false, false, true, false],
    )
  })

  test('tells a person’s own to that person alone', async () => {
    const [a, b] = await Promise.all(['a', 'b'].map((who) => openPage(who, ['topic'])))
    assert.ok(a && b)
    for (const page of [a, b]) await isReady(page)
    await publish({ may: 'signedIn', organisationId: null, personId: 'b' }, [a, b])
    assert.deepEqual(
      [a, b].map((page) => messages(page).includes('message')),
      [false, true],
    )
  })

  test('is silent on topics that nobody asked for, or no longer', async () => {
    const page = await openPage('a', ['other', 'topic'])
    await isReady(page)
    page.socket.send(JSON.stringify({ unsubscribe: 'other' }))
    page.socket.send('not JSON')
    page.socket.send(JSON.stringify({ subscribe: 7 }))
    page.socket.send(JSON.stringify({ subscribe: 'last' }))
    await eventually('the last is subscribed', () => {
      house.house.publish({ name: 'last', may: 'public', organisationId: null }, 'here')
      return messages(page).includes('here')
    })
    house.house.publish({ name: 'other', may: 'public', organisationId: null }, 'lost')
    await publish({ may: 'public', organisationId: null }, [page])
    assert.ok(!messages(page).includes('lost'))
  })

  test('bounds the topics of one page, and says which it refused', async () => {
    const topics = Array.from({ length: 205 }, (_, index) => `t${index}`)
    const page = await openPage('a', topics)
    await eventually('five are refused', () => page.said.filter((one) => one.refused).length === 5)
    assert.deepEqual(
      page.said.flatMap((one) => one.refused ?? []),
      topics.slice(200),
    )
  })

  test('tells a page that comes back when it is subscribed again, so that it misses nothing', async () => {
    const heard: unknown[] = []
    const sockets: WebSocket[] = []
    const open = () => {
      const socket = new WebSocket(`${house.url.replace('http', 'ws')}/api/live`)
      sockets.push(socket)
      return socket
    }
    const shout = (message: string) =>
      house.house.publish({ name: 'back', may: 'public', organisationId: null }, message)
    const page = new LiveConnection({ open, waitMsMin: 1, lateMsMax: 600_000 })
    let resumed = 0
    const stop = page.watch('back', {
      message: (message) => heard.push(message),
      resume: () => {
        resumed += 1
        shout('since')
      },
    })
    await eventually('it hears', () => {
      shout('first')
      return heard.includes('first')
    })
    assert.equal(resumed, 0, 'nothing was missed yet')
    sockets[0]?.close()
    await eventually('it hears what happened when it asked again', () => heard.includes('since'))
    assert.equal(resumed, 1)
    stop()
  })

  test('asks again on a page whose subscription came late: what was before it was not told', async () => {
    const open = () => new WebSocket(`${house.url.replace('http', 'ws')}/api/live`)
    const page = new LiveConnection({ open, lateMsMax: -1 })
    let resumed = 0
    const stop = page.watch('back', { message: () => {}, resume: () => (resumed += 1) })
    await eventually('it asks again', () => resumed === 1)
    const other = page.watch('other', { message: () => {}, resume: () => (resumed += 1) })
    await eventually('for each topic', () => resumed === 2)
    for (const end of [stop, other]) end()
  })

  test('forgets pages that are gone', async () => {
    const page = await openPage('a', ['topic'])
    await isReady(page)
    assert.ok(house.live.watchers() >= 1)
    page.socket.close()
    await eventually('nobody watches', () => house.live.watchers() === 0)
  })
})
