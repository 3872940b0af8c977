import { FirmSummary, MachineSummary } from '@ronghe/factory/contract'
import { defineContract, Figure, Id, Instant, listOf, listQuery, Type } from '@ronghe/kit/contract'
import { RegionCode, TradeCode } from '@ronghe/registry/contract'
import { appraisalRoutes } from './appraisal/contract.ts'
import { breakdownRoutes } from './breakdown/contract.ts'
import { deskRoutes } from './desk/contract.ts'
import { fundRoutes } from './funds/contract.ts'
import { fundDecisionRoutes } from './funds/contract-after.ts'
import { fundDuplicateRoutes } from './funds/contract-duplicates.ts'
import { fundEntryRoutes } from './funds/contract-entries.ts'
import { fundMoneyRoutes } from './funds/contract-money.ts'
import { indicatorRoutes } from './indicators/contract.ts'
import { libraryRoutes } from './library/contract.ts'
import { packRoutes } from './packs/contract.ts'
import { planRoutes } from './plan/contract.ts'
import { supervisionRoutes } from './supervision/contract.ts'
import { wallRoutes } from './wall/contract.ts'

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

const Department = Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() })

export const Goal = Type.Object({
  key: Type.String(),
  titleZh: Type.String(),
  titleEn: Type.String(),
  target: orNull(Type.Number()),
  unit: Type.String(),
  dueOn: orNull(Type.String()),
  sourceClause: Type.String(),
  methodZh: Type.String(),
  methodEn: Type.String(),
  /** Two figures that are never mixed; null with the reason where nothing proves the goal yet. */
  evidenced: Figure,
  declared: Figure,
  /** Schemes of the certificates that are counted; none where something else proves the goal. */
  schemes: Type.Array(Type.String()),
})

export const Task = Type.Object({
  key: Type.String(),
  titleZh: Type.String(),
  titleEn: Type.String(),
  excerptZh: Type.String(),
  excerptEn: Type.String(),
  planRows: Type.Array(Type.String()),
  dueOn: orNull(Type.String()),
  lead: Department,
  partners: Type.Array(Department),
})

