/** Pixels of a picture: red, green, blue, alpha, row by row. */
export type Pixels = { data: Uint8ClampedArray; width: number; height: number }

/**
 * The text of the first QR code or Data Matrix in a picture, null where there is none. What begins with FNC1
 * is GS1 data, and is given back as scanners say it: `]d2` or `]Q3` in front, group separators inside.
 */
export async function decodeIn({ data, width, height }: Pixels): Promise<string | null> {
  const zxing = await import('@zxing/library')
  const grey = new Uint8ClampedArray(width * height)
  for (let at = 0; at < grey.length; at += 1) {
    const [red = 0, green = 0, blue = 0] = [data[at * 4], data[at * 4 + 1], data[at * 4 + 2]]
    grey[at] = (red * 3 + green * 6 + blue) / 10
  }
  const source = new zxing.RGBLuminanceSource(grey, width, height)
  for (const reader of [new zxing.QRCodeReader(), new zxing.DataMatrixReader()]) {
    try {
      const text = reader.decode(new zxing.BinaryBitmap(new zxing.HybridBinarizer(source))).getText()
      const isGs1 = reader instanceof zxing.DataMatrixReader && text.startsWith('\u001d')
      return isGs1 ? `]d2${text.slice(1)}` : text
    } catch (error) {
      // The library says by an exception that it found nothing.
      if (!(error instanceof zxing.Exception)) throw error
    }
  }
  return null
}
