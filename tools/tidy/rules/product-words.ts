import type { Rule } from '../house.ts'

// Written with a character class each, so that this list does not find itself.
const refused: readonly RegExp[] = [
  /\bcl[a]ude\b/i,
  /\banthr[o]pic\b/i,
  /\bchat[g]pt\b|\bopen[a]i\b|\bcopil[o]t\b|\bg[p]t-\d/i,
  /\blanguage m[o]del\b|\bL[L]Ms?\b|\bA[I] (assistant|agent|model|session|helper)\b/i,
  /\bas an a[i]\b|\bsub-?a[g]ents?\b|\bcoding a[g]ents?\b/i,
  /\bB[R]IEF\.md\b|\bDES[I]GN\.md\b|\bissues s[h]ow\b/,
  /(^|[\s'"`(=])\/(w[o]rk|f[a]rm)\//,
  /\/tmp\/t[e]am\b|\/tmp\/b[a]sh_jobs\b/,
  /(^|[\s'"`(=])\/(home|Users)\/[a-z]/,
]

/** The tree speaks of the product, not of the place where it was written. */
export const productWords: Rule = {
  name: 'product-words',
  why: 'A path or a name that only its writer knows helps no reader.',
  check(house) {
    return house.files.flatMap(({ path, lines }) =>
      lines.flatMap((text, index) => {
        const match = refused.map((pattern) => pattern.exec(text)?.[0]).find((found) => found !== undefined)
        return match === undefined ? [] : [{ path, line: index + 1, message: `“${match.trim()}”` }]
      }),
    )
  },
}
