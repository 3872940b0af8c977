/** What a paper may be, told by its first bytes and not by its name: PDF, pictures, Office files. */
const signatures: readonly { start: string; mediaType: string }[] = [
  { start: '25504446', mediaType: 'application/pdf' },
  { start: '89504e470d0a1a0a', mediaType: 'image/png' },
  { start: 'ffd8ff', mediaType: 'image/jpeg' },
  { start: '504b0304', mediaType: 'application/zip' },
]

/** The media type of a file's content, null when it is of no kind that is taken. */
export function fileKind(content: Uint8Array): string | null {
  const head = Buffer.from(content.subarray(0, 8)).toString('hex')
  return signatures.find(({ start }) => head.startsWith(start))?.mediaType ?? null
}
