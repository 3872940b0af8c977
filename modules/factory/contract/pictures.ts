import { Id, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import * as picture from './picture-shapes.ts'
import * as shape from './shapes.ts'

const pictureId = Type.Object({ pictureId: Id })
const version = Type.Integer({ minimum: 1 })

/** Plant pictures, their versions, and the values they show. */
export const pictureRoutes = {
  pictures: {
    method: 'GET',
    path: '/factory/pictures',
    may: 'factory.read',
    query: listQuery({ organisation: Type.Optional(Id), unit: Type.Optional(Id) }),
    response: listOf(picture.PictureHead),
    list: {
      columns: [
        'name',
        'organisationName',
        'unitName',
        'parentName',
        'isTemplate',
        'publishedVersion',
        'newestVersion',
        'changedAt',
        'personName',
      ],
    },
  },
  /** A picture with its published drawing, or with that of a version. */
  onePicture: {
    method: 'GET',
    path: '/factory/pictures/:pictureId',
    may: 'factory.read',
    params: pictureId,
    query: Type.Object({ version: Type.Optional(version) }, { additionalProperties: false }),
    response: Type.Object({
      ...picture.PictureHead.properties,
      version: Type.Integer(),
      drawing: picture.Drawing,
    }),
  },
  addPicture: {
    method: 'POST',
    path: '/factory/pictures',
    may: 'factory.write',
    body: picture.NewPicture,
    response: Type.Object({ id: Id }),
  },
  changePicture: {
    method: 'PUT',
    path: '/factory/pictures/:pictureId',
    may: 'factory.write',
    params: pictureId,
    body: picture.NewPicture,
    response: shape.Done,
  },
  removePicture: {
    method: 'DELETE',
    path: '/factory/pictures/:pictureId',
    may: 'factory.write',
    params: pictureId,
    response: shape.Done,
  },
  /** Keeps a drawing as the next version; `base` is the version it was made from. */
  savePicture: {
    method: 'PUT',
    path: '/factory/pictures/:pictureId/drawing',
    may: 'factory.write',
    params: pictureId,
    body: Type.Object(
      {
        drawing: picture.Drawing,
        base: version,
        note: Type.Optional(Type.String({ maxLength: 300 })),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ version: Type.Integer() }),
  },
  /** Shows a version from now on: a newer one, or an older one again. */
  publishPicture: {
    method: 'POST',
    path: '/factory/pictures/:pictureId/publish',
    may: 'factory.write',
    params: pictureId,
    body: Type.Object({ version }, { additionalProperties: false }),
    response: shape.Done,
  },
  pictureVersions: {
    method: 'GET',
    path: '/factory/pictures/:pictureId/versions',
    may: 'factory.read',
    params: pictureId,
    query: listQuery({}),
    response: listOf(picture.PictureVersion),
    list: { columns: ['version', 'note', 'items', 'isPublished', 'personName', 'createdAt', 'hash'] },
  },
  /** What the signals of a picture are now. */
  pictureValues: {
    method: 'GET',
    path: '/factory/pictures/:pictureId/values',
    may: 'factory.read',
    params: pictureId,
    query: Type.Object(
      { version: Type.Optional(version), machine: Type.Optional(Id) },
      { additionalProperties: false },
    ),
    response: Type.Object({
      values: Type.Array(picture.PictureValue),
      machines: Type.Array(picture.PictureMachine),
      alarms: Type.Array(picture.PictureAlarm),
    }),
  },
} as const satisfies Record<string, Route>
