import { inflateSync } from 'node:zlib'

/** Texts of a PDF as a reader takes them out: glyphs through the maps that the fonts bring (ISO 32000). */
export function pdfText(file: Buffer): { text: string; pages: number } {
  const streams = [...streamsOf(file)]
  const maps = streams.filter((stream) => stream.includes('begincmap')).map(glyphMap)
  const glyphs = new Map(maps.flatMap((map) => [...map]))
  const text = streams
    .filter((stream) => stream.includes(' Tf') && stream.includes('BT'))
    .map((stream) => shownIn(stream, glyphs))
    .join('\n')
  const pages = file.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0
  return { text, pages }
}

function* streamsOf(file: Buffer): Generator<string> {
  const whole = file.toString('latin1')
  for (let at = whole.indexOf('stream\n'); at >= 0; at = whole.indexOf('stream\n', at + 1)) {
    if (whole.slice(at - 3, at) === 'end') continue
    const end = whole.indexOf('\nendstream', at)
    const bytes = file.subarray(at + 7, end)
    try {
      yield inflateSync(bytes).toString('latin1')
    } catch {
      yield bytes.toString('latin1')
    }
  }
}

/** Glyph → text of a ToUnicode map; pdfkit writes ranges of texts, one a glyph. */
function glyphMap(stream: string): Map<string, string> {
  const map = new Map<string, string>()
  for (const [, first = '', list = ''] of stream.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi)) {
    const texts = [...list.matchAll(/<([0-9a-f ]+)>/gi)].map(([, hex = '']) => utf16(hex.replaceAll(' ', '')))
    for (const [at, text] of texts.entries()) {
      map.set((Number.parseInt(first, 16) + at).toString(16).padStart(4, '0'), text)
    }
  }
  return map
}

function utf16(hex: string): string {
  return Buffer.from(hex, 'hex').swap16().toString('utf16le')
}

function shownIn(stream: string, glyphs: ReadonlyMap<string, string>): string {
  return [...stream.matchAll(/\[(.*?)\] TJ/gs)]
    .map(([, inside = '']) => {
      const hex = [...inside.matchAll(/<([0-9a-f]+)>/gi)].map(([, one = '']) => one).join('')
      return (hex.match(/.{4}/g) ?? []).map((glyph) => glyphs.get(glyph.toLowerCase()) ?? '?').join('')
    })
    .join('\n')
}
