import { codeFiles, type Finding, type House, type Rule, type SourceFile } from '../house.ts'
import { child, children, finding, syntaxOf } from '../syntax.ts'

/** `index.ts` only where package.json names it as a door, and no `export *` anywhere. */
export const barrels: Rule = {
  name: 'barrels',
  why: 'A barrel hides where a thing lives and loads what nobody asked for; a door names its exports.',
  check(house) {
    const doors = new Set(
      house.packages.flatMap(({ folder, doors }) => doorPaths(folder, Object.values(doors))),
    )
    return codeFiles(house).flatMap((file) => [...stars(file), ...closedIndex(house, file, doors)])
  },
}

function doorPaths(folder: string, files: readonly string[]): string[] {
  return files.map((file) => `${folder}/${file.replace(/^\.\//, '')}`)
}

function stars(file: SourceFile): Finding[] {
  return syntaxOf(file)
    .nodes('ExportAllDeclaration')
    .map((node) => finding(file, node, '`export *`: name what the door offers'))
}

function closedIndex(house: House, file: SourceFile, doors: ReadonlySet<string>): Finding[] {
  if (doors.has(file.path)) return []
  if (/(^|\/)index\.(ts|tsx|mts|mjs)$/.test(file.path)) {
    const owner = house.packageOf(file.path)?.path ?? 'package.json'
    return [{ path: file.path, line: 1, message: `an index file that ${owner} does not name as a door` }]
  }
  const body = children(syntaxOf(file).nodes('Program')[0], 'body')
  const onlyPassesOn =
    body.length > 0 && body.every((node) => node.type === 'ExportNamedDeclaration' && child(node, 'source'))
  return onlyPassesOn
    ? [{ path: file.path, line: 1, message: 'a file that only passes on what others export' }]
    : []
}
