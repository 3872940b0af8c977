import { crc32 } from 'node:zlib'

type Part = { name: string; content: Buffer }

const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const origin = 'http://admin-shell.io/aasx/relationships'

/** An AASX package (IDTA 01005; OPC, ISO/IEC 29500-2) around an environment in JSON. */
export function aasxOf(environment: unknown): Buffer {
  const text = (name: string, content: string): Part => ({ name, content: Buffer.from(content, 'utf8') })
  const xml = '<?xml version="1.0" encoding="UTF-8"?>'
  const relation = (type: string, target: string) =>
    [
      `${xml}<Relationships xmlns="${relations}">`,
      `<Relationship Type="${origin}/${type}" Target="${target}" Id="r1"/></Relationships>`,
    ].join('')
  const kinds = [
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="json" ContentType="application/json"/>',
    '<Override PartName="/aasx/aasx-origin" ContentType="text/plain"/>',
  ]
  const schema = 'http://schemas.openxmlformats.org/package/2006/content-types'
  return zipOf([
    text('[Content_Types].xml', `${xml}<Types xmlns="${schema}">${kinds.join('')}</Types>`),
    text('_rels/.rels', relation('aasx-origin', '/aasx/aasx-origin')),
    text('aasx/aasx-origin', 'Intentionally empty.'),
    text('aasx/_rels/aasx-origin.rels', relation('aas-spec', '/aasx/environment.json')),
    text('aasx/environment.json', JSON.stringify(environment, null, 2)),
  ])
}

/** A ZIP archive without compression (APPNOTE 6.3.3): small parts, and any reader takes them. */
function zipOf(parts: readonly Part[]): Buffer {
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
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), shared, path, content)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(at, 10)
    entries.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), shared, rest, path)
    at += 4 + shared.length + path.length + content.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, directory, end])
}
