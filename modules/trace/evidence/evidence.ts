import type { EvidenceRow } from '@ronghe/kit/contract'
import { Fault } from '@ronghe/kit/errors'
import type { Service } from '@ronghe/kit/module'
import type { trace } from '../contract.ts'
import { partnersOf, stepsOf } from '../store/evidence.ts'
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
    const partners = (await partnersOf(ctx.sql, organisationId)).map(({ id, name, since }) => ({
      ...{ kind: 'trace.partner', id, label: name },
      facts: { state: 'granted', since: since.toISOString() },
    }))
    const at = ctx.now.toISOString()
    const made = (query: string, from: readonly EvidenceRow[], proof: string) => {
      const found = traceEvidence(query, 1, from)
      if (!found) throw new Error(`no rule for ${query}`)
      return { query, version: 1, ...found, unit: '', at, rows: [...from], proof }
    }
    const ofSteps = ['trace.recordedSteps', 'trace.chainSides', 'trace.storingSteps']
    return {
      rows: [
        ...ofSteps.map((query) => made(query, rows, '/trace/events')),
        made('trace.partners', partners, '/trace/sharing'),
      ],
    }
  },
}
