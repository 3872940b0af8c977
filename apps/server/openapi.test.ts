import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Route } from '@ronghe/kit/contract'
import { type TestHouse, testHouse } from '@ronghe/kit/test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { modules } from './modules.ts'

type Operation = {
  operationId?: string
  summary?: string
  tags?: string[]
  security?: object[]
  parameters?: { name: string; in: string }[]
  responses: Record<string, unknown>
}
type Document = { openapi: string; paths: Record<string, Record<string, Operation>> }

let house: TestHouse
let document: Document
before(async () => {
  house = await testHouse(modules, { start: false })
  document = (await (await fetch(`${house.url}/api/openapi.json`)).json()) as Document
})
after(() => house.close())

/** `/a/:id` of a contract is `/api/a/{id}` of the document. */
function operationOf(route: Route): Operation | undefined {
  const path = `/api${route.path.replaceAll(/:([a-zA-Z]+)/g, '{$1}')}`
  return document.paths[path]?.[route.method.toLowerCase()]
}

const routes = modules.flatMap(({ contract }) =>
  Object.entries(contract.routes as Record<string, Route>).map(([name, route]) => ({
    id: `${contract.module}_${name}`,
    route,
  })),
)

describe('the API document', () => {
  test('is OpenAPI 3.1 by the specification’s own schema', async () => {
    assert.match(document.openapi, /^3\.1\./)
    const validator = new Validator()
    const { valid, errors } = await validator.validate(structuredClone(document))
    assert.ok(valid, JSON.stringify(errors, null, 1)?.slice(0, 4000))
    assert.equal(validator.version, '3.1')
  })

  test('has every route of every contract, once and under its name', () => {
    const ids = routes.map(({ id, route }) => {
      const operation = operationOf(route)
      assert.ok(operation, `${id} is not in the document`)
      assert.equal(operation.operationId, id)
      return operation.operationId
    })
    assert.equal(new Set(ids).size, routes.length)
  })

  test('says of every route what it takes, and that it answers faults', () => {
    for (const { id, route } of routes) {
      const operation = operationOf(route)
      const named = (place: string) =>
        (operation?.parameters ?? [])
          .filter((one) => one.in === place)
          .map((one) => one.name)
          .sort()
      assert.deepEqual(named('path'), Object.keys(route.params?.properties ?? {}).sort(), id)
      const query = Object.keys(route.query?.properties ?? {}).sort()
      assert.deepEqual(named('query'), query, id)
      assert.ok(
        Object.keys(operation?.responses ?? {}).some((code) => /^[4d]/.test(code)),
        `${id} has no fault`,
      )
    }
  })

  test('asks no session where everybody may come in', () => {
    for (const { id, route } of routes) {
      const { security } = operationOf(route) ?? {}
      if (route.may === 'public') assert.deepEqual(security, [], id)
      else assert.notDeepEqual(security, [], id)
    }
  })
})

test('the reference page is served from here alone', async () => {
  const page = await fetch(`${house.url}/api/reference/`)
  assert.equal(page.status, 200)
  assert.match(page.headers.get('content-type') ?? '', /text\/html/)
  const text = await page.text()
  const scripts = [...text.matchAll(/<script[^>]*\ssrc="([^"]+)"/g)].map(([, src]) => src ?? '')
  assert.ok(scripts.length > 0)
  for (const src of scripts) {
    const address = new URL(src, page.url)
    assert.equal(address.origin, house.url)
    assert.equal((await fetch(address)).status, 200, src)
  }
})
