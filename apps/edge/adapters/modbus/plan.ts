import type { ModbusTag } from '../../schema.ts'
import { widthOf } from './values.ts'

export type Table = ModbusTag['table']
/** One read: `length` registers (or bits) from `address` on, and the tags inside. */
export type Block = { table: Table; address: number; length: number; tags: readonly ModbusTag[] }

export type BlockBounds = {
  /** Registers (or bits) between two tags that are read over so that one request serves both. */
  gapMax: number
  /** Registers of a request; bits of a request are sixteen times as many (standard: 125 and 2000). */
  lengthMax: number
}

/** Few reads that bring every tag, each inside one read, tables apart. */
export function blocksOf(tags: readonly ModbusTag[], bounds: BlockBounds): Block[] {
  const blocks: { table: Table; address: number; length: number; tags: ModbusTag[] }[] = []
  const sorted = tags.toSorted(
    (left, right) => left.table.localeCompare(right.table) || left.address - right.address,
  )
  for (const tag of sorted) {
    const width = widthOf(tag)
    const block = blocks.at(-1)
    const isBit = tag.table === 'coil' || tag.table === 'discrete'
    const lengthMax = isBit ? bounds.lengthMax * 16 : bounds.lengthMax
    if (block && block.table === tag.table) {
      const gap = tag.address - (block.address + block.length)
      const length = Math.max(block.length, tag.address + width - block.address)
      if (gap <= bounds.gapMax && length <= lengthMax) {
        block.length = length
        block.tags.push(tag)
        continue
      }
    }
    blocks.push({ table: tag.table, address: tag.address, length: width, tags: [tag] })
  }
  return blocks
}

/** A read that the device refuses, as one read for each of its tags. */
export function apart(block: Block): Block[] {
  const { table } = block
  return block.tags.map((tag) => ({ table, address: tag.address, length: widthOf(tag), tags: [tag] }))
}
