/**
 * Cuts a `multipart/x-mixed-replace` stream (MTConnect Part 1, 5.5: sample with interval) into the bodies
 * of its parts, however the network has cut the bytes. A part's length comes from its Content-length
 * header; an agent that sends none ends its parts with the next boundary.
 */
export class Multipart {
  readonly #boundary: Buffer
  readonly #bytesMax: number
  #bytes: Buffer = Buffer.alloc(0)

  /** `bytesMax` bounds one part; a longer one throws. */
  constructor(boundary: string, bytesMax: number) {
    this.#boundary = Buffer.from(`--${boundary.replace(/^--/, '')}`)
    this.#bytesMax = bytesMax
  }

  /** Takes bytes in; returns the bodies that are complete now. */
  push(bytes: Uint8Array): Buffer[] {
    this.#bytes = this.#bytes.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#bytes, bytes])
    const bodies: Buffer[] = []
    for (let body = this.#take(); body; body = this.#take()) if (body.length > 0) bodies.push(body)
    if (this.#bytes.length > this.#bytesMax) throw new Error(`part longer than ${this.#bytesMax} bytes`)
    return bodies
  }

  #take(): Buffer | undefined {
    const start = this.#bytes.indexOf(this.#boundary)
    if (start < 0) return undefined
    const headEnd = endOfHead(this.#bytes, start + this.#boundary.length)
    if (!headEnd) return undefined
    const head = this.#bytes.toString('latin1', start + this.#boundary.length, headEnd.from)
    const length = /^content-length:\s*(\d+)/im.exec(head)?.[1]
    const bodyEnd =
      length === undefined ? this.#bytes.indexOf(this.#boundary, headEnd.to) : headEnd.to + Number(length)
    if (bodyEnd < 0 || bodyEnd > this.#bytes.length) return undefined
    const body = this.#bytes.subarray(headEnd.to, bodyEnd)
    this.#bytes = this.#bytes.subarray(bodyEnd)
    return body
  }
}

/**
 * Where a part's header lines end and its body begins; the standard says CR LF, some agents send LF alone.
 */
function endOfHead(bytes: Buffer, from: number): { from: number; to: number } | undefined {
  const strict = bytes.indexOf('\r\n\r\n', from)
  const loose = bytes.indexOf('\n\n', from)
  if (strict >= 0 && (loose < 0 || strict < loose)) return { from: strict, to: strict + 4 }
  return loose >= 0 ? { from: loose, to: loose + 2 } : undefined
}

/** The boundary named in a Content-Type, or undefined when the answer is not multipart. */
export function boundaryOf(contentType: string): string | undefined {
  if (!/^multipart\//i.test(contentType)) return undefined
  return /boundary="?([^";]+)"?/i.exec(contentType)?.[1]
}
