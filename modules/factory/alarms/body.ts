import { type Definition, type DefinitionFault, definitionFaults, type Value } from '@ronghe/alarm'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import { readCondition } from '../states/condition-text.ts'

/** The name under which a rule's truth is handed to the engine. */
export const ruleSignal = 'rule'

export type FieldFault = { field: string; rule: string; values?: Record<string, string | number> }

/** Where a fault of the engine's definition stands in what people fill in. */
const fields: Readonly<Record<string, string>> = {
  onDelayMicros: 'onDelaySeconds',
  offDelayMicros: 'offDelaySeconds',
  'trigger.feedback': 'signal',
  'trigger.silenceMicros': 'silenceSeconds',
  'trigger.perMicros': 'perSeconds',
  'trigger.windowMicros': 'windowSeconds',
  'trigger.target': 'targetValue',
  'trigger.target.value': 'targetValue',
  'trigger.target.signal': 'targetSignal',
}

/** Every field of a body that breaks a rule; none means that it can be watched. */
export function bodyFaults(body: AlarmBody): FieldFault[] {
  const faults = definitionFaults(definitionOf(body)).map(fieldFault)
  if (body.kind === 'rule') faults.push(...conditionFaults('when', body.when ?? ''))
  if (body.suppressWhen) faults.push(...conditionFaults('suppressWhen', body.suppressWhen))
  const { equipmentIds = [], unitId, maker, model, process } = body
  if (equipmentIds.length === 0 && ![unitId, maker, model, process].some(Boolean))
    faults.push({ field: 'equipmentIds', rule: 'factory.alarmRule.noMachine' })
  return faults
}

function fieldFault({ path, fault }: DefinitionFault): FieldFault {
  const field = fields[path] ?? path.replace(/^trigger\./, '')
  return { field, rule: `factory.alarmRule.${fault}` }
}

function conditionFaults(field: string, text: string): FieldFault[] {
  const { fault } = readCondition(text)
  return fault ? [{ field, rule: `factory.condition.${fault.word}`, values: { place: fault.at + 1 } }] : []
}

/** The engine's definition as data, its signals still the names that people gave. */
export function definitionOf(body: AlarmBody): Definition {
  const delays = {
    onDelayMicros: micros(body.onDelaySeconds ?? 0),
    offDelayMicros: micros(body.offDelaySeconds ?? 0),
  }
  return { trigger: triggerOf(body) as Definition['trigger'], ...delays }
}

/** Fields that are missing stay undefined; the engine names them as faults. */
function triggerOf(body: AlarmBody): object {
  const { kind, signal, limit, deadBand = 0, side = 'either' } = body
  switch (kind) {
    case 'limit':
      return { kind, signal, level: body.level, limit, deadBand }
    case 'rate': {
      const perMicros = micros(body.perSeconds ?? 1)
      return { kind, signal, side, limit, perMicros, windowMicros: micros(body.windowSeconds ?? 0), deadBand }
    }
    case 'deviation': {
      const target = body.targetSignal ? { signal: body.targetSignal } : { value: body.targetValue }
      return { kind, signal, side, target, limit, deadBand }
    }
    case 'stale':
      return { kind, signal, silenceMicros: micros(body.silenceSeconds ?? 0) }
    case 'quality':
      return { kind, signal }
    case 'discrepancy': {
      const { command, tolerance = 0 } = body
      return { kind, command, feedback: signal, tolerance, pairs: pairsOf(body.pairs ?? '') }
    }
    case 'rule':
      return { kind, signal: ruleSignal }
    case 'reported':
      return { kind, signal, values: listOf(body.values ?? '') }
  }
}

function micros(seconds: number): number {
  return Math.round(seconds * 1e6)
}

function constantOf(text: string): Value {
  const number = Number(text)
  return text !== '' && Number.isFinite(number) ? number : text
}

/** `WARNING, FAULT` as values. */
function listOf(text: string): Value[] {
  return text
    .split(/[,，;；]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(constantOf)
}

/** `ON=RUNNING; OFF=STOPPED` as pairs; a part without `=` is a pair of nothing, which the engine refuses. */
function pairsOf(text: string): Value[][] {
  return text
    .split(/[;；]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => part.split('=').map((side) => constantOf(side.trim())))
}

/** The condition in one line, as lists show it. */
export function conditionLine(body: AlarmBody): string {
  const { signal = '', limit = 0, side = 'either' } = body
  const sign = { above: '>', below: '< −', either: '|…| >' }[side]
  switch (body.kind) {
    case 'limit':
      return `${signal} ${body.level === 'L' || body.level === 'LL' ? '<' : '>'} ${limit} (${body.level})`
    case 'rate':
      return `Δ ${signal} / ${body.perSeconds ?? 1} s ${sign} ${limit}`
    case 'deviation':
      return `${signal} − ${body.targetSignal ?? body.targetValue} ${sign} ${limit}`
    case 'stale':
      return `${signal} ≥ ${body.silenceSeconds} s`
    case 'quality':
      return signal
    case 'discrepancy':
      return `${signal} ≠ ${body.command}`
    case 'rule':
      return body.when ?? ''
    case 'reported':
      return `${signal} ∈ ${body.values}`
  }
}
