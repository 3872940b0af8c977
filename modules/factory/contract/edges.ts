import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import * as shape from './shapes.ts'

const orNull = shape.orNull
const edgeId = Type.Object({ edgeId: Id })
const Version = Type.Integer({ minimum: 1 })
const Text = Type.String()
const Note = Type.Optional(Type.String({ maxLength: 300 }))

/**
 * A machine as its edge reads it. Which settings an adapter has is judged by the edge's own program, which
 * may be newer or older than the server; so they are passed on as they are.
 */
const Device = Type.Object(
  {
    device: Type.String({ minLength: 1, maxLength: 128 }),
    adapter: Type.String({ minLength: 1, maxLength: 40 }),
  },
  { additionalProperties: true },
)
const Devices = Type.Array(Device, { maxItems: 1000 })

const Certificate = Type.Object({
  thumbprint: Text,
  subject: Text,
  issuer: Text,
  validFrom: Instant,
  validTo: Instant,
})

/** One edge from near: its health, its log, the machines it is configured to read, whom it trusts. */
export const edgeRoutes = {
  oneEdge: {
    method: 'GET',
    path: '/factory/edges/:edgeId',
    may: 'factory.read',
    params: edgeId,
    response: Type.Object({
      id: Id,
      organisationId: Id,
      code: Text,
      name: Text,
      isOnline: Type.Boolean(),
      stateAt: orNull(Instant),
      stateReason: orNull(Text),
      isSample: Type.Boolean(),
      healthAt: orNull(Instant),
      /** The edge's clock less the server's, milliseconds, with the way of the message in it. */
      clockOffsetMs: orNull(Type.Integer()),
      /** Newest good signal of its machines, by their own clocks. */
      lastSignalAt: orNull(Instant),
      bufferBytes: orNull(Type.Integer()),
      unacknowledged: orNull(Type.Integer()),
      dropped: orNull(Type.Integer()),
      connections: Type.Array(Type.Object({ device: Text, state: Text, reason: Text })),
      /** Its devices by their births and deaths. */
      devices: Type.Array(Type.Object({ device: Text, isOnline: Type.Boolean(), at: Instant })),
      /** Where its machines are configured; null for edges that do not say. */
      source: orNull(Type.Enum(['file', 'server'])),
      versionInForce: orNull(Type.Integer()),
      newestVersion: orNull(Type.Integer()),
      refusal: orNull(Text),
      /** The program it runs, and whether that is the one this server offers; null: it does not say. */
      program: orNull(shape.EdgeProgram),
    }),
  },
  edgeLog: {
    method: 'GET',
    path: '/factory/edges/:edgeId/log',
    may: 'factory.read',
    params: edgeId,
    query: listQuery({ device: Type.Optional(Text) }),
    response: listOf(Type.Object({ at: Instant, device: Text, state: Text, reason: Text })),
    list: { columns: ['at', 'device', 'state', 'reason'] },
  },
  edgeConfigurations: {
    method: 'GET',
    path: '/factory/edges/:edgeId/configurations',
    may: 'factory.connect',
    params: edgeId,
    query: listQuery({}),
    response: listOf(
      Type.Object({
        version: Version,
        hash: Text,
        note: orNull(Text),
        createdAt: Instant,
        personName: orNull(Text),
        deviceCount: Type.Integer(),
      }),
    ),
    list: { columns: ['version', 'createdAt', 'personName', 'deviceCount', 'note', 'hash'] },
  },
  /** Passwords of machines are left empty. */
  edgeConfiguration: {
    method: 'GET',
    path: '/factory/edges/:edgeId/configurations/:version',
    may: 'factory.connect',
    params: Type.Object({ edgeId: Id, version: Version }),
    response: Type.Object({ version: Version, hash: Text, devices: Devices }),
  },
  /** Asks the edge itself what is wrong with a configuration, without using it. */
  checkEdge: {
    method: 'POST',
    path: '/factory/edges/:edgeId/check',
    may: 'factory.connect',
    params: edgeId,
    body: Type.Object({ devices: Devices }, { additionalProperties: false }),
    response: Type.Object({ faults: Type.Array(Type.Object({ field: Text, reason: Text })) }),
  },
  /**
   * Saves the next version; the edge is given it at once or when it comes. An empty password stays as it was.
   */
  configureEdge: {
    method: 'POST',
    path: '/factory/edges/:edgeId/configurations',
    may: 'factory.connect',
    params: edgeId,
    body: Type.Object(
      { devices: Devices, note: Note, basedOn: Type.Optional(Type.Integer({ minimum: 0 })) },
      { additionalProperties: false },
    ),
    response: Type.Object({ version: Version }),
  },
  /** Gives other edges of the firm the machines of a version, each as its own next version. */
  rollOutConfiguration: {
    method: 'POST',
    path: '/factory/edges/:edgeId/configurations/:version/roll-out',
    may: 'factory.connect',
    params: Type.Object({ edgeId: Id, version: Version }),
    body: Type.Object(
      { edges: Type.Array(Id, { minItems: 1, maxItems: 100 }), note: Note },
      { additionalProperties: false },
    ),
    response: shape.Done,
  },
  edgeCertificates: {
    method: 'GET',
    path: '/factory/edges/:edgeId/certificates',
    may: 'factory.connect',
    params: edgeId,
    response: Type.Object({
      own: Type.Array(Type.Object({ ...Certificate.properties, pem: Text })),
      rows: Type.Array(Type.Object({ ...Certificate.properties, isTrusted: Type.Boolean() })),
    }),
  },
  trustCertificate: {
    method: 'POST',
    path: '/factory/edges/:edgeId/certificates',
    may: 'factory.connect',
    params: edgeId,
    body: Type.Object(
      {
        thumbprint: Type.String({ minLength: 1, maxLength: 128 }),
        trusted: Type.Boolean(),
        reason: Type.String({ minLength: 1, maxLength: 300 }),
      },
      { additionalProperties: false },
    ),
    response: shape.Done,
  },
  /** The children of a node of an OPC UA server that the edge can reach; without a node, its objects. */
  /** Has the edge tell anew what it has (NCMD); answers when its birth has come. */
  rebirthEdge: {
    method: 'POST',
    path: '/factory/edges/:edgeId/rebirth',
    may: 'factory.connect',
    params: edgeId,
    body: Type.Object(
      { reason: Type.String({ minLength: 1, maxLength: 300 }) },
      { additionalProperties: false },
    ),
    response: shape.Done,
  },
  browseEdge: {
    method: 'POST',
    path: '/factory/edges/:edgeId/browse',
    may: 'factory.connect',
    params: edgeId,
    body: Type.Object(
      { device: Device, nodeId: Type.Optional(Type.String({ maxLength: 300 })) },
      { additionalProperties: false },
    ),
    response: Type.Object({
      rows: Type.Array(
        Type.Object({ nodeId: Text, name: Text, isVariable: Type.Boolean(), value: orNull(Text) }),
      ),
      isWhole: Type.Boolean(),
    }),
  },
  /** Has a value written to a machine, for a reason; in the unit that is shown. */
  giveCommand: {
    method: 'POST',
    path: '/factory/tags/:tagId/commands',
    may: 'factory.operate',
    params: Type.Object({ tagId: Id }),
    body: Type.Object(
      {
        value: Type.String({ minLength: 1, maxLength: 1000 }),
        reason: Type.String({ minLength: 1, maxLength: 300 }),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ id: Id }),
  },
  commands: {
    method: 'GET',
    path: '/factory/equipment/:equipmentId/commands',
    may: 'factory.read',
    params: Type.Object({ equipmentId: Id }),
    query: listQuery({}),
    response: listOf(
      Type.Object({
        id: Id,
        tagName: Text,
        value: Text,
        reason: Text,
        state: Type.Enum(['given', 'sent', 'confirmed', 'differs', 'refused', 'unproved', 'expired']),
        readBack: orNull(Text),
        refusal: orNull(Text),
        createdAt: Instant,
        personName: orNull(Text),
        answeredAt: orNull(Instant),
      }),
    ),
    list: {
      words: { state: 'factory.command' },
      columns: ['createdAt', 'tagName', 'value', 'state', 'readBack', 'refusal', 'reason', 'personName'],
    },
  },
} as const satisfies Record<string, Route>
