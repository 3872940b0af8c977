import { Day, defineContract, Id, Type } from '@ronghe/kit/contract'
import { alarmGroupRoutes } from './contract/alarm-groups.ts'
import { alarmRoutingRoutes } from './contract/alarm-routing.ts'
import { alarmRoutes } from './contract/alarms.ts'
import { anomalyRoutes } from './contract/anomalies.ts'
import { calendarRoutes } from './contract/calendar.ts'
import { edgeRoutes } from './contract/edges.ts'
import { energyRoutes } from './contract/energy.ts'
import { equipmentRoutes } from './contract/equipment.ts'
import { evidenceRoutes } from './contract/evidence.ts'
import { exportRoutes } from './contract/exports.ts'
import { historyRoutes } from './contract/history.ts'
import { ingestRoutes } from './contract/ingest.ts'
import { nameplateRoutes } from './contract/nameplate.ts'
import { namespaceRoutes } from './contract/namespace.ts'
import { pairRoutes } from './contract/pairs.ts'
import { pictureRoutes } from './contract/pictures.ts'
import { retentionRoutes } from './contract/retention.ts'
import { rollOutRoutes } from './contract/roll-outs.ts'
import { shopFloorRoutes } from './contract/shop-floor.ts'
import { signalRoutes } from './contract/signals.ts'
import { stateRoutes } from './contract/states.ts'
import { wallRoutes } from './contract/wall.ts'

export { Anomaly, AnomalySettings, sensitivities } from './contract/anomalies.ts'
export { CalendarMonth, Rotation } from './contract/calendar-shapes.ts'
export { machineEvidence, machineEvidenceQueries } from './contract/evidence-rules.ts'
export type { Happened } from './contract/happened.ts'
export {
  BoardCard,
  CalendarException,
  Equipment,
  FirmSummary,
  MachineSummary,
  OeeReport,
  Shift,
  StateSpan,
  Tag,
  Trend,
} from './contract/shapes.ts'

