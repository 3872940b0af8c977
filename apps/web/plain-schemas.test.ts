import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

type Routes = Record<string, Record<string, unknown>>
type Contract = { module: string; routes: Routes; events: object; faults: object }

const rooms = join(import.meta.dirname, '../../modules')
const plain = '?plain'

/** A second copy of every file of ours that is asked for below a `?plain` one, with our schemas inside. */
registerHooks({
  resolve(specifier, context, next) {
    if (!context.parentURL?.endsWith(plain)) return next(specifier, context)
    if (specifier === 'typebox') return next('./plain-schemas.ts', { ...context, parentURL: import.meta.url })
    const found = next(specifier, { ...context, parentURL: context.parentURL.slice(0, -plain.length) })
    const isOurs = found.url.endsWith('.ts') && !found.url.includes('/node_modules/')
    return isOurs ? { ...found, url: found.url + plain } : found
  },
})

async function contractOf(room: string, suffix = ''): Promise<Contract> {
  const file = pathToFileURL(join(rooms, room, 'contract.ts')).href + suffix
  return ((await import(file)) as Record<string, Contract>)[room] as Contract
}

test('every schema of every contract is the one that TypeBox makes', async (t) => {
  let compared = 0
  for (const room of readdirSync(rooms)) {
    const [made, ours] = await Promise.all([contractOf(room), contractOf(room, plain)])
    assert.notEqual(made, ours, 'two copies, or nothing is compared')
    assert.deepEqual(Object.keys(ours.routes), Object.keys(made.routes))
    for (const [name, route] of Object.entries(made.routes))
      for (const [part, schema] of Object.entries(route)) {
        assert.equal(
          JSON.stringify(ours.routes[name]?.[part]),
          JSON.stringify(schema),
          `${room}.${name} ${part}`,
        )
        compared += 1
      }
    assert.equal(JSON.stringify(ours.events), JSON.stringify(made.events), `${room} events`)
  }
  t.diagnostic(`${compared} parts of routes compared`)
  assert.ok(compared > 2000)
})
