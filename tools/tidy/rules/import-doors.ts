import { codeFiles, type House, type Rule } from '../house.ts'
import { importsOf, resolveRelative } from '../imports.ts'
import { isOurs, splitSpecifier } from '../packages.ts'

/** Workspaces are entered by the doors their `exports` name, never by a path. */
export const importDoors: Rule = {
  name: 'import-doors',
  why: 'What stands behind a door may change freely; a path into another workspace forbids that.',
  check(house) {
    return codeFiles(house).flatMap((file) =>
      importsOf(file).flatMap(({ specifier, line }) => {
        const message = specifier.startsWith('.')
          ? leaving(house, file.path, specifier)
          : specifier.startsWith('/')
            ? `${specifier} is an absolute path`
            : closedDoor(house, specifier)
        return message ? [{ path: file.path, line, message }] : []
      }),
    )
  },
}

function leaving(house: House, path: string, specifier: string): string | null {
  const from = house.packageOf(path)
  const target = resolveRelative(path, specifier)
  if (!from || target?.startsWith(`${from.folder}/`)) return null
  return `${specifier} leaves ${from.folder}`
}

function closedDoor(house: House, specifier: string): string | null {
  const target = splitSpecifier(specifier)
  if (!target || !isOurs(target.name)) return null
  const doors = house.packages.find(({ name }) => name === target.name)?.doors
  if (!doors || Object.keys(doors).some((door) => matches(door, target.door))) return null
  return `${specifier} is no door of ${target.name}`
}

function matches(pattern: string, door: string): boolean {
  const [before, after] = pattern.split('*')
  if (after === undefined) return pattern === door
  return door.startsWith(before ?? '') && door.endsWith(after) && door.length >= pattern.length
}
