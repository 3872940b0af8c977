import { defineContract, Id, Type } from '@ronghe/kit/contract'
import { benchmarkRoutes } from './contract/benchmark.ts'
import { caseRoutes } from './contract/cases.ts'
import { certificateRoutes } from './contract/certificates.ts'
import { findingRoutes } from './contract/findings.ts'
import { frameworkRoutes } from './contract/frameworks.ts'
import { objectionRoutes } from './contract/objections.ts'
import { runRoutes } from './contract/runs.ts'
import { scoreRoutes } from './contract/scores.ts'

export const assess = defineContract({
  module: 'assess',
  permissions: [
    'assess.read',
    'assess.fill',
    'assess.check',
    'assess.framework',
    'assess.certify',
    'assess.review',
    'assess.decide',
  ],
  routes: {
    ...frameworkRoutes,
    ...runRoutes,
    ...scoreRoutes,
    ...benchmarkRoutes,
    ...findingRoutes,
    ...caseRoutes,
    ...objectionRoutes,
    ...certificateRoutes,
  },
  events: {
    'run.submitted': Type.Object({ runId: Id, organisationId: Id }),
    /** A run went to an agency, or to none (null). */
    'run.assigned': Type.Object({
      runId: Id,
      organisationId: Id,
      assessorId: Type.Union([Id, Type.Null()]),
    }),
    'case.moved': Type.Object({ caseId: Id, organisationId: Id, stage: Type.String() }),
    'run.decided': Type.Object({ runId: Id, organisationId: Id, decision: Type.String() }),
  },
  faults: {
    'assess.framework.taken': { status: 409 },
    'assess.framework.unsound': { status: 409 },
    'assess.framework.stands': { status: 409 },
    'assess.framework.changedSince': { status: 409 },
    'assess.framework.unread': { status: 400 },
    'assess.window.taken': { status: 409 },
    'assess.window.closed': { status: 409 },
    'assess.window.order': { status: 400 },
    'assess.run.exists': { status: 409 },
    'assess.run.stands': { status: 409 },
    'assess.run.changedSince': { status: 409 },
    'assess.run.incomplete': { status: 409 },
    'assess.run.facts': { status: 400 },
    'assess.run.conflict': { status: 403 },
    'assess.answer.changedSince': { status: 409 },
    'assess.answer.reasonNeeded': { status: 400 },
    'assess.question.unknown': { status: 404 },
    'assess.case.exists': { status: 409 },
    'assess.case.changedSince': { status: 409 },
    'assess.case.move': { status: 403 },
    'assess.case.lacks': { status: 409 },
    'assess.case.pool': { status: 409 },
    'assess.objection.answered': { status: 409 },
    'assess.objection.full': { status: 409 },
    'assess.objection.kind': { status: 400 },
    'assess.objection.large': { status: 413 },
    'assess.relation.exists': { status: 409 },
    'assess.file.kind': { status: 400 },
    'assess.node.unknown': { status: 400 },
    'assess.step.changedSince': { status: 409 },
    'assess.quality.changedSince': { status: 409 },
  },
})
