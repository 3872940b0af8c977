import { codeFiles, type Rule } from '../house.ts'
import { child, dottedName, finding, syntaxOf } from '../syntax.ts'

/** `extends` only for errors, which the language itself asks for. */
export const inheritance: Rule = {
  name: 'inheritance',
  why: 'What a class does is read in one place; parts are combined by passing them.',
  check(house) {
    return codeFiles(house).flatMap((file) =>
      syntaxOf(file)
        .nodes('ClassDeclaration', 'ClassExpression')
        .filter((node) => child(node, 'superClass') && dottedName(child(node, 'superClass')) !== 'Error')
        .map((node) =>
          finding(file, node, `extends ${dottedName(child(node, 'superClass')) ?? 'an expression'}`),
        ),
    )
  },
}
