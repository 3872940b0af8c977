import assert from 'node:assert/strict'
import test from 'node:test'
import { QueryClient } from '@tanstack/react-query'
import { defineContract, Type } from '../contract/index.ts'
import { apiOf } from './api.ts'

const shown = Type.Object({ name: Type.String() })
const contract = defineContract({
  module: 'shop',
  permissions: [],
  events: {},
  faults: {},
  routes: {
    order: { method: 'GET', path: '/shop/order', may: 'public', response: shown },
    rate: { method: 'GET', path: '/shop/rate', may: 'public', response: shown },
    change: { method: 'PUT', path: '/shop/order', may: 'public', response: shown },
    preview: { method: 'POST', path: '/shop/preview', may: 'public', response: shown, reads: true },
  },
})

/** Which answers are asked for again after a change. */
function forgotten(after: (api: ReturnType<typeof apiOf<typeof contract>>) => { onSuccess(): void }) {
  const cache = new QueryClient()
  const api = apiOf(contract, cache)
  const keys = (['order', 'rate'] as const).map((name) => ['shop', name, {}])
  for (const key of keys) cache.setQueryData(key, { name: 'known' })
  after(api).onSuccess()
  const gone = keys.filter((key) => cache.getQueryState(key)?.isInvalidated).map(([, name]) => name)
  cache.clear()
  return gone
}

test('what a page shows is asked for again after a change, unless the page says what', () => {
  assert.deepEqual(
    forgotten((api) => api.tell.change()),
    ['order', 'rate'],
  )
  assert.deepEqual(
    forgotten((api) => api.tell.change({ forgets: ['rate'] })),
    ['rate'],
  )
  assert.deepEqual(
    forgotten((api) => api.tell.change({ forgets: [] })),
    [],
  )
  assert.deepEqual(
    forgotten((api) => api.tell.preview({})),
    [],
  )
})
