import { AlarmBody } from '../contract/alarm-shapes.ts'
import { type Field, triggerFields } from './fields.ts'

/** Longest text of each column of the table of definitions; machines and unit are named by their codes. */
export const lengths = {
  ...{ code: 40, name: 120, nameEn: 160, kind: 20, priority: 20 },
  ...{ signal: 120, level: 20, side: 20, limit: 30, deadBand: 30 },
  ...{ perSeconds: 30, windowSeconds: 30, targetSignal: 120, targetValue: 30, silenceSeconds: 30 },
  ...{ command: 120, tolerance: 30, pairs: 1000, when: 2000, values: 500 },
  ...{ onDelaySeconds: 30, offDelaySeconds: 30, mustAcknowledge: 10, latches: 10, groupName: 60 },
  ...{ suppressWhen: 2000, cause: 500, consequence: 500, response: 500, responseMinutes: 30 },
  ...{ equipmentIds: 4000, unitId: 40, maker: 120, model: 120, process: 120 },
} as const
export type SheetColumn = keyof typeof lengths
export const columns = Object.keys(lengths) as SheetColumn[]

export const choices = {
  kind: Object.keys(triggerFields),
  priority: ['critical', 'high', 'medium', 'low'],
  level: ['HH', 'H', 'L', 'LL'],
  side: ['above', 'below', 'either'],
} as const
export type Choice = keyof typeof choices

type Bounds = { type: string; minimum?: number; exclusiveMinimum?: number; maximum?: number }

/** The columns that are numbers, with their bounds as the contract has them. */
export const numbers = Object.fromEntries(
  Object.entries(AlarmBody.properties as unknown as Record<string, Bounds>).filter(
    ([column, { type }]) => type === 'number' && column in lengths,
  ),
) as Readonly<Partial<Record<SheetColumn, Bounds>>>
export const flags = ['mustAcknowledge', 'latches'] as const

export type Named = { machine: (id: string) => string; unit: (id: string) => string }
export type Shown = { choice: (column: Choice, key: string) => string; flag: (is: boolean) => string }

/** One definition as the cells of a row, in the reader's words. */
export function rowOf(code: string, body: AlarmBody, named: Named, shown: Shown): Record<string, string> {
  const cells: Record<string, string> = { code }
  for (const column of columns) {
    const value = body[column as Field]
    if (value === undefined || value === null) continue
    if (column in choices) cells[column] = shown.choice(column as Choice, String(value))
    else if (typeof value === 'boolean') cells[column] = shown.flag(value)
    else if (Array.isArray(value)) cells[column] = value.map(named.machine).join('; ')
    else cells[column] = column === 'unitId' ? named.unit(String(value)) : String(value)
  }
  return cells
}

/** A number as people type it, within the column's bounds; null for what is none. */
export function numberIn(column: SheetColumn, text: string): number | null {
  const value = Number(text.replace(/,/g, '.'))
  if (!/^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i.test(text) || !Number.isFinite(value)) return null
  const { minimum, exclusiveMinimum, maximum } = numbers[column] ?? {}
  if (minimum !== undefined && value < minimum) return null
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return null
  if (maximum !== undefined && value > maximum) return null
  return value
}

/** Codes between semicolons, commas or spaces of either script. */
export function codesIn(text: string): string[] {
  return [...new Set(text.split(/[;,；，、\s]+/).filter((one) => one !== ''))]
}
