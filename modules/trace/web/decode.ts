import type { PrepareZXingModuleOptions } from 'zxing-wasm/reader'

/** Pixels of a picture: red, green, blue, alpha, row by row. */
export type Pixels = { data: Uint8ClampedArray<ArrayBuffer>; width: number; height: number }
/** How the reading program's binary is come by: its address, or its bytes. */
export type Binary = NonNullable<PrepareZXingModuleOptions['overrides']>

let reading: Promise<typeof import('zxing-wasm/reader')> | undefined

/** The reading program (ZXing in C++), fetched when the first picture comes. */
async function readerWith(binary: Binary) {
  reading ??= import('zxing-wasm/reader').then((reader) => {
    reader.prepareZXingModule({ overrides: binary })
    return reader
  })
  try {
    return await reading
  } catch (error) {
    reading = undefined
    throw error
  }
}

/**
 * The text of the first QR code or Data Matrix in a picture, null where there is none. GS1 data is given back
 * as scanners say it: `]d2` or `]Q3` in front (ISO/IEC 15424), group separators inside.
 */
export async function decodeIn(pixels: Pixels, binary: Binary): Promise<string | null> {
  const reader = await readerWith(binary)
  const [found] = await reader.readBarcodes(pixels as ImageData, {
    formats: ['QRCode', 'DataMatrix'],
    maxNumberOfSymbols: 1,
    textMode: 'Plain',
  })
  if (!found?.isValid) return null
  const isGs1 = found.contentType === 'GS1'
  return isGs1 ? `${found.symbologyIdentifier}${found.text}` : found.text
}
