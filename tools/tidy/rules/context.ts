import { codeFiles, type Finding, isProduct, type Rule, type SourceFile } from '../house.ts'
import { child, children, dottedName, finding, nameOf, syntaxOf } from '../syntax.ts'

const refused = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'process.hrtime',
  'process.hrtime.bigint',
  'crypto.randomUUID',
  'crypto.getRandomValues',
  'crypto.randomBytes',
])
const refusedImports = new Set([
  'randomUUID',
  'randomBytes',
  'randomInt',
  'getRandomValues',
  'randomFillSync',
])

/** Engines and rooms take time, ids and randomness from the context. */
export const context: Rule = {
  name: 'context',
  why: 'A test can hold the clock still, and a run can be repeated byte for byte.',
  check(house) {
    return codeFiles(house)
      .filter(({ path }) => isProduct(path) && /^(engines|modules)\//.test(path))
      .flatMap((file) => [...clocks(file), ...imported(file)])
  },
}

function clocks(file: SourceFile): Finding[] {
  const syntax = syntaxOf(file)
  const calls = syntax.nodes('CallExpression').flatMap((node) => {
    const name = dottedName(child(node, 'callee'))?.replace(/^globalThis\./, '')
    const isRefused = name !== undefined && (refused.has(name) || name === 'Date')
    return isRefused ? [finding(file, node, `${name}(): the context has it`)] : []
  })
  const dates = syntax
    .nodes('NewExpression')
    .filter((node) => nameOf(child(node, 'callee')) === 'Date' && children(node, 'arguments').length === 0)
    .map((node) => finding(file, node, 'new Date(): the context has the time'))
  return [...calls, ...dates]
}

function imported(file: SourceFile): Finding[] {
  return syntaxOf(file)
    .nodes('ImportSpecifier')
    .filter((node) => refusedImports.has(nameOf(child(node, 'imported')) ?? ''))
    .map((node) => finding(file, node, `${nameOf(child(node, 'imported'))}: the context has it`))
}