/** A division on the overview: what its machines and firms amount to. */
export const DivisionSummary = Type.Object({
  code: Type.String(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  machines: MachineSummary,
  /** Cells of the cartogram that the division takes (column, row); empty below cities. */
  tiles: Type.Array(Type.Object({ column: Type.Integer(), row: Type.Integer() })),
})

export const governance = defineContract({
  module: 'governance',
  permissions: [
    'governance.read',
    'governance.write',
    'governance.supervise',
    'governance.approve',
    'governance.handle',
    'governance.fund',
    'governance.check',
    'governance.review',
    'governance.apply',
  ],
  routes: {
    /** The region at a glance: totals, divisions, the spread of OEE. Public; `isKey`: of key firms only. */
    overview: {
      method: 'GET',
      path: '/governance/overview',
      may: 'public',
      query: Type.Object(
        { region: Type.Optional(RegionCode), isKey: Type.Optional(Type.Boolean()) },
        { additionalProperties: false },
      ),
      response: Type.Object({
        code: Type.String(),
        nameZh: Type.String(),
        nameEn: Type.String(),
        parentCode: orNull(Type.String()),
        level: Type.Enum(['province', 'city', 'county']),
        isSample: Type.Boolean(),
        at: Instant,
        /** Of all divisions together, before rounding. */
        total: MachineSummary,
        firms: Figure,
        firmsConnected: Figure,
        machines: Figure,
        machinesConnected: Figure,
        machinesOnline: Figure,
        keyProcess: Figure,
        rateEvidenced: Figure,
        rateDeclared: Figure,
        oee: Type.Object({
          oee: Type.Array(Type.Integer()),
          availability: Type.Array(Type.Integer()),
          machines: Type.Integer(),
          machinesWithoutOee: Type.Integer(),
          mean: Figure,
          meanAvailability: Figure,
        }),
        divisions: Type.Array(DivisionSummary),
      }),
    },
    /** The firms behind a figure of a division: the next step down for who may see them. */
    firms: {
      method: 'GET',
      path: '/governance/firms',
      may: 'factory.read',
      query: listQuery({
        ...{ region: Type.Optional(RegionCode), trade: Type.Optional(TradeCode), park: Type.Optional(Id) },
        ...{ isKey: Type.Optional(Type.Boolean()), organisation: Type.Optional(Id) },
      }),
      response: Type.Object({ ...listOf(FirmSummary).properties, sum: MachineSummary, at: Instant }),
      list: {
        columns: [
          'organisationName',
          'regionCode',
          'machines',
          'machinesConnected',
          'keyProcess',
          'keyProcessControlledDeclared',
          'keyProcessControlledEvidenced',
          'rateDeclared',
          'rateEvidenced',
          'oee',
        ],
      },
    },
    goals: {
      method: 'GET',
      path: '/governance/goals',
      may: 'public',
      query: listQuery({}),
      response: listOf(Goal),
      list: { columns: ['key', 'titleZh', 'titleEn', 'target', 'unit', 'dueOn', 'sourceClause'] },
    },
    goal: {
      method: 'GET',
      path: '/governance/goals/:goalKey',
      may: 'public',
      params: Type.Object({ goalKey: Type.String({ maxLength: 60 }) }),
      response: Type.Object({
        goal: Goal,
        course: Type.Array(
          Type.Object({
            day: Type.String(),
            evidenced: orNull(Type.Number()),
            declared: orNull(Type.Number()),
            inputsHash: Type.String(),
          }),
        ),
      }),
    },
    tasks: {
      method: 'GET',
      path: '/governance/tasks',
      may: 'public',
      query: listQuery({ department: Type.Optional(Type.String({ maxLength: 40 })) }),
      response: listOf(Task),
      list: { columns: ['key', 'titleZh', 'titleEn', 'dueOn', 'planRows'] },
    },
    departments: {
      method: 'GET',
      path: '/governance/departments',
      may: 'public',
      query: listQuery({}),
      response: listOf(
        Type.Object({
          ...Department.properties,
          leads: Type.Integer(),
          partners: Type.Integer(),
          /** Does an organisation of the platform act for it? */
          organisationId: orNull(Id),
        }),
      ),
      list: { columns: ['code', 'nameZh', 'nameEn', 'leads', 'partners'] },
    },
    /** Which organisation acts for a body of the plan; without one it is off the platform. */
    assignDepartment: {
      method: 'PUT',
      path: '/governance/departments/:departmentCode',
      may: 'governance.write',
      params: Type.Object({ departmentCode: Type.String({ maxLength: 60 }) }),
      body: Type.Object({ organisationId: Type.Optional(Id) }, { additionalProperties: false }),
      response: Type.Object({ done: Type.Literal(true) }),
    },
    ...breakdownRoutes,
    ...wallRoutes,
    ...planRoutes,
    ...indicatorRoutes,
    ...deskRoutes,
    ...appraisalRoutes,
    ...packRoutes,
    ...supervisionRoutes,
    ...fundRoutes,
    ...fundEntryRoutes,
    ...fundDecisionRoutes,
    ...fundMoneyRoutes,
    ...fundDuplicateRoutes,
    ...libraryRoutes,
  },
  events: {
    /** Money moved for an application; negative where it came back. `key` moves it once. */
    'fund.paid': Type.Object({
      applicationId: Id,
      amountFen: Type.Integer(),
      movementId: Id,
      key: Type.String(),
      payerId: Id,
      payeeId: Id,
      purpose: Type.String(),
      basis: Type.String(),
    }),
  },
  faults: {
    'governance.region.unknown': { status: 404 },
    'governance.goal.unknown': { status: 404 },
    'governance.organisation.unknown': { status: 400 },
    'governance.application.unknown': { status: 404 },
    'governance.application.notOurs': { status: 403 },
    'governance.application.unfit': { status: 409 },
    'governance.application.tooMuch': { status: 400 },
    'governance.application.machineUnknown': { status: 400 },
    'governance.application.nothingAskedFor': { status: 400 },
    'governance.entry.fixed': { status: 400 },
    'governance.entry.unsayable': { status: 400 },
    'governance.entry.reasonNeeded': { status: 400 },
    'governance.programme.closed': { status: 409 },
    'governance.programme.window': { status: 400 },
    'governance.programme.cap': { status: 400 },
    'governance.programme.condition': { status: 400 },
    'governance.duplicate.same': { status: 409 },
    'governance.duplicate.open': { status: 409 },
    'governance.programme.terms': { status: 400 },
    'governance.request.notAsked': { status: 400 },
    'governance.request.needed': { status: 400 },
    'governance.request.span': { status: 400 },
    'governance.request.hold': { status: 400 },
    'governance.voucher.noTranches': { status: 400 },
    'governance.voucher.invoiceNeeded': { status: 400 },
    'governance.voucher.invoiceTwice': { status: 400 },
    'governance.voucher.expired': { status: 409 },
    'governance.voucher.noneExpired': { status: 409 },
    'governance.voucher.nothingToPay': { status: 409 },
    'governance.programme.codeTaken': { status: 409 },
    'governance.policy.numberTaken': { status: 409 },
    'governance.policy.filesFull': { status: 409 },
    'governance.policy.days': { status: 400 },
    'governance.programme.budget': { status: 409 },
    'governance.review.enough': { status: 409 },
    'governance.review.poolTooSmall': { status: 409 },
    'governance.review.scoreNeeded': { status: 400 },
    'governance.review.notDrawn': { status: 409 },
    'governance.review.missing': { status: 409 },
    'governance.review.dispersed': { status: 409 },
    'governance.notice.running': { status: 409 },
    'governance.objection.notNow': { status: 409 },
    'governance.objection.decided': { status: 409 },
    'governance.objection.open': { status: 409 },
    'governance.release.none': { status: 404 },
    'governance.contract.sum': { status: 400 },
    'governance.payment.unclaimed': { status: 409 },
    'governance.payment.moreThanPaid': { status: 400 },
    'governance.indicator.taken': { status: 409 },
    'governance.indicator.evidenced': { status: 409 },
    'governance.report.notAsked': { status: 409 },
    'governance.report.notOurs': { status: 403 },
    'governance.report.period': { status: 400 },
    'governance.report.ahead': { status: 400 },
    'governance.report.twice': { status: 409 },
    'governance.plan.unknown': { status: 404 },
    'governance.plan.notNow': { status: 409 },
    'governance.plan.faults': { status: 400 },
    'governance.plan.empty': { status: 409 },
    'governance.plan.tooLarge': { status: 409 },
    'governance.item.unknown': { status: 404 },
    'governance.item.changedSince': { status: 409 },
    'governance.item.notNow': { status: 409 },
    'governance.item.notOurs': { status: 403 },
    'governance.item.ownDraft': { status: 403 },
    'governance.item.commentNeeded': { status: 400 },
    'governance.item.explanationNeeded': { status: 400 },
    'governance.item.duePast': { status: 400 },
    'governance.department.unknown': { status: 400 },
    'governance.extension.open': { status: 409 },
    'governance.extension.decided': { status: 409 },
    'governance.extension.earlier': { status: 400 },
    'governance.appraisal.unknown': { status: 404 },
    'governance.appraisal.period': { status: 400 },
    'governance.appraisal.scheme': { status: 400 },
    'governance.appraisal.tooEarly': { status: 409 },
    'governance.appraisal.pointsNeeded': { status: 400 },
    'governance.appraisal.indicatorUnknown': { status: 400 },
    'governance.appraisal.appealLate': { status: 409 },
    'governance.appraisal.appealRunning': { status: 409 },
    'governance.appraisal.appealOpen': { status: 409 },
    'governance.appraisal.appealTwice': { status: 409 },
    'governance.appraisal.appealDecided': { status: 409 },
    'governance.appraisal.filesFull': { status: 409 },
  },
})
