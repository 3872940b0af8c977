import { defineContract, Figure, Id, Instant, listOf, listQuery, Type } from '@ronghe/kit/contract'

const kind = Type.Enum(['lathe', 'mill', 'grinder'])

export const Machine = Type.Object({
  id: Id,
  name: Type.String(),
  kind,
  maker: Type.Union([Type.String(), Type.Null()]),
  networked: Type.Boolean(),
  hours: Type.Number(),
  installedAt: Instant,
})

const file = Type.Object({ file: Type.String({ contentMediaType: 'application/octet-stream' }) })

/** A small contract that uses every part of kit/ui; it exists for the browser test alone. */
export const gallery = defineContract({
  module: 'gallery',
  permissions: ['gallery.write', 'gallery.secret'],
  routes: {
    machines: {
      method: 'GET',
      path: '/gallery/machines',
      may: 'signedIn',
      query: listQuery({
        kind: Type.Optional(kind),
        networked: Type.Optional(Type.Boolean()),
        since: Type.Optional(Type.String({ format: 'date' })),
      }),
      response: listOf(Machine),
      list: { columns: ['name', 'kind', 'maker', 'networked', 'hours', 'installedAt'] },
    },
    addMachine: {
      method: 'POST',
      path: '/gallery/machines',
      may: 'gallery.write',
      body: Type.Object(
        {
          name: Type.String({ minLength: 2, maxLength: 40 }),
          kind,
          maker: Type.Optional(Type.String({ maxLength: 60 })),
          email: Type.Optional(Type.String({ format: 'email', maxLength: 100 })),
          power: Type.Optional(Type.Number({ minimum: 0, maximum: 500 })),
          axes: Type.Integer({ minimum: 1, maximum: 9 }),
          networked: Type.Boolean(),
          installedOn: Type.Optional(Type.String({ format: 'date' })),
          tags: Type.Optional(Type.Array(Type.String({ maxLength: 20 }), { maxItems: 5 })),
          note: Type.Union([Type.String({ maxLength: 500 }), Type.Null()]),
        },
        { additionalProperties: false },
      ),
      response: Type.Object({ id: Id }),
    },
    importMachines: {
      method: 'POST',
      path: '/gallery/machines/import',
      may: 'gallery.write',
      query: Type.Object({ dryRun: Type.Optional(Type.Boolean()) }),
      body: file,
      upload: true,
      response: Type.Object({ bytes: Type.Integer() }),
    },
    retireMachine: {
      method: 'DELETE',
      path: '/gallery/machines/:machineId',
      may: 'gallery.write',
      params: Type.Object({ machineId: Id }),
      body: Type.Object({ reason: Type.String() }),
      response: Type.Object({ done: Type.Literal(true) }),
    },
    figures: {
      method: 'GET',
      path: '/gallery/figures',
      may: 'public',
      response: Type.Object({ rate: Figure, count: Figure, declared: Figure, missing: Figure }),
    },
    incident: { method: 'GET', path: '/gallery/incident', may: 'public', response: Type.Object({}) },
  },
  events: {},
  faults: {},
})
