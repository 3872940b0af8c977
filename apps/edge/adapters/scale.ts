import type { TagType } from '../observation.ts'

/** Number × scale + offset; what is no number stays as it is, and is judged by its type. */
export function scaled(
  tag: { scale?: number | undefined; offset?: number | undefined },
  type: TagType,
  raw: unknown,
): unknown {
  if (type !== 'number' || (tag.scale === undefined && tag.offset === undefined)) return raw
  const number = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw
  return typeof number === 'number' ? number * (tag.scale ?? 1) + (tag.offset ?? 0) : raw
}
