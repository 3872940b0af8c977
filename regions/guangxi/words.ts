import type { Words } from './shape.ts'

/** Every { zh, en } found anywhere in a value. */
export function words(value: unknown): Words[] {
  if (typeof value !== 'object' || value === null) return []
  if ('zh' in value && 'en' in value) return [value as Words]
  return Object.values(value).flatMap((inner) => words(inner))
}
