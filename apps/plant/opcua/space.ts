import {
  type AddressSpace,
  DataType,
  DataValue,
  type IVariableHistorian,
  type UAObject,
  type UAVariable,
} from 'node-opcua'
import type { Component, Device } from '../mtconnect/model.ts'
import type { Observation } from '../play/playhead.ts'
import { say } from '../words.ts'
import { type History, readHistory, spanOf } from './history.ts'
import { kindOf, unitOf, type ValueKind } from './units.ts'
import { dataTypeOf, readingOf } from './value.ts'

export const namespaceUri = 'urn:ronghe:sample-plant'

/** Lets a machine in the address space show what it observed. */
export type Machine = { observe(observation: Observation): void }

/**
 * Adds a machine below the folder: one object with its identification (property names of OPC 40001-1) and its
 * components as the device model has them, each with its data items. Node ids do not depend on the place:
 * `<device>`, `<device>.<data item name>`, `<device>.Identification.<property>`; components have their
 * model's ids.
 */
export function addMachine(space: AddressSpace, folder: UAObject, device: Device, history: History): Machine {
  const namespace = space.getOwnNamespace()
  const objects: UAObject[] = []
  for (const component of device.components) {
    const parent = objects[component.parent]
    const name = componentName(device, component)
    const object = namespace.addObject({
      browseName: name,
      displayName: parent === undefined ? say('plant.machine', name) : name,
      nodeId: `s=${component.id}`,
      ...(parent === undefined ? { organizedBy: folder } : { componentOf: parent }),
    })
    objects.push(object)
  }
  addIdentification(space, objects[0]!, device)
  const kinds = device.items.map(kindOf)
  const variables = device.items.map((item, index) => {
    const variable = addVariable(space, device, index, objects[item.component]!, kinds[index]!, history)
    addHistory(space, variable, index, kinds[index]!, history)
    return variable
  })
  return {
    observe({ item, timeMicros, text }) {
      const { value, statusCode, sourceTimestamp } = readingOf(kinds[item]!, timeMicros, text)
      variables[item]!.setValueFromSource(value, statusCode, sourceTimestamp)
    },
  }
}

/** The component's name; where a neighbour has the same, its id without the device's name. */
function componentName(device: Device, component: Component): string {
  const same = device.components.filter(
    (other) => other.parent === component.parent && other.name === component.name,
  )
  if (component.name !== '' && same.length === 1) return component.name
  return component.id.replace(`${device.name}-`, '')
}

function addIdentification(space: AddressSpace, machine: UAObject, device: Device): void {
  const namespace = space.getOwnNamespace()
  const folder = namespace.addObject({
    browseName: 'Identification',
    nodeId: `s=${device.name}.Identification`,
    componentOf: machine,
  })
  const properties: Record<string, string> = {
    Manufacturer: device.manufacturer,
    Model: device.model,
    SerialNumber: device.serialNumber,
    ProductInstanceUri: `${namespaceUri}:${device.uuid}`,
    ComponentName: say('plant.machine', device.name),
  }
  for (const [name, value] of Object.entries(properties)) {
    namespace.addVariable({
      propertyOf: folder,
      browseName: name,
      nodeId: `s=${device.name}.Identification.${name}`,
      dataType: DataType.String,
      value: { dataType: DataType.String, value },
    })
  }
}

function addVariable(
  space: AddressSpace,
  device: Device,
  index: number,
  parent: UAObject,
  kind: ValueKind,
  history: History,
): UAVariable {
  const namespace = space.getOwnNamespace()
  const item = device.items[index]!
  const name = item.name === '' ? item.id : item.name
  const unit = unitOf(item)
  const options = {
    componentOf: parent,
    browseName: name,
    nodeId: `s=${device.name}.${name}`,
    description: [item.category, item.type, item.subType, item.units].filter(Boolean).join(' '),
    dataType: dataTypeOf(kind),
    minimumSamplingInterval: 0,
    accessLevel: 'CurrentRead | HistoryRead',
    userAccessLevel: 'CurrentRead | HistoryRead',
  }
  if (kind !== 'number' || unit === null) return namespace.addVariable(options)
  const engineeringUnitsRange = recordedRange(history, index)
  return namespace.addAnalogDataItem({ ...options, engineeringUnits: unit, engineeringUnitsRange })
}

/**
 * The range of normal operation, EURange (OPC 10000-8, 5.6.2): what the recording shows, and a span at least.
 */
function recordedRange(history: History, item: number): { low: number; high: number } {
  let low = 0
  let high = 1
  history.days.forEach((day, index) => {
    for (const row of history.rows[index]![item]!) {
      const value = Number(day.text[row])
      if (!Number.isFinite(value)) continue
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  })
  return { low, high }
}

/** Makes a variable's history readable; it is played again from the recording and never written. */
function addHistory(
  space: AddressSpace,
  variable: UAVariable,
  item: number,
  kind: ValueKind,
  history: History,
): void {
  const historian: IVariableHistorian = {
    push: () => Promise.resolve(),
    extractDataValues(details, limit, backwards, swapped, callback) {
      const span = spanOf(details, limit, backwards, swapped)
      const observations = readHistory(history, item, span)
      const values = observations.map(({ timeMicros, text }) => {
        const reading = readingOf(kind, timeMicros, text)
        return new DataValue({ ...reading, serverTimestamp: reading.sourceTimestamp })
      })
      callback(null, values)
    },
  }
  space.installHistoricalDataNode(variable, { historian })
}
