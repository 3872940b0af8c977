import type { StreamItem } from './documents.ts'

export type ConditionState = { level: 'NORMAL' | 'WARNING' | 'FAULT' | 'UNAVAILABLE'; message: string }

/**
 * The state of condition data items. Several warnings and faults can be active at once, told apart by their
 * native code (MTConnect Part 3, Condition): a normal with a code ends that one, a normal without a code
 * ends all.
 */
export class Conditions {
  readonly #active = new Map<string, Map<string, StreamItem>>()

  /** Forgets everything: what follows is the state of another instance or after a gap. */
  clear(): void {
    this.#active.clear()
  }

  /** Takes one element in; returns the data item's state after it: the worst level and what is active. */
  apply(item: StreamItem): ConditionState {
    const active = this.#active.get(item.dataItemId) ?? new Map<string, StreamItem>()
    this.#active.set(item.dataItemId, active)
    const level = item.element.toUpperCase()
    if (level === 'UNAVAILABLE') {
      active.clear()
      return { level: 'UNAVAILABLE', message: '' }
    }
    if (level !== 'NORMAL') active.set(item.nativeCode, item)
    else if (item.nativeCode === '') active.clear()
    else active.delete(item.nativeCode)
    return stateOf([...active.values()])
  }
}

function stateOf(active: readonly StreamItem[]): ConditionState {
  if (active.length === 0) return { level: 'NORMAL', message: '' }
  const isFault = active.some((item) => item.element.toUpperCase() === 'FAULT')
  const message = active.map((item) => [item.nativeCode, item.text].filter(Boolean).join(': ')).join('; ')
  return { level: isFault ? 'FAULT' : 'WARNING', message }
}
