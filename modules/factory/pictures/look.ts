import type { Static } from '@ronghe/kit/contract'
import { priorities } from '../contract/alarm-shapes.ts'
import {
  givenMachine,
  type PictureAlarm,
  type PictureMachine,
  type PictureValue,
  stateTag,
  type tones,
} from '../contract/picture-shapes.ts'
import type { PictureItem } from './check.ts'

type Value = Static<typeof PictureValue>
type Machine = Static<typeof PictureMachine>
export type AlarmNow = Static<typeof PictureAlarm>
export type PictureTone = (typeof tones)[number]

/** What a picture knows now, by machine and signal. */
export type Known = {
  values: ReadonlyMap<string, Value>
  machines: ReadonlyMap<string, Machine>
  alarms: readonly AlarmNow[]
}

/** How an item looks now. `isOld`: what it shows is not known to be so now. */
export type Appearance = {
  value: number | string | null
  unit: string | null
  at: string | null
  tagId: string | null
  /** The signal's name in words, where it has some. */
  label: string | null
  labelEn: string | null
  tone: PictureTone | null
  /** Of gauges, bars and tanks: 0 empty … 1 full. */
  level: number | null
  isOld: boolean
  isMissing: boolean
  isReadOnly: boolean
}

const toneOfState = {
  production: 'running',
  setup: 'setup',
  delay: 'stopped',
  down: 'fault',
  idle: 'idle',
  unknown: 'unknown',
} as const satisfies Record<Machine['state'], PictureTone>

export function knownOf(
  values: readonly Value[],
  machines: readonly Machine[],
  alarms: readonly AlarmNow[] = [],
): Known {
  return {
    values: new Map(values.map((one) => [`${one.machine} ${one.tag}`, one])),
    machines: new Map(machines.map((one) => [one.id, one])),
    alarms,
  }
}

const nothing: Appearance = {
  ...{ value: null, unit: null, at: null, tagId: null, label: null, labelEn: null },
  ...{ tone: null, level: null },
  ...{ isOld: false, isMissing: false, isReadOnly: true },
}

/** An item without a signal is plain; one whose signal is not there says so instead of looking well. */
export function appearanceOf(item: PictureItem, known: Known, given: string | null): Appearance {
  const { binding } = item
  if (!binding) return nothing
  const id = binding.machine === givenMachine ? (given ?? '') : binding.machine
  const machine = known.machines.get(id)
  if (!machine) return { ...nothing, isMissing: true, tone: 'unknown' }
  if (binding.tag === stateTag) {
    const tone = toneOf(item, machine.state) ?? toneOfState[machine.state]
    return { ...nothing, value: machine.state, tone, isOld: !machine.isLive }
  }
  const signal = known.values.get(`${id} ${binding.tag}`)
  if (!signal) return { ...nothing, isMissing: true, tone: 'unknown' }
  const { value, unit, at, tagId, label, labelEn, isReadOnly } = signal
  return {
    ...{ value, unit, at, tagId, label, labelEn, isReadOnly },
    tone: toneOf(item, value),
    level: levelOf(item, value),
    isOld: signal.quality !== 'good' || !machine.isLive,
    isMissing: value === null,
  }
}

/** The alarms an item shows: the gravest that waits for people, else the gravest that is active. */
export type AlarmLook = {
  /** 1 critical … 4 low. */
  rank: number
  priority: AlarmNow['priority']
  /** Nobody has acknowledged it: it blinks. */
  isWaiting: boolean
  alarms: readonly AlarmNow[]
}

export function alarmLookOf(item: PictureItem, known: Known, given: string | null): AlarmLook | null {
  if (!item.alarms) return null
  const { machine, code } = item.alarms
  const id = machine === givenMachine ? given : machine
  const alarms = known.alarms
    .filter((one) => one.machine === id && (code === undefined || one.alarmCode === code))
    .toSorted(
      (left, right) =>
        Number(right.isUnacknowledged) - Number(left.isUnacknowledged) ||
        priorities.indexOf(left.priority) - priorities.indexOf(right.priority),
    )
  const [worst] = alarms
  if (!worst) return null
  const { priority, isUnacknowledged } = worst
  return { rank: priorities.indexOf(priority) + 1, priority, isWaiting: isUnacknowledged, alarms }
}

/** The tone of the first range that the value lies in, ends included. */
function toneOf(item: PictureItem, value: number | string | null): PictureTone | null {
  for (const { from, to, equals, tone } of item.ranges ?? []) {
    if (equals !== undefined) {
      if (String(value) === equals) return tone
    } else if (typeof value === 'number' && value >= (from ?? -Infinity) && value <= (to ?? Infinity))
      return tone
  }
  return null
}

function levelOf({ min = 0, max = 100 }: PictureItem, value: number | string | null): number | null {
  if (typeof value !== 'number' || max <= min) return null
  return Math.min(1, Math.max(0, (value - min) / (max - min)))
}
