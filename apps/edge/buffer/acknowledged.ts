import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const saveMsMin = 1000

/**
 * The acknowledged offset beside the log. It is saved at most once a second and not forced to the disk: an
 * older one only means that records are sent again, and the receiver drops what it has.
 */
export class AcknowledgedFile {
  offset = 0
  dropped = 0
  readonly #path: string
  readonly #stream: string
  #savedMs = Number.NEGATIVE_INFINITY

  constructor(directory: string, stream: string) {
    this.#path = join(directory, 'acknowledged.json')
    this.#stream = stream
    const saved = read(this.#path)
    if (saved?.stream !== stream) return
    this.offset = saved.offset
    this.dropped = saved.dropped
  }

  move(offset: number): void {
    this.offset = offset
    if (performance.now() - this.#savedMs >= saveMsMin) this.save()
  }

  save(): void {
    const text = JSON.stringify({ stream: this.#stream, offset: this.offset, dropped: this.dropped })
    writeFileSync(`${this.#path}.new`, text)
    renameSync(`${this.#path}.new`, this.#path)
    this.#savedMs = performance.now()
  }
}

function read(path: string): { stream: string; offset: number; dropped: number } | undefined {
  try {
    const saved = JSON.parse(readFileSync(path, 'utf8')) as {
      stream: unknown
      offset: unknown
      dropped: unknown
    }
    if (typeof saved.stream !== 'string' || !Number.isSafeInteger(saved.offset)) return undefined
    return { stream: saved.stream, offset: saved.offset as number, dropped: Number(saved.dropped) || 0 }
  } catch {
    // Missing or torn: everything still in the log counts as unacknowledged.
    return undefined
  }
}
