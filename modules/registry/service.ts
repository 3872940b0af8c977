import type { Service } from '@ronghe/kit/module'
import type { registry } from './contract.ts'
import { calendar } from './service/calendar.ts'
import { imports } from './service/imports.ts'
import { keys } from './service/keys.ts'
import { lookups } from './service/lookups.ts'
import { me } from './service/me.ts'
import { members } from './service/members.ts'
import { notifications } from './service/notifications.ts'
import { organisations } from './service/organisations.ts'
import { parks } from './service/parks.ts'
import { parksImport } from './service/parks-import.ts'
import { roster } from './service/roster.ts'
import { systemDecisions } from './service/system-decisions.ts'
import { systemSummary } from './service/system-evidence.ts'
import { systemParts } from './service/system-parts.ts'
import { systems } from './service/systems.ts'
import { systemsImport } from './service/systems-import.ts'
import { units } from './service/units.ts'
import { verifications } from './service/verifications.ts'

/** One function a route; each noun has its own file. */
export const service: Service<typeof registry> = {
  ...me,
  ...lookups,
  ...organisations,
  ...imports,
  ...units,
  ...parks,
  ...parksImport,
  ...roster,
  ...members,
  ...keys,
  ...verifications,
  ...notifications,
  ...calendar,
  ...systems,
  ...systemSummary,
  ...systemDecisions,
  ...systemParts,
  ...systemsImport,
}
