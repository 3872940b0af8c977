import { codeFiles, type Finding, type Rule, type SourceFile } from '../house.ts'
import { child, children, finding, nameOf, syntaxOf } from '../syntax.ts'

/** Vite's configuration, and a reporter of Node's test runner. */
const demandedByTools = /(\.config|(^|\/)reporter)\.(ts|mts|mjs)$/

/** Named exports only, but for the files in which a tool looks for `default`. */
export const defaultExport: Rule = {
  name: 'default-export',
  why: 'A thing has the same name wherever it is used.',
  check(house) {
    return codeFiles(house)
      .filter(({ path }) => !demandedByTools.test(path))
      .flatMap((file) => [...declared(file), ...renamed(file)])
  },
}

const message = 'a default export: export it by its name'

function declared(file: SourceFile): Finding[] {
  return syntaxOf(file)
    .nodes('ExportDefaultDeclaration')
    .map((node) => finding(file, node, message))
}

function renamed(file: SourceFile): Finding[] {
  return syntaxOf(file)
    .nodes('ExportNamedDeclaration')
    .filter((node) =>
      children(node, 'specifiers').some((one) => nameOf(child(one, 'exported')) === 'default'),
    )
    .map((node) => finding(file, node, message))
}
