import type { Rule } from '../house.ts'
import { wordUses } from '../word-uses.ts'
import { blanksOf, sourceTexts } from '../words.ts'

/** Where the values are written out, they are the blanks of the words, no fewer and no more. */
export const wordsFilled: Rule = {
  name: 'words-filled',
  why: 'A blank that nobody fills is shown as `{{name}}`; a value without a blank was meant to be read.',
  check(house) {
    const texts = sourceTexts(house)
    return wordUses(house).flatMap(({ file, line, pieces, values, isOnly }) => {
      const text = pieces.length === 1 ? texts.get(pieces[0] ?? '') : undefined
      if (text === undefined || values === null) return []
      const blanks = blanksOf(text)
      const unfilled = [...blanks].filter((name) => !values.has(name))
      // A plural form is picked by `count`, which the words need not repeat.
      const unread = [...values].filter((name) => isOnly && !blanks.has(name) && name !== 'count')
      return [
        ...unfilled.map((name) => ({
          path: file.path,
          line,
          message: `${pieces[0]}: nobody fills {{${name}}}`,
        })),
        ...unread.map((name) => ({
          path: file.path,
          line,
          message: `${pieces[0]}: the words have no {{${name}}}`,
        })),
      ]
    })
  },
}
