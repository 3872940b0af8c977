import type { Element } from '../ai/elements.ts'
import { escapePath } from '../link/escape.ts'
import type { Link } from '../link/parse.ts'

/**
 * What links may hang on, from the finest to the coarsest: the link itself, then with ever fewer qualifiers,
 * at last the key alone. A serial number names a thing without its lot and variant too, and a lot without the
 * variant, so these stand before what is coarser (RES-10).
 */
export function anchorsOf({ key, qualifiers }: Pick<Link, 'key' | 'qualifiers'>): string[] {
  const found: string[] = []
  const add = (some: readonly Element[]) => {
    const path = [key, ...some].map(({ ai, value }) => `/${ai}/${escapePath(value)}`).join('')
    if (!found.includes(path)) found.push(path)
  }
  for (let length = qualifiers.length; length > 0; length -= 1) {
    add(qualifiers.slice(0, length))
    add(qualifiers.slice(length - 1, length))
  }
  add([])
  return found
}
