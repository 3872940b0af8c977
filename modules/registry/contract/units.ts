import { Id, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { done, dryRun, file } from './parts.ts'
import * as shape from './shapes.ts'

/** Sites, areas, lines and cells. */
export const unitRoutes = {
  units: {
    method: 'GET',
    path: '/registry/units',
    may: 'registry.unit.read',
    response: listOf(shape.Unit),
    query: listQuery({
      organisation: Type.Optional(Id),
      level: Type.Optional(shape.UnitLevel),
      parent: Type.Optional(Id),
      park: Type.Optional(Id),
    }),
    list: { columns: ['code', 'level', 'name', 'nameEn', 'regionCode', 'address', 'parkName'] },
  },
  unit: {
    method: 'GET',
    path: '/registry/units/:unitId',
    may: 'registry.unit.read',
    params: Type.Object({ unitId: Id }),
    response: shape.Unit,
  },
  addUnit: {
    method: 'POST',
    path: '/registry/units',
    may: 'registry.unit.write',
    body: shape.NewUnit,
    response: Type.Object({ id: Id }),
  },
  changeUnit: {
    method: 'PUT',
    path: '/registry/units/:unitId',
    may: 'registry.unit.write',
    params: Type.Object({ unitId: Id }),
    body: shape.ChangedUnit,
    response: done,
  },
  removeUnit: {
    method: 'DELETE',
    path: '/registry/units/:unitId',
    may: 'registry.unit.write',
    params: Type.Object({ unitId: Id }),
    response: done,
  },
  importUnits: {
    method: 'POST',
    path: '/registry/units/import',
    may: 'registry.unit.write',
    query: dryRun,
    body: file,
    upload: true,
    response: shape.ImportReport,
  },
} as const satisfies Record<string, Route>
