import { codeFiles, type Rule } from '../house.ts'
import { finding, syntaxOf } from '../syntax.ts'

const refused: Readonly<Record<string, string>> = {
  Decorator: 'a decorator: call the function by its name',
  TSEnumDeclaration: 'an enum: write a union of literals',
  TSModuleDeclaration: 'a namespace: a file is one',
  TSParameterProperty: 'a parameter property: declare the field',
  TSImportEqualsDeclaration: '`import =`: write an import statement',
  TSExportAssignment: '`export =`: write a named export',
  TSAnyKeyword: '`any`: say what it is, or `unknown`',
}

/** No decorators, enums, namespaces, parameter properties, `any`; and every file parses. */
export const syntaxRefused: Rule = {
  name: 'syntax-refused',
  why: 'Node runs the files as they are, so only syntax that can be erased; and `any` checks nothing.',
  check(house) {
    return codeFiles(house).flatMap((file) => {
      const syntax = syntaxOf(file)
      const found = Object.entries(refused).flatMap(([type, message]) =>
        syntax
          .nodes(type)
          .filter((node) => !(type === 'TSModuleDeclaration' && node.declare === true))
          .map((node) => finding(file, node, message)),
      )
      const unparsed = syntax.faults.map((message) => ({
        path: file.path,
        line: 1,
        message: `does not parse: ${message}`,
      }))
      return [...found, ...unparsed]
    })
  },
}
