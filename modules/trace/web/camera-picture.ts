import address from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { decodeIn } from './decode.ts'

const sideMax = 1600

/** The text of the code in a picture, null where there is none; throws where it is no picture. */
export async function decodeFile(file: Blob): Promise<string | null> {
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, sideMax / Math.max(picture.width, picture.height))
  return decodeDrawn(picture, Math.round(picture.width * scale), Math.round(picture.height * scale))
}

/** The text of the code in whatever can be drawn. */
export async function decodeDrawn(
  source: CanvasImageSource,
  width: number,
  height: number,
): Promise<string | null> {
  if (width === 0 || height === 0) return null
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return null
  context.drawImage(source, 0, 0, width, height)
  return decodeIn(context.getImageData(0, 0, width, height), { locateFile: () => address })
}
