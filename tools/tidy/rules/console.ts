import { codeFiles, isProduct, type Rule } from '../house.ts'
import { child, dottedName, finding, syntaxOf } from '../syntax.ts'

const entryPoints = /^apps\/[^/]+\/(main|run)\.(ts|mjs)$/

/** Product code writes to the log, never to the console. */
export const consoleOutput: Rule = {
  name: 'console',
  why: 'A line of the log has a level, a time and a request id; a line of the console has none.',
  check(house) {
    return codeFiles(house)
      .filter(({ path }) => isProduct(path) && !entryPoints.test(path))
      .flatMap((file) =>
        syntaxOf(file)
          .nodes('MemberExpression')
          .filter((node) => dottedName(child(node, 'object')) === 'console')
          .map((node) => finding(file, node, `${dottedName(node) ?? 'console'}: use the logger`)),
      )
  },
}
