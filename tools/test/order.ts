import took from './took.json' with { type: 'json' }

/** Seconds that a file took in a quiet run on two cores; those not noted are short. */
export const seconds: Readonly<Record<string, number>> = took

/**
 * The longest first, so that at the end no long one runs alone (longest processing time first); the short
 * ones by name.
 */
export function inOrder(files: readonly string[]): string[] {
  const of = (file: string) => seconds[file] ?? 0
  return files.toSorted((a, b) => of(b) - of(a) || (a < b ? -1 : 1))
}
