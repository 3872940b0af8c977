import { energyIn, type Flow } from './flow.ts'

type Window = { fromMicros: number; toMicros: number }
export type Demand = { fromMicros: number; kilowatts: number }

/** 最大需量 is settled by the mean power of quarters of an hour. */
export const quarterMicros = 900_000_000

/**
 * The greatest mean power of the whole quarters of an hour in a window, and its first quarter; null where no
 * quarter is covered whole by flows: what is partly known could have been greater.
 */
export function maximumDemand(flows: readonly Flow[], window: Window): Demand | null {
  let best: Demand | null = null
  let first = 0
  let from = Math.ceil(window.fromMicros / quarterMicros) * quarterMicros
  for (; from + quarterMicros <= window.toMicros; from += quarterMicros) {
    const to = from + quarterMicros
    while ((flows[first]?.toMicros ?? Number.POSITIVE_INFINITY) <= from) first++
    let covered = 0
    let energy = 0
    for (let index = first; index < flows.length; index++) {
      const flow = flows[index]
      if (!flow || flow.fromMicros >= to) break
      covered += Math.min(flow.toMicros, to) - Math.max(flow.fromMicros, from)
      energy += energyIn(flow, from, to)
    }
    // Milliwatt hours of a quarter: four of them an hour, a million a kilowatt hour.
    const kilowatts = (energy * 4) / 1_000_000
    if (covered === quarterMicros && (!best || kilowatts > best.kilowatts))
      best = { fromMicros: from, kilowatts }
  }
  return best
}
