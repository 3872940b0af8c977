import { type Route, Type } from '@ronghe/kit/contract'

/** What an inspector takes along: signed, and verifiable without this program. */
export const packRoutes = {
  /** A goal with figures, course, cities, the rows behind it, items and reports, as the caller sees them. */
  goalPack: {
    method: 'GET',
    path: '/governance/goals/:goalKey/pack',
    may: 'governance.read',
    params: Type.Object({ goalKey: Type.String({ maxLength: 60 }) }),
    download: true,
    response: Type.Any(),
  },
  /** The key that signs packs here, to be handed over by another way than the pack itself. */
  packKey: {
    method: 'GET',
    path: '/governance/pack-key',
    may: 'public',
    response: Type.Object({ publicKey: Type.String() }),
  },
} as const satisfies Record<string, Route>
