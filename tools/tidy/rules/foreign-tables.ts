import { codeFiles, type House, type Rule } from '../house.ts'
import { tablesIn } from '../sql-tables.ts'
import { sqlTexts } from '../sql-texts.ts'

/**
 * The SQL of a room names its own tables `<module>_*` and those of the kit; the kit names only its own. A
 * foreign key to a neighbour's rows is no reading and no writing (decision 0004).
 */
export const foreignTables: Rule = {
  name: 'foreign-tables',
  why: 'A table that two rooms write has no owner; a neighbour is read through its contract.',
  check(house) {
    return sqlOf(house).flatMap(({ path, line, text }) => {
      const owner = /^(?:modules\/([^/]+)|kit)\//.exec(path)
      const own = owner?.[1] ?? 'kit'
      return tablesIn(text)
        .filter(({ isReference }) => !isReference || own === 'kit')
        .filter(({ name }) => !name.startsWith(`${own}_`) && !/^(kit|pg)_/.test(name))
        .map(({ name, offset }) => ({
          path,
          line: line + text.slice(0, offset).split('\n').length - 1,
          message: `table ${name} does not belong to ${own}`,
        }))
    })
  },
}

/** SQL files of rooms and kit, and SQL in the code of rooms and of the kit's PostgreSQL parts. */
function sqlOf(house: House): { path: string; line: number; text: string }[] {
  const files = house.files
    .filter(({ path }) => /^(modules\/[^/]+|kit)\/(.+\/)?[^/]+\.sql$/.test(path))
    .map(({ path, text }) => ({ path, line: 1, text }))
  const code = codeFiles(house)
    .filter(({ path }) => /^(modules\/|kit\/(db|bus)\/)/.test(path) && !/^kit\/.*\.test\.ts$/.test(path))
    .flatMap((file) => sqlTexts(file).map(({ line, text }) => ({ path: file.path, line, text })))
  return [...files, ...code]
}
