/** Linter, text, the code of its fault, and the text with the faulty characters in stars. */
export type LinterVector = readonly [string, string, string | null, string | null]
