import { defineContract, Id, Type } from '@ronghe/kit/contract'
import { auditRoutes } from './contract/audit.ts'
import { calendarRoutes } from './contract/calendar.ts'
import { keyRoutes } from './contract/keys.ts'
import { memberRoutes } from './contract/members.ts'
import { organisationRoutes } from './contract/organisations.ts'
import { parkRoutes } from './contract/parks.ts'
import { personRoutes } from './contract/people.ts'
import { regionRoutes } from './contract/region.ts'
import { rosterRoutes } from './contract/roster.ts'
import { systemRoutes } from './contract/systems.ts'
import { unitRoutes } from './contract/units.ts'
import { verificationRoutes } from './contract/verifications.ts'

export { CalendarDay } from './contract/calendar.ts'
export { registryEvidence, registryEvidenceQueries } from './contract/evidence-rules.ts'
export { KeySpan } from './contract/roster.ts'
export {
  CreditCode,
  GroupBy,
  ImportReport,
  Organisation,
  OrganisationDetail,
  OrganisationKind,
  Park,
  RegionCode,
  Role,
  TradeCode,
  TradeDepth,
  Unit,
  UnitLevel,
} from './contract/shapes.ts'
export { System, SystemDetail, SystemKind } from './contract/systems.ts'

export const registry = defineContract({
  module: 'registry',
  permissions: [
    'registry.organisation.write',
    'registry.organisation.make',
    'registry.member.read',
    'registry.member.write',
    'registry.unit.read',
    'registry.unit.write',
    'registry.apiKey.write',
    'registry.verification.submit',
    'registry.verification.decide',
    'registry.audit.read',
    'registry.role.write',
    'registry.calendar.write',
    'registry.key.write',
    'registry.system.read',
    'registry.system.write',
    'registry.system.confirm',
    'registry.system.kind',
  ],
  routes: {
    ...personRoutes,
    ...regionRoutes,
    ...memberRoutes,
    ...organisationRoutes,
    ...unitRoutes,
    ...parkRoutes,
    ...rosterRoutes,
    ...keyRoutes,
    ...verificationRoutes,
    ...auditRoutes,
    ...calendarRoutes,
    ...systemRoutes,
  },
  events: {
    'organisation.added': Type.Object({ organisationId: Id }),
    'organisation.changed': Type.Object({ organisationId: Id }),
    'verification.submitted': Type.Object({ verificationId: Id, organisationId: Id }),
    'verification.decided': Type.Object({ verificationId: Id, organisationId: Id, decision: Type.String() }),
    'person.invited': Type.Object({ invitationId: Id, organisationId: Id }),
  },
  faults: {
    'registry.creditCode.checkDigit': { status: 400 },
    'registry.creditCode.taken': { status: 409 },
    'registry.region.unknown': { status: 400 },
    'registry.trade.unknown': { status: 400 },
    'registry.organisation.changedSince': { status: 409 },
    'registry.unit.parentLevel': { status: 400 },
    'registry.unit.codeTaken': { status: 409 },
    'registry.unit.hasChildren': { status: 409 },
    'registry.unit.changedSince': { status: 409 },
    'registry.unit.parkOfSite': { status: 400 },
    'registry.key.firmsOnly': { status: 400 },
    'registry.key.ahead': { status: 400 },
    'registry.key.standsThere': { status: 409 },
    'registry.key.notThere': { status: 409 },
    'registry.key.backwards': { status: 400 },
    'registry.key.overlaps': { status: 409 },
    'registry.system.nameTaken': { status: 409 },
    'registry.system.changedSince': { status: 409 },
    'registry.system.full': { status: 409 },
    'registry.system.nothingToAsk': { status: 409 },
    'registry.system.notYours': { status: 403 },
    'registry.park.unknown': { status: 400 },
    'registry.park.codeTaken': { status: 409 },
    'registry.park.inUse': { status: 409 },
    'registry.park.changedSince': { status: 409 },
    'registry.park.elsewhere': { status: 403 },
    'registry.park.operator': { status: 400 },
    'registry.role.unfit': { status: 400 },
    'registry.role.beyondOwn': { status: 403 },
    'registry.member.last': { status: 409 },
    'registry.invitation.gone': { status: 410 },
    'registry.invitation.otherPerson': { status: 403 },
    'registry.invitation.member': { status: 409 },
    'registry.apiKey.beyondOwn': { status: 403 },
    'registry.verification.open': { status: 409 },
    'registry.verification.decided': { status: 409 },
    'registry.verification.reasonNeeded': { status: 400 },
    'registry.verification.fileKind': { status: 400 },
    'registry.verification.ownFirm': { status: 403 },
    'registry.signIn.wrong': { status: 401 },
    'registry.signIn.refused': { status: 403 },
    'registry.secondFactor.wrong': { status: 401 },
    'registry.secondFactor.expired': { status: 401 },
    'registry.link.gone': { status: 410 },
    'registry.person.known': { status: 409 },
    'registry.password.short': { status: 400 },
    'registry.password.long': { status: 400 },
    'registry.password.wrong': { status: 403 },
    'registry.person.locked': { status: 423 },
  },
})
