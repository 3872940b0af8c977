import { codeFiles, isTest, type Rule } from '../house.ts'
import { sqlTexts } from '../sql-texts.ts'

/** SQL of a room stands in its store; engines, apps and regions have none. */
export const sqlPlace: Rule = {
  name: 'sql-place',
  why: 'Whoever changes a table reads one file a room to know who is touched.',
  check(house) {
    return codeFiles(house)
      .filter(({ path }) => /^(engines|modules|apps|regions)\//.test(path) && !isStore(path))
      .flatMap((file) =>
        sqlTexts(file).map(({ line }) => ({
          path: file.path,
          line,
          message: 'SQL outside of store.ts, store/ and sql/',
        })),
      )
  },
}

/** A test looks into the database, so it may ask; what it asks for is bounded by `foreign-tables`. */
function isStore(path: string): boolean {
  return isTest(path) || /^modules\/[^/]+\/(.+\/)?(store\.ts|store\/.+\.ts)$/.test(path)
}
