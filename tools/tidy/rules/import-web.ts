import { codeFiles, isTest, type Rule } from '../house.ts'
import { importsOf, resolveRelative } from '../imports.ts'

const serverFiles = /\/(module|service|store|policy)(\.ts$|\/)/

/** Inside a room, pages take the contract and the words; the server takes no page. */
export const importWeb: Rule = {
  name: 'import-web',
  why: 'A page that reaches into service or store would carry the server into the browser.',
  check(house) {
    return codeFiles(house).flatMap((file) => {
      const room = /^modules\/[^/]+\//.exec(file.path)?.[0]
      if (!room || isTest(file.path)) return []
      const isPage = isWeb(file.path, room)
      return importsOf(file).flatMap(({ specifier, line }) => {
        const target = specifier.startsWith('.') ? resolveRelative(file.path, specifier) : null
        if (!target?.startsWith(room)) return []
        if (isPage && !isWeb(target, room) && serverFiles.test(target)) {
          return [{ path: file.path, line, message: `${specifier}: a page does not import the server` }]
        }
        if (!isPage && isWeb(target, room)) {
          return [{ path: file.path, line, message: `${specifier}: the server does not import pages` }]
        }
        return []
      })
    })
  },
}

function isWeb(path: string, room: string): boolean {
  return path.slice(room.length).split('/').slice(0, -1).includes('web')
}
