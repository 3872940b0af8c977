/** An event as the standard's queries answer it; only what connects things. */
export type Captured = {
  type: string
  eventTime: string
  recordTime: string
  action?: string
  parentID?: string
  epcList?: string[]
  childEPCs?: string[]
  inputEPCList?: string[]
  outputEPCList?: string[]
  inputQuantityList?: { epcClass: string }[]
  outputQuantityList?: { epcClass: string }[]
}

/**
 * What a finding concerns, by walking over every event again and again until nothing comes to it: what was
 * made of it, and what holds something of that now. Ids are digital links.
 */
export function naiveRecall(events: readonly Captured[], finding: string): string[] {
  const sorted = events.toSorted((one, other) => one.eventTime.localeCompare(other.eventTime))
  const affected = new Map<string, string>([[finding, '']])
  const holding = new Set<string>()
  for (let before = -1; before !== affected.size + holding.size; ) {
    before = affected.size + holding.size
    for (const event of sorted) {
      const since = inputsOf(event)
        .flatMap((id) => affected.get(id) ?? [])
        .toSorted()[0]
      if (since === undefined || event.eventTime < since) continue
      for (const id of outputsOf(event)) if (!affected.has(id)) affected.set(id, event.eventTime)
    }
    for (const [child, parent] of insideNow(sorted)) {
      if (affected.has(child) || holding.has(child)) holding.add(parent)
    }
  }
  return [...affected.keys(), ...holding].toSorted()
}

function inputsOf({ inputEPCList = [], inputQuantityList = [] }: Captured): string[] {
  return [...inputEPCList, ...inputQuantityList.map(({ epcClass }) => epcClass)]
}

function outputsOf({ outputEPCList = [], outputQuantityList = [] }: Captured): string[] {
  return [...outputEPCList, ...outputQuantityList.map(({ epcClass }) => epcClass)]
}

/** Pairs of a thing and what it lies in after the last event. */
function insideNow(sorted: readonly Captured[]): [string, string][] {
  const inside = new Map<string, [string, string]>()
  for (const { type, action, parentID, childEPCs = [] } of sorted) {
    if (type !== 'AggregationEvent' || parentID === undefined) continue
    for (const child of childEPCs) {
      if (action === 'DELETE') inside.delete(`${child} ${parentID}`)
      else inside.set(`${child} ${parentID}`, [child, parentID])
    }
    if (action !== 'DELETE' || childEPCs.length > 0) continue
    for (const [key, [, parent]] of inside) if (parent === parentID) inside.delete(key)
  }
  return [...inside.values()]
}
