import { andonRoutes } from './andon.ts'
import { happenedRoutes } from './happened.ts'
import { lossRoutes } from './losses.ts'
import { productRoutes } from './products.ts'
import { reasonRoutes } from './reasons.ts'
import { shiftWorkRoutes } from './shift-work.ts'
import { stopRoutes } from './stops.ts'

/** What people do where machines stand: reasons, stops, products, losses, shifts. */
export const shopFloorRoutes = {
  ...lossRoutes,
  ...productRoutes,
  ...happenedRoutes,
  ...reasonRoutes,
  ...stopRoutes,
  ...shiftWorkRoutes,
  ...andonRoutes,
} as const
