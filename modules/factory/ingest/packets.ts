import type { Socket } from 'node:net'

/**
 * Ends a connection whose packet says that it is larger than `bytesMax`, before it fills the memory: the
 * broker's parser waits for the whole of it. It looks at what the broker reads (MQTT 3.1.1, 2.2.3: a byte of
 * type, then up to four bytes of remaining length). /
 */
export function boundPackets(socket: Socket, bytesMax: number, onTooLarge: (bytes: number) => void): void {
  const read = socket.read.bind(socket)
  const counter = packetCounter()
  socket.read = (size?: number) => {
    const chunk = read(size) as Buffer | null
    const largest = chunk === null ? 0 : counter(chunk)
    if (largest <= bytesMax) return chunk
    onTooLarge(largest)
    socket.destroy()
    return null
  }
}

/** Follows packets over the pieces they come in; answers the largest that a piece began, in bytes. */
export function packetCounter(): (chunk: Uint8Array) => number {
  let left = 0
  let places = 0
  let size = 0

  /** One byte of a header. */
  function header(byte: number): void {
    if (places > 0) size += (byte & 127) * 128 ** (places - 1)
    places++
    if (places === 1 || (byte >= 128 && places <= 5)) return
    // A fifth byte of length is none that the protocol knows.
    left = places > 5 ? Number.POSITIVE_INFINITY : size
    places = 0
    size = 0
  }

  return (chunk) => {
    let largest = 0
    for (let at = 0; at < chunk.length; ) {
      if (left > 0) {
        const taken = Math.min(left, chunk.length - at)
        left -= taken
        at += taken
      } else {
        header(chunk[at++]!)
        if (places === 0) largest = Math.max(largest, left)
      }
    }
    return largest
  }
}
