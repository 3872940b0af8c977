/** What people hand in as papers: PDF, pictures, Office files and archives (both begin as a ZIP does). */
const kinds = [
  { start: '25504446', mediaType: 'application/pdf', ending: 'pdf', isPicture: false },
  { start: '89504e470d0a1a0a', mediaType: 'image/png', ending: 'png', isPicture: true },
  { start: 'ffd8ff', mediaType: 'image/jpeg', ending: 'jpg', isPicture: true },
  { start: '504b0304', mediaType: 'application/zip', ending: 'zip', isPicture: false },
] as const

export type FileKind = { mediaType: string; ending: string; isPicture: boolean }

/** What a file is, told by its first bytes and not by its name; null when it is none of those taken. */
export function fileKind(
  content: Uint8Array,
  taken: readonly (typeof kinds)[number]['ending'][] = kinds.map(({ ending }) => ending),
): FileKind | null {
  const head = Buffer.from(content.subarray(0, 8)).toString('hex')
  return kinds.find(({ start, ending }) => taken.includes(ending) && head.startsWith(start)) ?? null
}

/** What a file is sent as: never what its sender called it, which a browser might run. */
export function mediaTypeOf(content: Uint8Array): string {
  return fileKind(content)?.mediaType ?? 'application/octet-stream'
}

/** Folders of an Office document, and what it may not carry: a program that it would run. */
const officeFolders = ['word/', 'xl/', 'ppt/']
const program = 'vbaProject.bin'

/**
 * The kind of a paper that a stranger hands in: PDF, picture, or an Office document without macros; a bare
 * archive is none of them, since nobody sees what is in it. Names of a ZIP's parts stand uncompressed in it.
 */
export function strangersPaper(content: Uint8Array): FileKind | null {
  const kind = fileKind(content)
  if (kind?.ending !== 'zip') return kind
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  const isOffice =
    text.includes('[Content_Types].xml') && officeFolders.some((folder) => text.includes(folder))
  return isOffice && !text.includes(program) ? kind : null
}
