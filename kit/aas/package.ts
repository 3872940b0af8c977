import { type ArchivePart, unzip, zipOf } from '../archive/index.ts'

const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const origin = 'http://admin-shell.io/aasx/relationships'
const environmentPath = 'aasx/environment.json'
const mediaTypes: Readonly<Record<string, string>> = {
  rels: 'application/vnd.openxmlformats-package.relationships+xml',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
}

export const aasxMediaType = 'application/asset-administration-shell-package'

/** An AASX package (IDTA 01005; OPC, ISO/IEC 29500-2) around an environment in JSON and its files. */
export function aasxOf(environment: unknown, files: readonly ArchivePart[] = []): Buffer {
  const text = (name: string, content: string): ArchivePart => ({
    name,
    content: Buffer.from(content, 'utf8'),
  })
  const xml = '<?xml version="1.0" encoding="UTF-8"?>'
  const relation = (type: string, target: string, at = 1) =>
    `<Relationship Type="${origin}/${type}" Target="${target}" Id="r${at}"/>`
  const related = (...some: string[]) =>
    `${xml}<Relationships xmlns="${relations}">${some.join('')}</Relationships>`
  const kinds = Object.entries(mediaTypes).map(
    ([extension, type]) => `<Default Extension="${extension}" ContentType="${type}"/>`,
  )
  const schema = 'http://schemas.openxmlformats.org/package/2006/content-types'
  const override = '<Override PartName="/aasx/aasx-origin" ContentType="text/plain"/>'
  const supplements = files.map(({ name }, at) => relation('aas-suppl', `/${name}`, at + 1))
  return zipOf([
    text('[Content_Types].xml', `${xml}<Types xmlns="${schema}">${kinds.join('')}${override}</Types>`),
    text('_rels/.rels', related(relation('aasx-origin', '/aasx/aasx-origin'))),
    text('aasx/aasx-origin', 'Intentionally empty.'),
    text('aasx/_rels/aasx-origin.rels', related(relation('aas-spec', `/${environmentPath}`))),
    text(environmentPath, JSON.stringify(environment, null, 2)),
    ...(files.length > 0 ? [text('aasx/_rels/environment.json.rels', related(...supplements))] : []),
    ...files,
  ])
}

export type Aas = {
  environment: unknown
  /** Files of a package by their path without the first slash. */
  files: ReadonlyMap<string, Buffer>
}

/** Why a file is no AAS environment that is read here. */
export class UnreadableAas extends RangeError {
  readonly why: 'unreadable' | 'xml'
  constructor(why: 'unreadable' | 'xml') {
    super(why)
    this.why = why
  }
}

/**
 * An environment from JSON, or from a package by its relationships.
 *
 * @throws UnreadableAas `xml` for a package whose environment is XML only, else `unreadable`.
 */
export function readAas(content: Buffer): Aas {
  const isPackage = content.toString('latin1', 0, 2) === 'PK'
  try {
    if (!isPackage) return { environment: JSON.parse(content.toString('utf8')), files: new Map() }
    return readPackage(new Map(unzip(content).map((part) => [part.name.replace(/^\//, ''), part.content])))
  } catch (error) {
    throw error instanceof UnreadableAas ? error : new UnreadableAas('unreadable')
  }
}

function readPackage(files: ReadonlyMap<string, Buffer>): Aas {
  const [start] = targetsOf(files, '_rels/.rels', 'aasx-origin')
  if (!start) throw new UnreadableAas('unreadable')
  const [, folder = '', name = ''] = /^(.*\/)?([^/]+)$/.exec(start) ?? []
  const specs = targetsOf(files, `${folder}_rels/${name}.rels`, 'aas-spec')
  const json = specs.find((one) => one.endsWith('.json'))
  const content = json === undefined ? undefined : files.get(json)
  if (!content) throw new UnreadableAas(specs.length > 0 ? 'xml' : 'unreadable')
  return { environment: JSON.parse(content.toString('utf8').replace(/^\uFEFF/, '')), files }
}

/** Where relationships of a kind lead; old packages write the address of the kind with www. */
function targetsOf(files: ReadonlyMap<string, Buffer>, path: string, kind: string): string[] {
  const xml = files.get(path)?.toString('utf8') ?? ''
  const base = path.replace(/_rels\/[^/]*$/, '')
  return [...xml.matchAll(/<(?:\w+:)?Relationship\s([^>]*)>/g)].flatMap(([, attributes = '']) => {
    const read = (name: string) => new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1]
    const target = read('Target')
    if (!target || !read('Type')?.endsWith(`/aasx/relationships/${kind}`)) return []
    return [target.startsWith('/') ? target.slice(1) : `${base}${target}`]
  })
}
