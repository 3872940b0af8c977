import type { FieldFault } from '@ronghe/kit/errors'
import type { ModbusTag } from '../../schema.ts'
import { widthOf } from './values.ts'

const addressesMax = 65_536

/** Rules that join several settings of a tag; each setting is already right by itself. */
export function modbusTagFaults(tag: ModbusTag, field: string): FieldFault[] {
  const faults: FieldFault[] = []
  const say = (name: string, rule: string, values?: FieldFault['values']) =>
    faults.push({ field: `${field}.${name}`, rule, ...(values ? { values } : {}) })
  const isBit = tag.table === 'coil' || tag.table === 'discrete'
  const isNumber = tag.encoding !== 'bool' && tag.encoding !== 'text'
  if (isBit && tag.encoding !== 'bool') say('encoding', 'edge.config.oneOf', { values: 'bool' })
  if (tag.encoding === 'text' && tag.length === undefined) say('length', 'edge.config.required')
  if (tag.bit !== undefined && (isBit || tag.encoding !== 'bool')) say('bit', 'edge.config.modbusBit')
  if (tag.scale === 0) say('scale', 'edge.config.notZero')
  if (!isNumber && tag.deadband !== undefined) say('deadband', 'edge.config.deadbandType')
  if (tag.writable && (tag.table === 'input' || tag.table === 'discrete'))
    say('writable', 'edge.config.modbusReadOnly')
  if (tag.writable && !isBit && tag.encoding === 'bool') say('writable', 'edge.config.modbusBitWrite')
  if (tag.writeMin !== undefined && tag.writeMax !== undefined && tag.writeMin > tag.writeMax) {
    say('writeMin', 'edge.config.above', { other: 'writeMax' })
  }
  if (tag.address + widthOf(tag) > addressesMax) {
    say('address', 'edge.config.maximum', { limit: addressesMax - widthOf(tag) })
  }
  return faults
}
