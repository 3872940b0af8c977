import { type FileHandle, open } from 'node:fs/promises'

const chunkBytes = 256 * 1024
/** A longer line is no line of a recording. */
const lineBytesMax = 1024 * 1024

export type TailedLine = { text: string; endAt: number }

/** Reads a file line by line from any place on; what is appended later is read later. */
export class Tail {
  readonly #file: FileHandle
  #at: number
  #rest: Buffer = Buffer.alloc(0)

  private constructor(file: FileHandle, at: number) {
    this.#file = file
    this.#at = at
  }

  static async open(path: string): Promise<Tail> {
    return new Tail(await open(path, 'r'), 0)
  }

  /** True when the file is shorter than what was read of it: it was begun anew. */
  async isReplaced(): Promise<boolean> {
    return (await this.#file.stat()).size < this.#at
  }

  seek(at: number): void {
    this.#at = at
    this.#rest = Buffer.alloc(0)
  }

  /** Whole lines that follow; empty at the (present) end. `endAt` is the place behind a line. */
  async next(): Promise<TailedLine[]> {
    const chunk = Buffer.allocUnsafe(chunkBytes)
    const { bytesRead } = await this.#file.read(chunk, 0, chunkBytes, this.#at)
    if (bytesRead === 0) return []
    const begin = this.#at - this.#rest.length
    const bytes = Buffer.concat([this.#rest, chunk.subarray(0, bytesRead)])
    this.#at += bytesRead
    const lines: TailedLine[] = []
    let from = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      const text = bytes.toString('utf8', from, end).replace(/\r$/, '')
      from = end + 1
      lines.push({ text, endAt: begin + from })
    }
    this.#rest = bytes.length - from > lineBytesMax ? Buffer.alloc(0) : Buffer.from(bytes.subarray(from))
    return lines.length > 0 || bytesRead === 0 ? lines : this.next()
  }

  async close(): Promise<void> {
    await this.#file.close()
  }
}
