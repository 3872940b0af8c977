import { codeFiles, type House, isBench, isTest, type Rule, type SourceFile } from '../house.ts'
import { syntaxOf } from '../syntax.ts'

const wanted: Readonly<Record<string, number>> = { engine: 2, module: 0.8 }

export type Ratio = {
  folder: string
  path: string
  code: number
  pages: number
  tests: number
  wanted: number
}

/** Engines have two lines of test a line of code, rooms eight lines of test ten lines of server code. */
export const testRatio: Rule = {
  name: 'test-ratio',
  why: 'The part that is least tested is the one that breaks; pages are tested in a browser, apart.',
  check(house) {
    return ratios(house)
      .filter(({ code, tests, wanted }) => tests < code * wanted)
      .map(({ path, folder, code, tests, wanted }) => ({
        path,
        line: 1,
        message: `${tests} lines of test for ${code} of code in ${folder}, at least ${wanted} a line`,
      }))
  },
}

/** Lines of code, pages and tests of every engine and room; blank lines and comments count nowhere. */
export function ratios(house: House): Ratio[] {
  return house.packages.flatMap(({ kind, folder, path }) => {
    const least = wanted[kind]
    if (least === undefined) return []
    const files = codeFiles(house).filter((file) => file.path.startsWith(`${folder}/`) && !isBench(file.path))
    const tests = files.filter((file) => isTest(file.path))
    const pages = files.filter((file) => !isTest(file.path) && file.path.startsWith(`${folder}/web/`))
    const code = files.filter((file) => !isTest(file.path) && !pages.includes(file))
    return [{ folder, path, code: sum(code), pages: sum(pages), tests: sum(tests), wanted: least }]
  })
}

function sum(files: readonly SourceFile[]): number {
  return files.reduce((total, file) => total + linesOfCode(file), 0)
}

function linesOfCode(file: SourceFile): number {
  const syntax = syntaxOf(file)
  const inComments = new Set<number>()
  for (const { start, end } of syntax.comments) {
    for (let line = syntax.line(start); line <= syntax.line(end); line += 1) inComments.add(line)
  }
  return file.lines.filter((text, index) => {
    if (text.trim() === '') return false
    return !inComments.has(index + 1) || !/^\s*(\/\/|\/\*|\*)/.test(text)
  }).length
}
