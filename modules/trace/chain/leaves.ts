import { hashBytes } from './merkle.ts'

/** Leaves of a link that is being made, behind one another in one piece of memory that doubles. */
export class Leaves {
  #bytes = Buffer.alloc(hashBytes * 1024)
  #length = 0

  get count(): number {
    return this.#length / hashBytes
  }

  add(leaf: Uint8Array): void {
    if (this.#length === this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, this.#bytes])
    this.#bytes.set(leaf, this.#length)
    this.#length += hashBytes
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }
}
