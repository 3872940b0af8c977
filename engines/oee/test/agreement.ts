import { incrementsOf } from '../counters.ts'
import type { Interval } from '../interval.ts'
import { inCycleReasons, mtconnectRules } from '../mtconnect.ts'
import { bindTags } from '../rules.ts'
import { type Signals, type StateInterval, statesFromSignals } from '../states.ts'

/** One machine-day: what the rules saw beside what the controller's own counters say. Seconds. */
export type Agreement = {
  knownSeconds: number
  productionSeconds: number
  heldSeconds: number
  manualSeconds: number
  /** Production, held and manual execution: all the time a started program has not ended. */
  cycleSeconds: number
  auto: Comparison | null
  cut: Comparison | null
}

/**
 * A running-time counter beside our times, over the stretches between two of its readings in which the
 * state was known throughout; elsewhere the two cannot be compared, and the counter's growth stands apart.
 */
export type Comparison = {
  tag: string
  counterSeconds: number
  cycleSeconds: number
  productionSeconds: number
  heldSeconds: number
  /** Growth over stretches in which the machine was silent for a time. */
  silentSeconds: number
  /** Apparent growth after a reset that exceeds the time gone by: no clock of running time can do that. */
  impossibleSeconds: number
}

/** Names under which the machines of the NIST test bed report what the rules read (their Devices.xml). */
const executionNames = ['execution', 'Program_Status']
const modeNames = ['mode']
const emergencyStopNames = ['estop', 'EStop_State']
const autoNames = ['auto_time', 'Program_Runtime_Seconds']
const cutNames = ['cut_time']
/** Without any word of any tag for this long the log is taken as silent. */
const silenceMicrosMax = 600_000_000
/** A Hurco shows minutes and seconds that were read at different moments: 59, 0, 60. */
const tornMicrosMax = 2_000_000
/** Readings lag by the polling of the adapter. */
const resetSlackSeconds = 10

/** The states of a machine of the NIST test bed over the window, by the default rules. */
export function nistStates(signals: Signals, window: Interval): StateInterval[] {
  const find = (names: readonly string[]): string | undefined => names.find((name) => name in signals)
  const execution = find(executionNames) ?? 'execution'
  const bound = bindTags(mtconnectRules, {
    EXECUTION: execution,
    CONTROLLER_MODE: find(modeNames) ?? 'CONTROLLER_MODE',
    EMERGENCY_STOP: find(emergencyStopNames) ?? 'EMERGENCY_STOP',
  })
  const rules = { ...bound, silenceMicrosMax, aliveTags: Object.keys(signals) }
  return statesFromSignals(rules, signals, window)
}

/** Sets the states of one machine-day beside the controller's counters. */
export function agreementOf(signals: Signals, window: Interval): Agreement {
  const states = nistStates(signals, window)
  const seconds = (wanted: (state: StateInterval) => boolean): number =>
    states.filter(wanted).reduce((sum, state) => sum + (state.toMicros - state.fromMicros), 0) / 1e6
  const compare = (names: readonly string[]): Comparison | null => {
    const tag = names.find((name) => signals[name]?.some((point) => point.quality === 'good'))
    return tag === undefined ? null : comparisonOf(tag, signals, states, window)
  }
  return {
    knownSeconds: seconds((state) => state.state !== 'unknown'),
    productionSeconds: seconds((state) => state.state === 'production'),
    heldSeconds: seconds((state) => state.state === 'delay'),
    manualSeconds: seconds((state) => state.state === 'setup'),
    cycleSeconds: seconds(inCycle),
    auto: compare(autoNames),
    cut: compare(cutNames),
  }
}

/** Walks counter and states together: O(readings + states). */
function comparisonOf(
  tag: string,
  signals: Signals,
  states: readonly StateInterval[],
  window: Interval,
): Comparison {
  const sum = {
    tag,
    counterSeconds: 0,
    cycleSeconds: 0,
    productionSeconds: 0,
    heldSeconds: 0,
    silentSeconds: 0,
    impossibleSeconds: 0,
  }
  let at = 0
  for (const increment of incrementsOf(signals[tag]!, { tornMicrosMax })) {
    if (increment.sinceMicros < window.fromMicros || increment.timeMicros > window.toMicros) continue
    while (states[at]!.toMicros <= increment.sinceMicros) at += 1
    const elapsedSeconds = (increment.timeMicros - increment.sinceMicros) / 1e6
    if (increment.reset && increment.quantity > elapsedSeconds + resetSlackSeconds) {
      sum.impossibleSeconds += increment.quantity
      continue
    }
    const part = { known: true, cycle: 0, production: 0, held: 0 }
    for (
      let index = at;
      index < states.length && states[index]!.fromMicros < increment.timeMicros;
      index += 1
    ) {
      const state = states[index]!
      const seconds =
        (Math.min(state.toMicros, increment.timeMicros) - Math.max(state.fromMicros, increment.sinceMicros)) /
        1e6
      if (state.state === 'unknown') part.known = false
      if (inCycle(state)) part.cycle += seconds
      if (state.state === 'production') part.production += seconds
      if (state.state === 'delay') part.held += seconds
    }
    if (!part.known) {
      sum.silentSeconds += increment.quantity
      continue
    }
    sum.counterSeconds += increment.quantity
    sum.cycleSeconds += part.cycle
    sum.productionSeconds += part.production
    sum.heldSeconds += part.held
  }
  return sum
}

function inCycle(state: StateInterval): boolean {
  return inCycleReasons.includes(state.reason ?? '')
}
