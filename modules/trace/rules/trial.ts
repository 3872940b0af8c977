import type { Ctx } from '@ronghe/kit/module'
import type { Judged, Said } from '../inspections/contract.ts'
import { startsFromInstrument, trySaid } from '../inspections/instrument.ts'
import { judged, verdictOf } from '../inspections/judge.ts'
import { type Inspected, inspectedEvent } from '../inspections/map.ts'
import { startsFromInspections, tryInspections } from '../inspections/work.ts'
import type { RuleSays } from './contract.ts'
import { eventsOf, numbersNeeded, type OwnEvent, observed } from './map.ts'
import { happenedIn } from './source.ts'

const eventsShown = 50

type Trial = { id: string; organisationId: string; isSample: boolean; says: RuleSays }
type Span = { from: string; to: string }

/** What a rule would have made of a time: nothing is written and no number is given out. */
export async function tried(ctx: Ctx, trial: Trial, span: Span) {
  if (startsFromInspections(trial)) {
    const { rows, events } = await tryInspections(ctx, trial, span)
    return answer(
      span.to,
      rows.map(({ verdict }) => verdict === 'passed'),
      events,
    )
  }
  if (startsFromInstrument(trial)) {
    const said = await trySaid(ctx, trial.says, span.from, span.to)
    const found = said.map((one) => ({ ...one, findings: one.findings.map(judged) }))
    const events = found.map((one, at) => inspectedEvent(usual(trial), inspectedOf(one, `${at + 1}`)))
    return answer(
      span.to,
      found.map(({ findings }) => verdictOf(findings) === 'passed'),
      events,
    )
  }
  const made = await happenedIn(ctx, trial.says, span)
  const numbers = Array.from(
    { length: numbersNeeded(trial.says, made.parts) },
    (_, at) => `${trial.says.prefix}${at + 1}`,
  )
  const { events, items } = eventsOf(trial, made.parts, numbers)
  const good = items.map(({ isGood }) => isGood)
  return answer(made.until, good, [...events, ...observed(trial, made.states)])
}

/** As the rule of inspections that most firms have would tell it. */
function usual({ id, says }: Trial) {
  const starts = { on: 'inspection' as const, bizStep: 'inspecting', persists: false, measures: [] }
  return { id, says: { ...says, starts: { ...starts, passed: 'conformant', failed: 'non_conformant' } } }
}

function inspectedOf(said: Said & { findings: Judged[] }, id: string): Inspected {
  const { things, findings, inspectedAt, place = null } = said
  const none = { number: id, quantity: null, unit: null, isSample: false }
  return {
    ...none,
    id,
    things,
    findings,
    place,
    verdict: verdictOf(findings),
    inspectedAt: new Date(inspectedAt),
  }
}

function answer(until: string, good: readonly boolean[], events: readonly OwnEvent[]) {
  const passed = good.filter(Boolean).length
  return {
    ...{ until, good: passed, refused: good.length - passed },
    ...{ events: events.slice(0, eventsShown), eventsInAll: events.length },
  }
}
