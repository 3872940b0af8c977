import { codeFiles, type Finding, type Rule, type SourceFile } from '../house.ts'
import { child, children, dottedName, finding, type Node, nameOf, syntaxOf } from '../syntax.ts'

const testers = new Set(['test', 'it'])
const asserting = /(^|\.)(assert(\.\w+)*|rejects|throws|deepEqual|equal|expect)$/

/** Every test asserts, in its body or in a helper that it calls; none is singled out by `only`. */
export const testsAssert: Rule = {
  name: 'tests-assert',
  why: 'A test without an assertion passes whatever the code does.',
  check(house) {
    return codeFiles(house)
      .filter(({ path }) => /\.test\.(ts|tsx|mjs)$/.test(path))
      .flatMap((file) => [...silentTests(file), ...singledOut(file)])
  },
}

function silentTests(file: SourceFile): Finding[] {
  const helpers = assertingHelpers(file)
  return syntaxOf(file)
    .nodes('CallExpression')
    .filter((node) => testers.has(dottedName(child(node, 'callee')) ?? ''))
    .flatMap((node) => {
      const body = children(node, 'arguments').find(({ type }) => /Function/.test(type))
      return body && !asserts(file, body, helpers) ? [finding(file, node, 'a test without an assertion')] : []
    })
}

function singledOut(file: SourceFile): Finding[] {
  return syntaxOf(file)
    .nodes('MemberExpression')
    .filter((node) => /^(test|it|describe|suite)\.only$/.test(dottedName(node) ?? ''))
    .map((node) => finding(file, node, `${dottedName(node)} leaves all other tests out`))
}

/** Functions of the file that assert or call one that does, and helpers made for tests. */
function assertingHelpers(file: SourceFile): Set<string> {
  const syntax = syntaxOf(file)
  const helpers = new Set(importedHelpers(file))
  const functions = [...syntax.nodes('FunctionDeclaration'), ...syntax.nodes('VariableDeclarator')].filter(
    (node) => node.type === 'FunctionDeclaration' || /Function/.test(child(node, 'init')?.type ?? ''),
  )
  for (let size = -1; size !== helpers.size; ) {
    size = helpers.size
    for (const node of functions) {
      const name = nameOf(child(node, 'id'))
      if (name && !helpers.has(name) && asserts(file, node, helpers)) helpers.add(name)
    }
  }
  return helpers
}

function importedHelpers(file: SourceFile): string[] {
  return syntaxOf(file)
    .nodes('ImportDeclaration')
    .filter((node) =>
      /^@ronghe\/kit\/test$|\/test\/|\.test\.ts$|\.oracle\.ts$/.test(String(child(node, 'source')?.value)),
    )
    .flatMap((node) => children(node, 'specifiers').map((one) => nameOf(child(one, 'local')) ?? ''))
}

function asserts(file: SourceFile, body: Node, helpers: ReadonlySet<string>): boolean {
  return syntaxOf(file)
    .nodes('CallExpression')
    .filter(({ start, end }) => start >= body.start && end <= body.end)
    .some((node) => {
      const name = dottedName(child(node, 'callee')) ?? nameOf(child(node, 'callee')) ?? ''
      return (
        asserting.test(name) || name.startsWith('assert.') || name.includes('.assert.') || helpers.has(name)
      )
    })
}
