import type { Rule } from '../house.ts'

const refused = new Set([
  'src',
  'lib',
  'libs',
  'common',
  'utils',
  'util',
  'helpers',
  'types',
  'dist',
  'misc',
  'shared',
])

/** No folder whose name says nothing about what lies in it. */
export const folderNames: Rule = {
  name: 'folder-names',
  why: 'A newcomer guesses where a thing lives; `utils` answers no question.',
  check(house) {
    const first = new Map<string, string>()
    for (const { path } of house.files) {
      const folders = path.split('/').slice(0, -1)
      const index = folders.findIndex((name) => refused.has(name))
      if (index < 0) continue
      const folder = folders.slice(0, index + 1).join('/')
      if (!first.has(folder)) first.set(folder, path)
    }
    return [...first].map(([folder, path]) => ({
      path,
      line: 1,
      message: `folder ${folder}: name it by its content`,
    }))
  },
}
