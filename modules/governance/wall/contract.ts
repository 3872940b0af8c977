import { Figure, Id, Instant, type Route, Type } from '@ronghe/kit/contract'
import { RegionCode } from '@ronghe/registry/contract'

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Light = Type.Enum(['green', 'yellow', 'red'])
const Lights = Type.Object({ green: Type.Integer(), yellow: Type.Integer(), red: Type.Integer() })

export const goalLightReasons = [
  'reached',
  'reachedLate',
  'overdue',
  'onPath',
  'behind',
  'farBehind',
  'underWay',
  'noTarget',
  'noFigure',
] as const

/** A goal as the wall shows it: what is known of it, its light, its course, and its cities. */
export const WallGoal = Type.Object({
  key: Type.String(),
  titleZh: Type.String(),
  titleEn: Type.String(),
  unit: Type.String(),
  isRate: Type.Boolean(),
  target: orNull(Type.Number()),
  dueOn: Type.String(),
  evidenced: Figure,
  declared: Figure,
  light: orNull(Light),
  lightReason: Type.Enum([...goalLightReasons]),
  course: Type.Array(
    Type.Object({ day: Type.String(), evidenced: orNull(Type.Number()), declared: orNull(Type.Number()) }),
  ),
  cities: Type.Array(
    Type.Object({
      ...{ code: Type.String(), evidenced: orNull(Type.Number()), declared: orNull(Type.Number()) },
      /** The city's own target, and the light that follows from it; null without one. */
      ...{ target: orNull(Type.Number()), light: orNull(Type.Enum(['green', 'yellow', 'red'])) },
      /** How the figure moved in thirty days; null where none was kept before. */
      change: orNull(Type.Number()),
    }),
  ),
})

/** Who moved what, newest first; what only officials may see is left out for others. */
const Movement = Type.Object({
  at: Instant,
  kind: Type.Enum(['figure', 'certificate', 'item', 'fund']),
  titleZh: Type.String(),
  titleEn: Type.String(),
  detail: Type.String(),
  link: Type.String(),
})

/** The target wall (大屏): public sums; red and yellow items by name for those who may read them. */
export const wallRoutes = {
  wall: {
    method: 'GET',
    path: '/governance/wall',
    may: 'public',
    query: Type.Object(
      {
        /** The region, or one of its cities. */
        region: Type.Optional(RegionCode),
        /** Figures and movements of a year; those of today without one. */
        year: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2100 })),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({
      code: Type.String(),
      nameZh: Type.String(),
      nameEn: Type.String(),
      isCity: Type.Boolean(),
      isSample: Type.Boolean(),
      at: Instant,
      /** Of the figures: the present one, or one whose days are kept. */
      year: Type.Integer(),
      years: Type.Array(Type.Integer()),
      goals: Type.Array(WallGoal),
      cities: Type.Array(
        Type.Object({
          code: Type.String(),
          nameZh: Type.String(),
          nameEn: Type.String(),
          tiles: Type.Array(Type.Object({ column: Type.Integer(), row: Type.Integer() })),
          /** Lights of the parts of supervision that the city’s government owes. */
          lights: Lights,
        }),
      ),
      lights: Lights,
      items: Type.Array(
        Type.Object({
          id: Id,
          number: Type.String(),
          titleZh: Type.String(),
          titleEn: Type.String(),
          light: Light,
          leadZh: Type.String(),
          leadEn: Type.String(),
          dueOn: Type.String(),
        }),
      ),
      movements: Type.Array(Movement),
    }),
  },
} as const satisfies Record<string, Route>