export const factory = defineContract({
  module: 'factory',
  permissions: ['factory.read', 'factory.write', 'factory.connect', 'factory.operate'],
  routes: {
    ...equipmentRoutes,
    ...edgeRoutes,
    ...rollOutRoutes,
    ...ingestRoutes,
    ...namespaceRoutes,
    ...pairRoutes,
    ...signalRoutes,
    ...historyRoutes,
    ...exportRoutes,
    ...retentionRoutes,
    ...stateRoutes,
    ...calendarRoutes,
    ...energyRoutes,
    ...pictureRoutes,
    ...wallRoutes,
    ...nameplateRoutes,
    ...evidenceRoutes,
    ...shopFloorRoutes,
    ...alarmRoutes,
    ...alarmGroupRoutes,
    ...alarmRoutingRoutes,
    ...anomalyRoutes,
  },
  events: {
    'equipment.added': Type.Object({ equipmentId: Id, organisationId: Id }),
    'equipment.changed': Type.Object({ equipmentId: Id, organisationId: Id }),
    /** Its credential, or a machine that it brings, changed. */
    'edge.changed': Type.Object({ edgeId: Id, organisationId: Id }),
    /** A person described a signal anew, its scale or unit too. */
    'tag.changed': Type.Object({ tagId: Id, equipmentId: Id, organisationId: Id }),
    /** A new version of the machines it reads was saved. */
    'edge.configured': Type.Object({ edgeId: Id, organisationId: Id }),
    /** People were told of an alarm: it became active, or nothing keeps it quiet any more. */
    'alarm.announced': Type.Object({ alarmId: Id, equipmentId: Id, organisationId: Id }),
    /** Two edges became a pair, or are none any more. */
    'pair.changed': Type.Object({ pairId: Id, organisationId: Id }),
    /** The namespace of a firm was switched on or off. */
    'namespace.changed': Type.Object({ organisationId: Id }),
    /** A reader's password was renewed, or its right ended. */
    'namespaceReader.changed': Type.Object({ readerId: Id, organisationId: Id }),
    /** A person asked for a file of history, or wants it no more. */
    'export.asked': Type.Object({ exportId: Id, organisationId: Id }),
    'export.cancelled': Type.Object({ exportId: Id, organisationId: Id }),
    /** A person has a value written to a machine. */
    'command.given': Type.Object({ commandId: Id, organisationId: Id }),
    /** A meter's energy of a local day or month (its first day) has passed what it should come to. */
    'energy.targetPassed': Type.Object({
      targetId: Id,
      meterId: Id,
      organisationId: Id,
      period: Type.Enum(['day', 'month']),
      day: Day,
      kwh: Type.Number(),
      limitKwh: Type.String(),
    }),
  },
  faults: {
    'factory.anomaly.nameTaken': { status: 409 },
    'factory.andon.answered': { status: 409 },
    'factory.andon.order': { status: 400 },
    'factory.andon.resolved': { status: 409 },
    'factory.handover.closed': { status: 409 },
    'factory.handover.files': { status: 409 },
    'factory.shift.goesOn': { status: 409 },
    'factory.shift.signed': { status: 409 },
    'factory.shift.unexplained': { status: 409 },
    'factory.count.startupMore': { status: 400 },
    'factory.product.changedSince': { status: 409 },
    'factory.product.codeTaken': { status: 409 },
    'factory.product.rate': { status: 400 },
    'factory.product.unknown': { status: 400 },
    'factory.reason.changedSince': { status: 409 },
    'factory.reason.circle': { status: 400 },
    'factory.reason.codeTaken': { status: 409 },
    'factory.reason.nameTaken': { status: 409 },
    'factory.reason.tooDeep': { status: 400 },
    'factory.reason.tooMany': { status: 400 },
    'factory.reason.unknown': { status: 400 },
    'factory.shift.nothingBefore': { status: 409 },
    'factory.stops.tooMany': { status: 400 },
    'factory.rotation.invalid': { status: 400 },
    'factory.retention.rankTaken': { status: 409 },
    'factory.retention.rulesMax': { status: 409 },
    'factory.retention.order': { status: 400 },
    'factory.history.tooMuch': { status: 400 },
    'factory.history.textSignal': { status: 400 },
    'factory.rollOut.rolledBack': { status: 409 },
    'factory.export.diskTight': { status: 503 },
    'factory.export.ended': { status: 409 },
    'factory.export.noFile': { status: 409 },
    'factory.export.open': { status: 409 },
    'factory.export.tooMany': { status: 409 },
    'factory.chart.nameTaken': { status: 409 },
    'factory.chart.tooMany': { status: 409 },
    'factory.chart.spanMissing': { status: 400 },
    'factory.nameplate.incomplete': { status: 409 },
    'factory.nameplate.unreadable': { status: 400 },
    'factory.nameplate.absent': { status: 400 },
    'factory.wall.invalid': { status: 400 },
    'factory.picture.changedSince': { status: 409 },
    'factory.picture.invalid': { status: 400 },
    'factory.picture.parentUnknown': { status: 400 },
    'factory.picture.circle': { status: 400 },
    'factory.energy.meterUnknown': { status: 400 },
    'factory.energy.meterChangedSince': { status: 409 },
    'factory.energy.machineUnknown': { status: 400 },
    'factory.energy.signalUnknown': { status: 400 },
    'factory.energy.signalText': { status: 400 },
    'factory.energy.signalTaken': { status: 409 },
    'factory.energy.unitUnfit': { status: 400 },
    'factory.energy.circle': { status: 400 },
    'factory.energy.periods': { status: 400 },
    'factory.energy.dayTaken': { status: 409 },
    'factory.energy.targetZero': { status: 400 },
    'factory.energy.noMachine': { status: 400 },
    'factory.alarm.invalid': { status: 400 },
    'factory.alarm.codeTaken': { status: 409 },
    'factory.alarm.changedSince': { status: 409 },
    'factory.letter.withoutMessage': { status: 409 },
    'factory.letter.edgeOffline': { status: 409 },
    'factory.edge.offline': { status: 409 },
    'factory.edge.busy': { status: 409 },
    'factory.edge.silent': { status: 503 },
    'factory.edge.refuses': { status: 409 },
    'factory.edge.untrusted': { status: 409 },
    'factory.edge.configuredSince': { status: 409 },
    'factory.edge.passwordMissing': { status: 400 },
    'factory.edge.secretChanged': { status: 409 },
    'factory.pair.taken': { status: 409 },
    'factory.pair.same': { status: 400 },
    'factory.pair.hasMachines': { status: 409 },
    'factory.pair.notStarted': { status: 409 },
    'factory.namespace.revoked': { status: 409 },
    'factory.command.notConnected': { status: 409 },
    'factory.command.notANumber': { status: 400 },
    'factory.command.notCompatible': { status: 409 },
    'factory.command.noReadBack': { status: 503 },
    'factory.unit.unknown': { status: 400 },
    'factory.equipment.codeTaken': { status: 409 },
    'factory.equipment.deviceTaken': { status: 409 },
    'factory.equipment.changedSince': { status: 409 },
    'factory.equipment.retiredBefore': { status: 400 },
    'factory.edge.codeTaken': { status: 409 },
    'factory.edge.revoked': { status: 409 },
    'factory.edge.unknown': { status: 400 },
    'factory.span.invalid': { status: 400 },
    'factory.span.tooLong': { status: 400 },
    'factory.correction.future': { status: 400 },
    'factory.correction.withdrawn': { status: 409 },
    'factory.points.tooMany': { status: 400 },
    'factory.rules.invalid': { status: 400 },
    'factory.shift.overlap': { status: 400 },
    'factory.timeZone.unknown': { status: 400 },
    'factory.photo.kind': { status: 400 },
    'factory.document.kind': { status: 400 },
  },
})
