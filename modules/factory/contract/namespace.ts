import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { Done, orNull } from './shapes.ts'

const Text = Type.String()
const readerId = Type.Object({ readerId: Id })
const closed = { additionalProperties: false }
/** What a program needs to sign in; the password is shown once. */
const Credential = Type.Object({ id: Id, password: Text, address: Text, scope: Text })

/** The unified namespace: who may read the newest values over MQTT, and where they stand. */
export const namespaceRoutes = {
  namespace: {
    method: 'GET',
    path: '/factory/namespace',
    may: 'factory.read',
    response: Type.Object({
      isOn: Type.Boolean(),
      changedAt: orNull(Instant),
      personName: orNull(Text),
      /** Where programs connect; null while nobody listens. */
      address: orNull(Text),
      /** First level of every topic. */
      root: Text,
      topicCount: Type.Integer(),
      connectionCount: Type.Integer(),
      /** Why it is not there although it is on. */
      problem: orNull(Text),
    }),
  },
  switchNamespace: {
    method: 'POST',
    path: '/factory/namespace',
    may: 'factory.connect',
    body: Type.Object({ isOn: Type.Boolean() }, closed),
    response: Done,
  },
  namespaceTopics: {
    method: 'GET',
    path: '/factory/namespace/topics',
    may: 'factory.read',
    query: listQuery({}),
    response: listOf(
      Type.Object({
        tagId: Id,
        topic: Text,
        equipmentId: Id,
        equipmentName: Text,
        tagName: Text,
        unit: orNull(Text),
      }),
    ),
    list: { columns: ['topic', 'equipmentName', 'tagName', 'unit'] },
  },
  namespaceReaders: {
    method: 'GET',
    path: '/factory/namespace/readers',
    may: 'factory.connect',
    query: listQuery({}),
    response: listOf(
      Type.Object({
        id: Id,
        name: Text,
        scope: Text,
        createdAt: Instant,
        personName: orNull(Text),
        revokedAt: orNull(Instant),
        lastSeenAt: orNull(Instant),
        isConnected: Type.Boolean(),
      }),
    ),
    list: { columns: ['name', 'scope', 'createdAt', 'personName', 'lastSeenAt', 'revokedAt'] },
  },
  addNamespaceReader: {
    method: 'POST',
    path: '/factory/namespace/readers',
    may: 'factory.connect',
    body: Type.Object(
      { name: Type.String({ minLength: 1, maxLength: 120 }), unitId: Type.Optional(Id) },
      closed,
    ),
    response: Credential,
  },
  renewNamespaceReader: {
    method: 'POST',
    path: '/factory/namespace/readers/:readerId/renew',
    may: 'factory.connect',
    params: readerId,
    response: Credential,
  },
  revokeNamespaceReader: {
    method: 'POST',
    path: '/factory/namespace/readers/:readerId/revoke',
    may: 'factory.connect',
    params: readerId,
    response: Done,
  },
} as const satisfies Record<string, Route>
