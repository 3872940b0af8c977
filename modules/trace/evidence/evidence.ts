import { Fault } from '@ronghe/kit/errors'
import type { Service } from '@ronghe/kit/module'
import type { trace } from '../contract.ts'
import { stepsOf } from '../store/evidence.ts'
import { traceEvidence } from './rules.ts'

const days = 365

/** What the events of a year prove of a firm. */
export const evidence: Pick<Service<typeof trace>, 'firmEvidence'> = {
  async firmEvidence(ctx, { params }) {
    const { organisationId } = params
    const isOwn = ctx.caller.organisationId === organisationId
    if (!isOwn && ctx.caller.reach === 'own') throw new Fault('kit.notFound')
    const from = new Date(ctx.now.getTime() - days * 86_400_000)
    const steps = await stepsOf(ctx.sql, organisationId, from)
    const rows = steps.map(({ step, events, firstAt, lastAt }) => ({
      kind: 'trace.bizStep',
      id: step,
      label: step.split('/').at(-1) ?? step,
      facts: { events, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() },
    }))
    const about = { version: 1, unit: '', at: ctx.now.toISOString(), rows, proof: '/trace/events' }
    return {
      rows: ['trace.recordedSteps', 'trace.chainSides'].map((query) => {
        const made = traceEvidence(query, 1, rows)
        if (!made) throw new Error(`no rule for ${query}`)
        return { query, ...made, ...about }
      }),
    }
  },
}
