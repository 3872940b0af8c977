import { codeFiles, type Rule } from '../house.ts'
import { child, finding, type Node, nameOf, type Syntax, syntaxOf } from '../syntax.ts'

const linesMax = 70
const groupings = new Set(['describe', 'suite'])

/** No function has more than 70 lines; a `describe` is a chapter, not a function. */
export const functionLength: Rule = {
  name: 'function-length',
  why: 'A function that fits on one screen is read once and understood.',
  check(house) {
    return codeFiles(house).flatMap((file) => {
      const syntax = syntaxOf(file)
      return syntax
        .nodes('FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression')
        .map((node) => ({ node, lines: syntax.line(node.end) - syntax.line(node.start) + 1 }))
        .filter(({ node, lines }) => lines > linesMax && !isChapter(syntax, node))
        .map(({ node, lines }) => finding(file, node, `${lines} lines, at most ${linesMax}`))
    })
  },
}

function isChapter(syntax: Syntax, node: Node): boolean {
  const call = syntax.parent(node)
  return call?.type === 'CallExpression' && groupings.has(nameOf(child(call, 'callee')) ?? '')
}
