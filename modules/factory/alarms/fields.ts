import type { AlarmBody } from '../contract/alarm-shapes.ts'

export type Kind = AlarmBody['kind']
export type Field = keyof AlarmBody
export type Control = 'text' | 'number' | 'signal' | 'level' | 'side' | 'condition'

/** What a kind of alarm is told by, in the order of filling in; the engine says which of them it needs. */
export const triggerFields: Readonly<Record<Kind, readonly Field[]>> = {
  limit: ['signal', 'level', 'limit', 'deadBand'],
  rate: ['signal', 'side', 'limit', 'perSeconds', 'windowSeconds', 'deadBand'],
  deviation: ['signal', 'side', 'targetSignal', 'targetValue', 'limit', 'deadBand'],
  stale: ['signal', 'silenceSeconds'],
  quality: ['signal'],
  discrepancy: ['signal', 'command', 'tolerance', 'pairs'],
  rule: ['when'],
  reported: ['signal', 'values'],
}

export const controls: Readonly<Partial<Record<Field, Control>>> = {
  signal: 'signal',
  targetSignal: 'signal',
  command: 'signal',
  level: 'level',
  side: 'side',
  when: 'condition',
  suppressWhen: 'condition',
  limit: 'number',
  deadBand: 'number',
  perSeconds: 'number',
  windowSeconds: 'number',
  targetValue: 'number',
  silenceSeconds: 'number',
  tolerance: 'number',
  onDelaySeconds: 'number',
  offDelaySeconds: 'number',
  responseMinutes: 'number',
}

/** Fields of every kind, after those of the trigger. */
export const delayFields: readonly Field[] = [
  'onDelaySeconds',
  'offDelaySeconds',
  'suppressWhen',
  'groupName',
]
export const guideFields: readonly Field[] = ['cause', 'consequence', 'response', 'responseMinutes']
export const classFields: readonly Field[] = ['maker', 'model', 'process']

/** A new alarm of a kind, with values that suit many. */
export function blankBody(kind: Kind = 'limit'): AlarmBody {
  return {
    name: '',
    kind,
    priority: 'medium',
    mustAcknowledge: true,
    latches: false,
    ...(kind === 'limit' ? { level: 'H' as const } : {}),
    ...(kind === 'rate' || kind === 'deviation' ? { side: 'either' as const } : {}),
    ...(kind === 'rate' ? { perSeconds: 60, windowSeconds: 60 } : {}),
    ...(kind === 'reported' ? { values: 'WARNING, FAULT' } : {}),
    ...(kind === 'stale' ? { silenceSeconds: 300 } : {}),
  }
}

/** The same alarm of another kind: what the new kind does not know is left out. */
export function withKind(body: AlarmBody, kind: Kind): AlarmBody {
  const known = new Set<string>(triggerFields[kind])
  const others = new Set<string>(Object.values(triggerFields).flat())
  const kept = Object.fromEntries(
    Object.entries(body).filter(([field]) => known.has(field) || !others.has(field)),
  )
  return { ...blankBody(kind), ...kept, kind } as AlarmBody
}

/** One field changed; an empty one is left out. */
export function withField(body: AlarmBody, field: Field, value: unknown): AlarmBody {
  const { [field]: _before, ...rest } = body
  const isEmpty = value === '' || value === null || value === undefined
  return (isEmpty && field !== 'name' ? rest : { ...rest, [field]: value ?? '' }) as AlarmBody
}
