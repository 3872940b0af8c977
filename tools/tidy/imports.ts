import type { SourceFile } from './house.ts'
import { child, syntaxOf, textOf } from './syntax.ts'

export type Import = { specifier: string; line: number }

/** Everything a file imports, by statement, re-export, `import()` or `import('…')` in a type. */
export function importsOf(file: SourceFile): Import[] {
  const syntax = syntaxOf(file)
  const statements = syntax.nodes(
    'ImportDeclaration',
    'ExportNamedDeclaration',
    'ExportAllDeclaration',
    'ImportExpression',
    'TSImportType',
  )
  const imports: Import[] = []
  for (const node of statements) {
    const specifier = textOf(child(node, 'source'))
    if (specifier !== undefined) imports.push({ specifier, line: syntax.line(node.start) })
  }
  return imports.sort((a, b) => a.line - b.line)
}

/** Where a relative import leads, as a path of the house; null when it leaves the house. */
export function resolveRelative(from: string, specifier: string): string | null {
  const parts = from.split('/').slice(0, -1)
  for (const step of specifier.replace(/\?.*$/, '').split('/')) {
    if (step === '' || step === '.') continue
    if (step !== '..') parts.push(step)
    else if (parts.pop() === undefined) return null
  }
  return parts.join('/')
}
