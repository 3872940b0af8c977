const utf8 = new TextEncoder()

/** Writes the wire format of Protocol Buffers into bytes that grow. */
export class Writer {
  #bytes = new Uint8Array(256)
  #view = new DataView(this.#bytes.buffer)
  #at = 0

  /** Field number × 8 + wire type. */
  key(key: number): this {
    return this.whole(key)
  }

  /** A varint; of a negative number its two's complement in 64 bits. */
  whole(value: number | bigint): this {
    this.#room(10)
    if (typeof value === 'number' && value >= 0) this.#varint(value)
    else {
      let rest = BigInt.asUintN(64, BigInt(value))
      while (rest > 127n) {
        this.#bytes[this.#at++] = Number(rest & 127n) | 128
        rest >>= 7n
      }
      this.#bytes[this.#at++] = Number(rest)
    }
    return this
  }

  bool(value: boolean): this {
    return this.whole(value ? 1 : 0)
  }

  float(value: number): this {
    this.#room(4)
    this.#view.setFloat32(this.#at, value, true)
    this.#at += 4
    return this
  }

  double(value: number): this {
    this.#room(8)
    this.#view.setFloat64(this.#at, value, true)
    this.#at += 8
    return this
  }

  text(value: string): this {
    return this.bytes(utf8.encode(value))
  }

  bytes(value: Uint8Array): this {
    this.whole(value.length)
    this.#room(value.length)
    this.#bytes.set(value, this.#at)
    this.#at += value.length
    return this
  }

  /** A message within the message; its length is known only after it is written. */
  message(write: (writer: Writer) => void): this {
    this.#room(1)
    const start = ++this.#at
    write(this)
    const size = this.#at - start
    const extra = size < 0x80 ? 0 : size < 0x4000 ? 1 : size < 0x200000 ? 2 : 3
    if (size >= 0x10000000) throw new RangeError('a message of 256 MiB or more')
    this.#room(extra)
    this.#bytes.copyWithin(start + extra, start, this.#at)
    this.#at = start - 1
    this.#varint(size)
    this.#at += size
    return this
  }

  /** What was written, in memory of its own. */
  done(): Uint8Array {
    return this.#bytes.slice(0, this.#at)
  }

  #varint(value: number): void {
    let rest = value
    while (rest > 127) {
      this.#bytes[this.#at++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    this.#bytes[this.#at++] = rest
  }

  #room(size: number): void {
    if (this.#at + size <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + size))
    grown.set(this.#bytes)
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}
