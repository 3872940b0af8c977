import { type Position, stale, type TagDefinition } from '../observation.ts'
import type { Entry, Frame, Head, TagMemory, TagRow } from './frames.ts'

type Memory = { timeMicros: number; staleMicros: number }

/** What the log remembers beside its records: tags, where adapters continue, the newest time of every tag. */
export class Table {
  readonly rows: TagRow[] = []
  readonly #byKey = new Map<string, TagRow>()
  readonly #memory = new Map<number, Memory>()
  readonly #positions = new Map<string, Position>()

  /** Takes a frame's news in; a head replaces nothing that is newer because heads come first. */
  apply(frame: Frame): void {
    if ('head' in frame) this.#applyHead(frame.head)
    else if ('tags' in frame) for (const row of frame.tags) this.#addRow(row)
    else this.#applyEntry(frame.entry)
  }

  /** Rows of the definitions, and those among them that are new and must be written to the log. */
  define(device: string, definitions: readonly TagDefinition[]): { rows: TagRow[]; fresh: TagRow[] } {
    const fresh: TagRow[] = []
    const rows = definitions.map((definition) => {
      const known = this.#byKey.get(keyOf(device, definition))
      if (known) return known
      // Alias 0 is left free: protobuf does not distinguish a zero from nothing in every reader.
      const { name, type, unit } = definition
      const row = { id: this.rows.length + 1, device, name, type, unit }
      this.#addRow(row)
      fresh.push(row)
      return row
    })
    return { rows, fresh }
  }

  row(id: number): TagRow | undefined {
    return this.rows[id - 1]
  }

  rowsOf(device: string): TagRow[] {
    return this.rows.filter((row) => row.device === device)
  }

  /** Newest time that the machine itself gave for the tag. */
  timeMicros(id: number): number | undefined {
    const timeMicros = this.#memory.get(id)?.timeMicros
    return timeMicros === 0 ? undefined : timeMicros
  }

  /** Since when the tag is stale by a mark of the edge, or undefined. */
  staleMicros(id: number): number | undefined {
    const staleMicros = this.#memory.get(id)?.staleMicros
    return staleMicros === 0 ? undefined : staleMicros
  }

  position(device: string): Position | undefined {
    return this.#positions.get(device)
  }

  head(stream: string, first: number): Head {
    const memory = [...this.#memory].map(
      ([tag, known]): TagMemory => [tag, known.timeMicros, known.staleMicros],
    )
    return {
      version: 1,
      stream,
      first,
      tags: this.rows,
      memory,
      positions: Object.fromEntries(this.#positions),
    }
  }

  #applyHead(head: Head): void {
    for (const row of head.tags) this.#addRow(row)
    for (const [tag, timeMicros, staleMicros] of head.memory)
      this.#memory.set(tag, { timeMicros, staleMicros })
    for (const [device, position] of Object.entries(head.positions)) this.#positions.set(device, position)
  }

  #applyEntry(entry: Entry): void {
    for (const [tag, timeMicros, , quality] of entry.records) {
      const known = this.#memory.get(tag) ?? { timeMicros: 0, staleMicros: 0 }
      if (!entry.mark) known.timeMicros = Math.max(known.timeMicros, timeMicros)
      else known.staleMicros = quality === stale ? timeMicros : 0
      this.#memory.set(tag, known)
    }
    if (entry.device !== undefined && entry.position) this.#positions.set(entry.device, entry.position)
  }

  #addRow(row: TagRow): void {
    const key = keyOf(row.device, row)
    if (this.#byKey.has(key)) return
    this.#byKey.set(key, row)
    this.rows.push(row)
  }
}

/**
 * A tag that changes its type is another tag; a changed unit alone is not (the newest description is
 * published).
 */
function keyOf(device: string, tag: { name: string; type: string }): string {
  return JSON.stringify([device, tag.name, tag.type])
}
