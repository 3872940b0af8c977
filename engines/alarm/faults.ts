/** A fault of a definition: the field and the word of what is wrong with it. */
export type DefinitionFault = { path: string; fault: DefinitionFaultWord }
export type DefinitionFaultWord =
  | 'notAnObject'
  | 'notAKind'
  | 'notAText'
  | 'notANumber'
  | 'notAChoice'
  | 'negative'
  | 'notPositive'
  | 'notAnInteger'
  | 'tooLong'
  | 'notAList'

const dayMicros = 86_400_000_000
const windowMax = 3_600_000_000
const listMax = 100
const kinds = ['limit', 'rate', 'deviation', 'stale', 'quality', 'discrepancy', 'rule', 'reported']
const levels = ['HH', 'H', 'L', 'LL']
const sides = ['above', 'below', 'either']

/** Every fault of a definition that came as data; none means that it is a `Definition` (ALM-2). */
export function definitionFaults(data: unknown): DefinitionFault[] {
  if (!isRecord(data)) return [{ path: '', fault: 'notAnObject' }]
  const faults: DefinitionFault[] = []
  const say = (path: string, fault: DefinitionFaultWord | null) => {
    if (fault) faults.push({ path, fault })
  }
  say('onDelayMicros', durationFault(data.onDelayMicros, 0, dayMicros))
  say('offDelayMicros', durationFault(data.offDelayMicros, 0, dayMicros))
  const { trigger } = data
  if (!isRecord(trigger)) return [...faults, { path: 'trigger', fault: 'notAnObject' }]
  if (!kinds.includes(trigger.kind as string)) return [...faults, { path: 'trigger.kind', fault: 'notAKind' }]
  triggerFaults(trigger, (field, fault) => say(`trigger.${field}`, fault))
  return faults
}

type Say = (field: string, fault: DefinitionFaultWord | null) => void

function triggerFaults(trigger: Record<string, unknown>, say: Say): void {
  const { kind } = trigger
  if (kind !== 'discrepancy') say('signal', textFault(trigger.signal))
  if (kind === 'limit') say('level', choiceFault(trigger.level, levels))
  if (kind === 'rate' || kind === 'deviation') say('side', choiceFault(trigger.side, sides))
  if (kind === 'limit' || kind === 'rate' || kind === 'deviation') {
    say('limit', numberFault(trigger.limit))
    say('deadBand', notNegative(trigger.deadBand))
  }
  if (kind === 'rate') {
    say('perMicros', durationFault(trigger.perMicros, 1, dayMicros))
    say('windowMicros', durationFault(trigger.windowMicros, 1, windowMax))
  }
  if (kind === 'deviation') targetFaults(trigger.target, say)
  if (kind === 'stale') say('silenceMicros', durationFault(trigger.silenceMicros, 1, 30 * dayMicros))
  if (kind === 'reported') say('values', valuesFault(trigger.values))
  if (kind === 'discrepancy') {
    say('command', textFault(trigger.command))
    say('feedback', textFault(trigger.feedback))
    say('tolerance', notNegative(trigger.tolerance))
    say('pairs', pairsFault(trigger.pairs))
  }
}

function targetFaults(target: unknown, say: Say): void {
  if (!isRecord(target)) say('target', 'notAnObject')
  else if ('value' in target) say('target.value', numberFault(target.value))
  else say('target.signal', textFault(target.signal))
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}

function textFault(value: unknown): DefinitionFaultWord | null {
  return typeof value === 'string' && value.length > 0 ? null : 'notAText'
}

function numberFault(value: unknown): DefinitionFaultWord | null {
  return typeof value === 'number' && Number.isFinite(value) ? null : 'notANumber'
}

function notNegative(value: unknown): DefinitionFaultWord | null {
  return numberFault(value) ?? (Number(value) < 0 ? 'negative' : null)
}

function choiceFault(value: unknown, choices: readonly string[]): DefinitionFaultWord | null {
  return choices.includes(value as string) ? null : 'notAChoice'
}

function durationFault(value: unknown, min: number, max: number): DefinitionFaultWord | null {
  if (!Number.isSafeInteger(value)) return 'notAnInteger'
  if (Number(value) < min) return min === 0 ? 'negative' : 'notPositive'
  return Number(value) > max ? 'tooLong' : null
}

function isValue(value: unknown): boolean {
  return typeof value === 'string' || numberFault(value) === null
}

function valuesFault(values: unknown): DefinitionFaultWord | null {
  if (!Array.isArray(values) || values.length === 0 || !values.every(isValue)) return 'notAList'
  return values.length > listMax ? 'tooLong' : null
}

function pairsFault(pairs: unknown): DefinitionFaultWord | null {
  const isPair = (one: unknown) => Array.isArray(one) && one.length === 2 && one.every(isValue)
  if (!Array.isArray(pairs) || !pairs.every(isPair)) return 'notAList'
  return pairs.length > listMax ? 'tooLong' : null
}
