import { codeFiles, type Rule } from '../house.ts'
import { child, children, dottedName, finding, type Node, nameOf, syntaxOf } from '../syntax.ts'

const errors = /(^|\.)(\w*Error|\w*Fault)$/
/** What React calls in a component that catches the errors of its children; there is no function for it. */
const catching = new Set(['getDerivedStateFromError', 'componentDidCatch'])

/** `extends` only where there is no other way: errors, and the component of React that catches them. */
export const inheritance: Rule = {
  name: 'inheritance',
  why: 'What a class does is read in one place; parts are combined by passing them.',
  check(house) {
    return codeFiles(house).flatMap((file) =>
      syntaxOf(file)
        .nodes('ClassDeclaration', 'ClassExpression')
        .filter((node) => child(node, 'superClass') && !isErrorOf(node) && !catchesErrors(node))
        .map((node) =>
          finding(file, node, `extends ${dottedName(child(node, 'superClass')) ?? 'an expression'}`),
        ),
    )
  },
}

function isErrorOf(node: Node): boolean {
  return errors.test(dottedName(child(node, 'superClass')) ?? '')
}

function catchesErrors(node: Node): boolean {
  return children(child(node, 'body'), 'body').some((member) =>
    catching.has(nameOf(child(member, 'key')) ?? ''),
  )
}
