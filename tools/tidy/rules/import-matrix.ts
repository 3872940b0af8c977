import { codeFiles, type Finding, type House, isBench, isTest, type Rule, type SourceFile } from '../house.ts'
import { importsOf } from '../imports.ts'
import { isOurs, type Package, splitSpecifier } from '../packages.ts'

const webDoorsOfKit = new Set(['./contract', './client', './i18n', './ui'])

/** Which neighbours a workspace may use at all, and through which doors. */
export const importMatrix: Rule = {
  name: 'import-matrix',
  why: 'Engines know nothing, the kit no room, rooms each other by contract only: any part can be moved.',
  check(house) {
    return codeFiles(house).flatMap((file) => {
      const from = house.packageOf(file.path)
      return from ? importsOf(file).flatMap((one) => judge(house, file, from, one)) : []
    })
  },
}

type One = { specifier: string; line: number }

function judge(house: House, file: SourceFile, from: Package, { specifier, line }: One): Finding[] {
  const reason = refusal(house, file, from, specifier)
  return reason ? [{ path: file.path, line, message: `${specifier}: ${reason}` }] : []
}

function refusal(house: House, file: SourceFile, from: Package, specifier: string): string | null {
  const target = splitSpecifier(specifier)
  const inTest = isTest(file.path) || isBench(file.path)
  if (!target) return specifier.startsWith('.') ? null : builtinRefusal(file, from, inTest)
  if (!isOurs(target.name)) {
    return from.kind === 'engine' && !inTest ? 'an engine imports nothing but its own files' : null
  }
  const to = house.packages.find(({ name }) => name === target.name)
  if (!to) return 'no such workspace'
  if (to === from) return null
  if (target.door === './testing') return inTest ? null : 'only tests use what is made for tests'
  return neighbourRefusal(file, from, to, target.door, inTest)
}

function builtinRefusal(file: SourceFile, from: Package, inTest: boolean): string | null {
  if (from.kind === 'engine' && !inTest) return 'an engine has no I/O, clock or randomness'
  if (isWebOfRoom(file.path)) return 'pages run in a browser'
  return null
}

function neighbourRefusal(
  file: SourceFile,
  from: Package,
  to: Package,
  door: string,
  inTest: boolean,
): string | null {
  switch (from.kind) {
    case 'engine':
      return 'an engine imports nothing but its own files'
    case 'kit':
      return 'the kit imports no other workspace'
    case 'module':
      return isWebOfRoom(file.path) ? pageRefusal(to, door) : roomRefusal(to, door, inTest)
    case 'app':
      // A door to JSON is data, such as the list of sample machines; data may be read by whoever wires.
      if (to.doors[door]?.endsWith('.json')) return null
      if (to.kind === 'module') return moduleDoorRefusal(door, ['.', './contract', './web'])
      return to.kind === 'kit' || to.kind === 'engine' || to.kind === 'region'
        ? null
        : 'apps do not import apps'
    case 'region':
      if (to.kind === 'module') return moduleDoorRefusal(door, ['./contract'])
      return to.kind === 'kit' || to.kind === 'engine' ? null : 'a region is data for the rooms'
    default:
      return null
  }
}

function roomRefusal(to: Package, door: string, inTest: boolean): string | null {
  if (to.kind === 'engine') return null
  if (to.kind === 'kit') {
    return inTest || (door !== './ui' && door !== './client')
      ? null
      : 'only pages use the ui and the client of the kit'
  }
  if (to.kind !== 'module') return 'a room imports engines, the kit and contracts'
  // A test starts its neighbours, so it may come in by their front door.
  return moduleDoorRefusal(door, inTest ? ['.', './contract'] : ['./contract'])
}

function pageRefusal(to: Package, door: string): string | null {
  if (to.kind === 'engine') return null
  if (to.kind === 'kit')
    return webDoorsOfKit.has(door) ? null : 'pages use contract, client, i18n and ui of the kit'
  return to.kind === 'module'
    ? moduleDoorRefusal(door, ['./contract', './web'])
    : 'pages import rooms and the kit'
}

function moduleDoorRefusal(door: string, allowed: readonly string[]): string | null {
  return allowed.includes(door) ? null : `only by ${allowed.join(', ')}`
}

function isWebOfRoom(path: string): boolean {
  return /^modules\/[^/]+\/(.*\/)?web\//.test(path)
}
