import type { Service } from '@ronghe/kit/module'
import type { factory } from './contract.ts'
import { alarmActions } from './service/alarm-actions.ts'
import { alarmDefinitions } from './service/alarm-definitions.ts'
import { alarmGroups } from './service/alarm-groups.ts'
import { alarmRouting } from './service/alarm-routing.ts'
import { alarmSheets } from './service/alarm-sheets.ts'
import { alarmStatistics } from './service/alarm-statistics.ts'
import { alarms } from './service/alarms.ts'
import { anomalies } from './service/anomalies.ts'
import { anomalyWatches } from './service/anomaly-watches.ts'
import { calendar } from './service/calendar.ts'
import { charts } from './service/charts.ts'
import { commands } from './service/commands.ts'
import { corrections } from './service/corrections.ts'
import { documents } from './service/documents.ts'
import { edgeConfigurations } from './service/edge-configurations.ts'
import { edges } from './service/edges.ts'
import { energy } from './service/energy.ts'
import { energyReports } from './service/energy-report.ts'
import { equipment } from './service/equipment.ts'
import { evidence } from './service/evidence.ts'
import { exceptions } from './service/exceptions.ts'
import { exports } from './service/exports.ts'
import { history } from './service/history.ts'
import { imports } from './service/imports.ts'
import { letters } from './service/letters.ts'
import { limits } from './service/limits.ts'
import { nameplates } from './service/nameplate.ts'
import { namespace } from './service/namespace.ts'
import { pairs } from './service/pairs.ts'
import { pictures } from './service/pictures.ts'
import { retention } from './service/retention.ts'
import { retentionRules } from './service/retention-rules.ts'
import { rollOuts } from './service/roll-outs.ts'
import { rotations } from './service/rotations.ts'
import { rules } from './service/rules.ts'
import { shopFloor } from './service/shop-floor.ts'
import { signals } from './service/signals.ts'
import { states } from './service/states.ts'
import { wall } from './service/wall.ts'

/** One function a route; each noun has its own file. */
export const service: Service<typeof factory> = {
  ...equipment,
  ...documents,
  ...imports,
  ...edges,
  ...edgeConfigurations,
  ...rollOuts,
  ...letters,
  ...limits,
  ...namespace,
  ...pairs,
  ...commands,
  ...signals,
  ...history,
  ...exports,
  ...charts,
  ...retention,
  ...retentionRules,
  ...states,
  ...rules,
  ...corrections,
  ...calendar,
  ...rotations,
  ...exceptions,
  ...energy,
  ...energyReports,
  ...pictures,
  ...wall,
  ...nameplates,
  ...evidence,
  ...shopFloor,
  ...alarms,
  ...alarmActions,
  ...alarmDefinitions,
  ...alarmSheets,
  ...alarmStatistics,
  ...alarmGroups,
  ...alarmRouting,
  ...anomalyWatches,
  ...anomalies,
}
