import { andon } from './andon.ts'
import { handover } from './handover.ts'
import { happened } from './happened.ts'
import { lossExplanation } from './loss-explanation.ts'
import { lossShifts } from './loss-shifts.ts'
import { lossViews } from './loss-views.ts'
import { losses } from './losses.ts'
import { partsMade } from './parts-made.ts'
import { products } from './products.ts'
import { reasons } from './reasons.ts'
import { shiftReport } from './shift-report.ts'
import { stopChanges } from './stop-changes.ts'
import { stops } from './stops.ts'

/** The routes of `contract/shop-floor.ts`, one file a noun. */
export const shopFloor = {
  ...losses,
  ...lossShifts,
  ...lossViews,
  ...lossExplanation,
  ...products,
  ...partsMade,
  ...happened,
  ...reasons,
  ...stops,
  ...stopChanges,
  ...shiftReport,
  ...handover,
  ...andon,
}
