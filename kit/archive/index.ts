import { crc32, inflateRawSync } from 'node:zlib'

export type ArchivePart = { name: string; content: Buffer }

const localHead = 'PK\x03\x04'
const centralHead = 'PK\x01\x02'
const endHead = 'PK\x05\x06'
const endBytes = 22
/** What one part, and all together, may unpack to: more is a trap or a mistake. */
const unpackedBytesMax = 512 * 1024 * 1024

/** A ZIP archive without compression (APPNOTE 6.3.3); the same parts give the same bytes. */
export function zipOf(parts: readonly ArchivePart[]): Buffer {
  const bodies: Buffer[] = []
  const entries: Buffer[] = []
  let at = 0
  for (const { name, content } of parts) {
    const path = Buffer.from(name, 'utf8')
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(20, 0)
    // Names are UTF-8; the date is the format's first day, so that the same facts give the same bytes.
    shared.writeUInt16LE(0x0800, 2)
    shared.writeUInt16LE(0x21, 8)
    shared.writeUInt32LE(crc32(content), 10)
    shared.writeUInt32LE(content.length, 14)
    shared.writeUInt32LE(content.length, 18)
    shared.writeUInt16LE(path.length, 22)
    bodies.push(Buffer.from(localHead, 'latin1'), shared, path, content)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(at, 10)
    entries.push(Buffer.from(`${centralHead}\x14\x00`, 'latin1'), shared, rest, path)
    at += 4 + shared.length + path.length + content.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(endBytes)
  end.write(endHead, 0, 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, directory, end])
}

/**
 * The parts of a ZIP archive, stored or deflated.
 *
 * @throws RangeError for what is no such archive, is damaged, or would unpack beyond all measure.
 */
export function unzip(archive: Buffer, bytesMax = unpackedBytesMax): ArchivePart[] {
  const endAt = archive.lastIndexOf(Buffer.from(endHead, 'latin1'))
  if (endAt < 0 || endAt + endBytes > archive.length) throw new RangeError('no zip archive')
  const count = archive.readUInt16LE(endAt + 10)
  let at = archive.readUInt32LE(endAt + 16)
  let unpacked = 0
  return Array.from({ length: count }, () => {
    if (headAt(archive, at) !== centralHead) throw new RangeError('damaged directory')
    const method = archive.readUInt16LE(at + 10)
    const [packedBytes, bytes] = [archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 24)]
    const nameBytes = archive.readUInt16LE(at + 28)
    const name = archive.toString('utf8', at + 46, at + 46 + nameBytes)
    unpacked += bytes
    if (unpacked > bytesMax) throw new RangeError('unpacks beyond all measure')
    const content = bodyAt(archive, archive.readUInt32LE(at + 42), { method, packedBytes, bytes, name })
    at += 46 + nameBytes + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
    return { name, content }
  })
}

type Entry = { method: number; packedBytes: number; bytes: number; name: string }

function bodyAt(archive: Buffer, at: number, { method, packedBytes, bytes, name }: Entry): Buffer {
  if (headAt(archive, at) !== localHead) throw new RangeError(`damaged part ${name}`)
  const from = at + 30 + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28)
  const packed = archive.subarray(from, from + packedBytes)
  if (packed.length !== packedBytes) throw new RangeError(`part ${name} is cut off`)
  if (method === 0) return Buffer.from(packed)
  if (method !== 8) throw new RangeError(`part ${name} is packed in an unknown way`)
  return inflateRawSync(packed, { maxOutputLength: Math.max(1, bytes) })
}

function headAt(archive: Buffer, at: number): string {
  if (at + 46 > archive.length + endBytes) throw new RangeError('damaged archive')
  return archive.toString('latin1', at, at + 4)
}
