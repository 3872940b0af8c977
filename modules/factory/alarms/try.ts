import { needsOf } from '@ronghe/alarm'
import type { Series } from '@ronghe/kit/series'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import { isoOf } from '../micros.ts'
import { signalsOf } from '../states/signals.ts'
import type { TagRow } from '../store/tags.ts'
import { bindBody } from './bind.ts'
import { freshMemory, stepWatch } from './step.ts'

/** Activations of one machine that a trial shows; the counts are of all. */
const shownMax = 500

type Machine = { id: string; name: string; tags: readonly TagRow[] }
type Window = { fromMicros: number; toMicros: number }

/** What a definition would have told of one machine in a window. Changes nothing. */
export async function tryOn(series: Series, body: AlarmBody, machine: Machine, window: Window) {
  const { bound, missing } = bindBody(body, machine.tags)
  const none = {
    equipmentId: machine.id,
    equipmentName: machine.name,
    missing,
    count: 0,
    suppressedCount: 0,
    activeSeconds: 0,
    longestSeconds: 0,
    tagIds: [],
    activations: [],
    to: isoOf(window.toMicros),
  }
  if (!bound) return none
  const { lookBackMicros } = needsOf(bound.definition)
  const read = { ...window, fromMicros: Math.max(0, window.fromMicros - lookBackMicros) }
  const { signals, toMicros } = await signalsOf(series, bound.tags, read)
  const span = { ...window, toMicros: Math.max(toMicros, window.fromMicros + 1) }
  const { told } = stepWatch(bound, freshMemory(bound, span.fromMicros), signals, span, null)
  const counted = told.filter((one) => !one.isSuppressed)
  const lengths = counted.map((one) => ((one.toMicros ?? span.toMicros) - one.fromMicros) / 1e6)
  return {
    ...none,
    count: counted.length,
    suppressedCount: told.length - counted.length,
    activeSeconds: lengths.reduce((sum, length) => sum + length, 0),
    longestSeconds: lengths.reduce((longest, length) => Math.max(longest, length), 0),
    tagIds: bound.tags.map((tag) => tag.id),
    activations: told.slice(0, shownMax).map((one) => ({
      startsAt: isoOf(one.fromMicros),
      endsAt: one.toMicros === null ? null : isoOf(one.toMicros),
      value: one.value,
      peak: one.peak,
      isSuppressed: one.isSuppressed,
    })),
    to: isoOf(span.toMicros),
  }
}
