import { codeFiles, isBench, isTest, type Rule } from '../house.ts'
import { importsOf } from '../imports.ts'
import { manifestOf, splitSpecifier } from '../packages.ts'

/** Every package that a workspace imports stands in its own package.json. */
export const importDeclared: Rule = {
  name: 'import-declared',
  why: 'A package that works only because another workspace installed it breaks when that one changes.',
  check(house) {
    const rootNames = rootDeclared(house.at('package.json')?.text)
    return codeFiles(house).flatMap((file) => {
      const from = house.packageOf(file.path)
      if (!from) return []
      const helps = isTest(file.path) || isBench(file.path) || from.kind === 'tools'
      const declared = new Set(from.dependencies)
      for (const name of helps || isBuildFile(file.path) ? [...from.devDependencies, ...rootNames] : [])
        declared.add(name)
      const implied = file.path.endsWith('.tsx') ? [{ specifier: 'react', line: 1 }] : []
      const found = importsOf(file)
      // What `<a />` is compiled to imports react, whether the file names it or not.
      const named = found.some(({ specifier }) => specifier === 'react')
      return [...found, ...(named ? [] : implied)].flatMap(({ specifier, line }) => {
        const name = splitSpecifier(specifier)?.name
        if (!name || name === from.name || declared.has(name)) return []
        const where = from.devDependencies.includes(name) ? 'is declared for tests only' : 'is not declared'
        return [{ path: file.path, line, message: `${name} ${where} in ${from.path}` }]
      })
    })
  },
}

function isBuildFile(path: string): boolean {
  return /\.config\.(ts|mts|mjs)$/.test(path)
}

/** What the root gives to tests and tools: fast-check, types. */
function rootDeclared(text: string | undefined): string[] {
  if (text === undefined) return []
  const manifest = manifestOf({ path: 'package.json', text, lines: [] })
  const given = manifest?.devDependencies
  return given && typeof given === 'object' ? Object.keys(given) : []
}
