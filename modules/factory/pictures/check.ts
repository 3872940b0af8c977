import type { Static } from '@ronghe/kit/contract'
import { type Drawing, givenMachine, type Item } from '../contract/picture-shapes.ts'

export type PictureDrawing = Static<typeof Drawing>
export type PictureItem = Static<typeof Item>

/** A field of a drawing and the rule it breaks (a word `factory.pictureRule.<rule>`). */
export type DrawingFault = { field: string; rule: string }

/** What a drawing may name: machines and pictures of its own firm. */
export type Known = { machines: ReadonlySet<string>; pictures: ReadonlySet<string> }

/** Every fault of a drawing beyond its shape. */
export function drawingFaults(drawing: PictureDrawing, known: Known): DrawingFault[] {
  const layers = new Set(drawing.layers.map((layer) => layer.id))
  const faults: DrawingFault[] = twice(drawing.layers, 'layers')
  faults.push(...twice(drawing.items, 'items'))
  for (const [index, item] of drawing.items.entries()) {
    const add = (field: string, rule: string) => faults.push({ field: `items.${index}.${field}`, rule })
    const isMachine = (id: string) => id === givenMachine || known.machines.has(id)
    if (!layers.has(item.layer)) add('layer', 'layerUnknown')
    if (item.binding && !isMachine(item.binding.machine)) add('binding.machine', 'machineUnknown')
    if (item.alarms && !isMachine(item.alarms.machine)) add('alarms.machine', 'machineUnknown')
    if (item.link && !known.pictures.has(item.link.picture)) add('link.picture', 'pictureUnknown')
    if (item.link?.machine && !isMachine(item.link.machine)) add('link.machine', 'machineUnknown')
    if (item.min !== undefined && item.max !== undefined && item.min >= item.max) add('max', 'maxBelowMin')
    for (const [place, range] of (item.ranges ?? []).entries())
      if (range.from !== undefined && range.to !== undefined && range.from > range.to)
        add(`ranges.${place}.to`, 'maxBelowMin')
  }
  return faults
}

function twice(list: readonly { id: string }[], name: string): DrawingFault[] {
  const seen = new Set<string>()
  return list.flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id)
      return []
    }
    return [{ field: `${name}.${index}.id`, rule: 'idTwice' }]
  })
}

/** Machines and pictures that a drawing names. */
export function namedBy(drawing: PictureDrawing): { machines: string[]; pictures: string[] } {
  const machines = new Set<string>()
  const pictures = new Set<string>()
  for (const { binding, alarms, link } of drawing.items) {
    for (const machine of [binding?.machine, alarms?.machine, link?.machine])
      if (machine && machine !== givenMachine) machines.add(machine)
    if (link) pictures.add(link.picture)
  }
  return { machines: [...machines], pictures: [...pictures] }
}

/** Does it draw whatever machine it is opened with? */
export function isTemplate(drawing: PictureDrawing): boolean {
  return drawing.items.some(
    ({ binding, alarms }) => binding?.machine === givenMachine || alarms?.machine === givenMachine,
  )
}

/** The signals of a drawing, with the given machine in the place of the template's. */
export function bindingsOf(
  drawing: PictureDrawing,
  given: string | null,
): { machine: string; tag: string }[] {
  const found = new Map<string, { machine: string; tag: string }>()
  for (const { binding } of drawing.items) {
    const machine = binding?.machine === givenMachine ? given : (binding?.machine ?? null)
    if (!binding || machine === null) continue
    found.set(`${machine} ${binding.tag}`, { machine, tag: binding.tag })
  }
  return [...found.values()]
}

/** Machines whose alarms a drawing shows, with the given machine in the place of the template's. */
export function alarmMachinesOf(drawing: PictureDrawing, given: string | null): string[] {
  const ids = drawing.items.map(({ alarms }) => (alarms?.machine === givenMachine ? given : alarms?.machine))
  return [...new Set(ids.filter((id) => id !== null && id !== undefined))]
}

/** What a new picture begins with. */
export const blankDrawing: PictureDrawing = {
  width: 1280,
  height: 720,
  layers: [{ id: 'main', name: '1' }],
  items: [],
}
