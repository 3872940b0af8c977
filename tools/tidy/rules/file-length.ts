import { isGenerated, type Rule } from '../house.ts'

const linesMax = 400

/** No file of code, style or SQL has more than 400 lines. */
export const fileLength: Rule = {
  name: 'file-length',
  why: 'A file that does not fit in the head is two files; split it by noun.',
  check(house) {
    return house.files
      .filter(({ path }) => /\.(ts|tsx|mts|mjs|js|css|sql|html)$/.test(path) && !isGenerated(path))
      .filter(({ text, lines }) => lines.length - (text.endsWith('\n') ? 1 : 0) > linesMax)
      .map(({ path, lines }) => ({
        path,
        line: linesMax + 1,
        message: `${lines.length} lines, at most ${linesMax}`,
      }))
  },
}
