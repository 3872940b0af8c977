import { readFileSync } from 'node:fs'

/** The bytes of a file beside this one, read at every call. */
export function readBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, import.meta.url)))
}

/**
 * A reader of one JSON file beside this one. The file is read at the first call and kept, so that whoever
 * only asks for the code of the region does not pay for 1,972 trades.
 */
export function fileReader<Shape>(name: string): () => Shape {
  let kept: Shape | undefined
  return () => {
    kept ??= JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as Shape
    return kept
  }
}
