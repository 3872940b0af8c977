import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { done } from './parts.ts'
import * as shape from './shapes.ts'

/** API keys. */
export const keyRoutes = {
  apiKeys: {
    method: 'GET',
    path: '/registry/api-keys',
    may: 'registry.apiKey.write',
    query: listQuery({}),
    response: listOf(shape.ApiKey),
    list: { columns: ['name', 'prefix', 'scopes', 'createdAt', 'expiresAt', 'lastUsedAt', 'revokedAt'] },
  },
  /**
   * The key comes back once and is never shown again. Its scopes may not exceed the maker's permissions.
   */
  addApiKey: {
    method: 'POST',
    path: '/registry/api-keys',
    may: 'registry.apiKey.write',
    response: Type.Object({ id: Id, key: Type.String() }),
    body: Type.Object(
      {
        name: Type.String({ minLength: 1, maxLength: 80 }),
        scopes: Type.Array(Type.String({ maxLength: 80 }), { minItems: 1, maxItems: 100 }),
        expiresAt: Type.Optional(Instant),
      },
      { additionalProperties: false },
    ),
  },
  revokeApiKey: {
    method: 'DELETE',
    path: '/registry/api-keys/:apiKeyId',
    may: 'registry.apiKey.write',
    params: Type.Object({ apiKeyId: Id }),
    response: done,
  },
} as const satisfies Record<string, Route>
