/** Why bytes are no Sparkplug payload. */
export type MalformedCode = 'truncated' | 'varint' | 'wireType' | 'field' | 'utf8' | 'depth' | 'count'

export class Malformed extends Error {
  readonly code: MalformedCode
  readonly at: number

  constructor(code: MalformedCode, at: number) {
    super(`not a Sparkplug payload: ${code} at byte ${at}`)
    this.name = 'Malformed'
    this.code = code
    this.at = at
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads the wire format of Protocol Buffers from a stretch of bytes, and never beyond it. */
export class Reader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  at: number
  end: number

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = 0
    this.end = bytes.length
  }

  fail(code: MalformedCode): Malformed {
    return new Malformed(code, this.at)
  }

  /** Field number and wire type, as they stand in one number. */
  key(): number {
    const key = this.uint32()
    if (key < 8) throw this.fail('field')
    return key
  }

  bool(): boolean {
    return this.whole() !== 0
  }

  /** The low 32 bits of a varint. */
  uint32(): number {
    let result = 0
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.at >= this.end) throw this.fail('truncated')
      const byte = this.#bytes[this.at++]!
      if (shift < 32) result |= (byte & 127) << shift
      if (byte < 128) return result >>> 0
    }
    throw this.fail('varint')
  }

  /** A varint of 64 bits without a sign: a number as far as numbers are exact, else a bigint. */
  whole(): number | bigint {
    let low = 0
    let high = 0
    for (let place = 0; place < 10; place++) {
      if (this.at >= this.end) throw this.fail('truncated')
      const byte = this.#bytes[this.at++]!
      const bits = byte & 127
      if (place < 4) low |= bits << (7 * place)
      else if (place === 4) {
        low |= bits << 28
        high = bits >>> 4
      } else high |= bits << (7 * place - 32)
      if (byte < 128) return joined(low >>> 0, high >>> 0)
    }
    throw this.fail('varint')
  }

  float(): number {
    const at = this.#take(4)
    return this.#view.getFloat32(at, true)
  }

  double(): number {
    const at = this.#take(8)
    return this.#view.getFloat64(at, true)
  }

  bytes(): Uint8Array {
    const size = this.uint32()
    const at = this.#take(size)
    return this.#bytes.subarray(at, at + size)
  }

  text(): string {
    const size = this.uint32()
    const at = this.#take(size)
    let text = ''
    // Names and units are short and mostly ASCII; the decoder's call alone would take longer.
    for (let index = at; index < at + size; index++) {
      const byte = this.#bytes[index]!
      if (byte > 127 || size > 32) return this.#decoded(at, size)
      text += String.fromCharCode(byte)
    }
    return text
  }

  #decoded(at: number, size: number): string {
    try {
      return utf8.decode(this.#bytes.subarray(at, at + size))
    } catch {
      throw new Malformed('utf8', at)
    }
  }

  /** Narrows to the message that begins here; answers the former end, to be set again after it. */
  enter(): number {
    const size = this.uint32()
    const { end } = this
    this.end = this.#take(size) + size
    this.at = this.end - size
    return end
  }

  /** Passes over a field that is not known here. */
  skip(key: number): void {
    const type = key & 7
    if (type === 0) this.whole()
    else if (type === 1) this.#take(8)
    else if (type === 2) this.#take(this.uint32())
    else if (type === 5) this.#take(4)
    else throw this.fail('wireType')
  }

  #take(size: number): number {
    const { at } = this
    if (size > this.end - at) throw this.fail('truncated')
    this.at = at + size
    return at
  }
}

function joined(low: number, high: number): number | bigint {
  if (high === 0) return low
  if (high < 0x200000) return high * 0x100000000 + low
  return (BigInt(high) << 32n) | BigInt(low)
}
