import { makeEUInformation } from 'node-opcua'
import type { DataItem } from '../mtconnect/model.ts'

/** UN/CEFACT Recommendation 20 code, symbol and name of the MTConnect units of the recordings. */
const units: Record<string, readonly [code: string, symbol: string, name: string]> = {
  MILLIMETER: ['MMT', 'mm', 'millimetre'],
  'MILLIMETER/SECOND': ['C16', 'mm/s', 'millimetre per second'],
  PERCENT: ['P1', '%', 'percent'],
  CELSIUS: ['CEL', '°C', 'degree Celsius'],
  DEGREE: ['DD', '°', 'degree'],
  'DEGREE/SECOND': ['E96', '°/s', 'degree per second'],
  'REVOLUTION/MINUTE': ['RPM', 'r/min', 'revolutions per minute'],
  SECOND: ['SEC', 's', 'second'],
}

/** Engineering unit of a data item (OPC 10000-8, 5.6.3), or null where there is none. */
export function unitOf(item: DataItem): ReturnType<typeof makeEUInformation> | null {
  // ACCUMULATED_TIME is in seconds also where the device model does not say so (MTConnect Part 2).
  const unit = units[item.units] ?? (item.type === 'ACCUMULATED_TIME' ? units.SECOND : undefined)
  return unit === undefined ? null : makeEUInformation(...unit)
}

/** Events that count or number something. */
const wholeNumbers = new Set([
  'LINE',
  'PART_COUNT',
  'TOOL_NUMBER',
  'x:UNIT',
  'x:SEQUENCE_NUMBER',
  'x:TOOL_GROUP',
])

export type ValueKind = 'number' | 'whole' | 'text'

/** How a data item's value is typed: Double, Int32 or String. A condition is its recorded parts, as text. */
export function kindOf(item: DataItem): ValueKind {
  if (item.category === 'CONDITION') return 'text'
  if (item.category === 'SAMPLE') return item.units.endsWith('_3D') ? 'text' : 'number'
  if (wholeNumbers.has(item.type)) return 'whole'
  return item.units === '' ? 'text' : 'number'
}
