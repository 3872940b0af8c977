import { type ArchivePart, zipOf } from '@ronghe/kit/archive'

const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const origin = 'http://admin-shell.io/aasx/relationships'

/** An AASX package (IDTA 01005; OPC, ISO/IEC 29500-2) around an environment in JSON. */
export function aasxOf(environment: unknown): Buffer {
  const text = (name: string, content: string): ArchivePart => ({
    name,
    content: Buffer.from(content, 'utf8'),
  })
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
