import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '../auth/index.ts'
import { addressOf } from '../client/index.ts'
import type { Contract, Route } from '../contract/index.ts'
import { assertRefused, fittingInput, hostileRequests, send, some } from './hostile.ts'
import type { TestHouse } from './index.ts'
import type { Known } from './inputs.ts'
import { workbookTraps } from './traps.ts'

type Headers = Record<string, string>
/** A room as a hostile caller meets it: what he knows of it, and as whom he comes. */
export type Walk = { house: TestHouse; contract: Contract; known: Known; callers: readonly Headers[] }

const seed = 20261129

/** A hash over every row of a room, by table; those `without` move by themselves. */
export async function rowsOf(
  { house, contract }: Pick<Walk, 'house' | 'contract'>,
  without?: RegExp,
): Promise<Record<string, string>> {
  return house.house.act(systemCaller, async ({ sql }) => {
    const hashes: Record<string, string> = {}
    const tables = await sql`select table_name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'
        and starts_with(table_name, ${`${contract.module}_`}) order by 1`
    for (const { table_name } of tables) {
      if (without?.test(table_name)) continue
      const [row] = await sql`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash
        from ${sql(table_name)} t`
      hashes[table_name] = row?.hash
    }
    return hashes
  })
}

/** What the contract forbids is refused by its field in the reader's language, or for want of a right. */
export async function refusesTwisted(walk: Walk, perRoute: number): Promise<void> {
  let index = 0
  for (const one of some(requests(walk, true), perRoute, seed)) {
    const locale = index++ % 2 === 0 ? ('zh' as const) : ('en' as const)
    const told = []
    for (const headers of walk.callers)
      told.push(await send(walk.house.url, one.route, one.input, { ...headers, 'accept-language': locale }))
    const entered = told.filter(({ status }) => status !== 401 && status !== 403)
    assert.ok(entered.length > 0, `nobody enters ${one.name}`)
    for (const each of entered) assertRefused(one, each, locale)
  }
}

/** What the contract allows breaks nothing, however strange it is and whoever sends it. */
export async function outlivesStrange(walk: Walk, perRoute: number): Promise<void> {
  for (const headers of [...walk.callers, {}])
    for (const one of some(requests(walk, false), perRoute, seed)) {
      const { status, text } = await send(walk.house.url, one.route, one.input, headers)
      assert.ok(status < 500, `${one.name} ${one.field} ${one.what} ${status} ${text.slice(0, 200)}`)
    }
}

function* requests({ contract, known }: Walk, isWrong: boolean) {
  for (const one of hostileRequests(contract, known)) if (one.isWrong === isWrong) yield one
}

const names = ['../../etc/passwd', 'a\u202Efdp.exe', '名'.repeat(300), '<script>.pdf', '.xlsx']

/** Files that nobody should take: broken, empty, lying about what they are, with names that lie too. */
async function badFiles(): Promise<{ name: string; content: Uint8Array }[]> {
  const traps = Object.values(await workbookTraps()).filter(({ length }) => length < 20_000)
  const texts = ['', '%PDF-', 'PK\u0003\u0004', '{"a":', '\u0000\u0001\u0002', 'a,b\n"unclosed']
  const contents = [...traps.slice(0, 2), ...texts.map((text) => new TextEncoder().encode(text))]
  return contents.map((content, at) => ({ name: names[at % names.length] ?? '', content }))
}

/** Every upload refuses such files with words, or takes what may be a paper; none breaks or hangs. */
export async function outlivesFiles(walk: Walk): Promise<void> {
  const files = await badFiles()
  for (const [name, route] of Object.entries<Route>(walk.contract.routes)) {
    if (!route.upload) continue
    const { params, query } = fittingInput(route, walk.known)
    const address = addressOf(route, { params, query }, walk.house.url)
    for (const headers of walk.callers)
      for (const file of files) {
        const form = new FormData()
        form.set('file', new Blob([new Uint8Array(file.content)]), file.name)
        const signal = AbortSignal.timeout(60_000)
        const answer = await fetch(address, { method: route.method, headers, body: form, signal })
        const text = await answer.text()
        const what = `${name} ${JSON.stringify(file.name)} of ${file.content.length} ${answer.status}`
        assert.ok(answer.status < 500, `${what} ${text.slice(0, 200)}`)
        if (answer.status === 400) assert.match(text, /"message":"[^"{}]+"/, what)
      }
  }
}

/** The tests that every room stands: twisted, strange and broken input, from whoever may come. */
export function standsHostile(title: string, begin: () => Promise<Walk>): void {
  describe(title, () => {
    let walk: Walk
    before(async () => {
      walk = await begin()
    })
    after(() => walk.house.close())

    test('is refused by its field in the reader’s language, and nothing is written', async () => {
      const before = await rowsOf(walk)
      await refusesTwisted(walk, 2)
      assert.deepEqual(await rowsOf(walk), before)
    })

    test('that the contract allows breaks nothing, whoever sends it', () => outlivesStrange(walk, 1))

    test('as a file that is broken, lies or is none is refused in words', () => outlivesFiles(walk))
  })
}
