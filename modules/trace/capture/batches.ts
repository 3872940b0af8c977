import type { DocumentFault, Head } from '@ronghe/epcis'
import { eventsOf, type Reading, type Source } from './document.ts'
import { type Packed, pack } from './pack.ts'
import { type PreparedEvent, prepare } from './prepare.ts'

/** So many events go to the database at once, or fewer when they are long. */
const batchEvents = 1000
const batchLength = 4_194_304

/** A part of a document, ready for the database. */
export type Batch = {
  /** How many events were read for it, valid or not. */
  events: number
  invalid: { index: number; faults: readonly DocumentFault[] }[]
  packed: Packed
  /** Where in the document each packed event stands. */
  indexes: number[]
}

/** Reads a scanned document again, event by event, and gives it batch by batch. */
export async function* batchesOf(source: Source, head: Head, reading: Reading): AsyncGenerator<Batch> {
  let prepared: PreparedEvent[] = []
  let indexes: number[] = []
  let invalid: Batch['invalid'] = []
  let length = 0
  const batch = (): Batch => {
    const made = { events: prepared.length + invalid.length, invalid, packed: pack(prepared), indexes }
    prepared = []
    indexes = []
    invalid = []
    length = 0
    return made
  }
  for await (const { index, event, around, faults } of eventsOf(source, head, reading)) {
    if (faults.length > 0) invalid.push({ index, faults })
    else {
      const one = prepare(event, around)
      prepared.push(one)
      indexes.push(index)
      length += one.body.length
    }
    if (prepared.length + invalid.length >= batchEvents || length >= batchLength) yield batch()
  }
  if (prepared.length + invalid.length > 0) yield batch()
}
