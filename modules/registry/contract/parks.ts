import { Id, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { done, dryRun, file } from './parts.ts'
import * as shape from './shapes.ts'

const parkId = Type.Object({ parkId: Id })

/** Parks: a public directory, kept by the officials of the division in which a park lies. */
export const parkRoutes = {
  parks: {
    method: 'GET',
    path: '/registry/parks',
    may: 'public',
    response: listOf(shape.Park),
    query: listQuery({ region: Type.Optional(shape.RegionCode), operator: Type.Optional(Id) }),
    list: { columns: ['code', 'name', 'nameEn', 'regionCode', 'regionName', 'operatorName', 'address'] },
  },
  park: {
    method: 'GET',
    path: '/registry/parks/:parkId',
    may: 'public',
    params: parkId,
    response: shape.Park,
  },
  addPark: {
    method: 'POST',
    path: '/registry/parks',
    may: 'registry.organisation.make',
    body: shape.NewPark,
    response: Type.Object({ id: Id }),
  },
  changePark: {
    method: 'PUT',
    path: '/registry/parks/:parkId',
    may: 'registry.organisation.make',
    params: parkId,
    body: shape.ChangedPark,
    response: done,
  },
  importParks: {
    method: 'POST',
    path: '/registry/parks/import',
    may: 'registry.organisation.make',
    query: dryRun,
    body: file,
    upload: true,
    response: shape.ImportReport,
  },
  removePark: {
    method: 'DELETE',
    path: '/registry/parks/:parkId',
    may: 'registry.organisation.make',
    params: parkId,
    response: done,
  },
} as const satisfies Record<string, Route>
