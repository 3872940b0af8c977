import type { Finding, House, Rule } from '../house.ts'
import type { Package } from '../packages.ts'

/** What package.json declares is named somewhere in the workspace. */
export const dependencyUnused: Rule = {
  name: 'dependency-unused',
  why: 'The package files draw the house; a line that nothing needs makes the drawing lie.',
  check(house) {
    return house.packages.flatMap((one) => unused(house, one))
  },
}

function unused(house: House, { folder, path, dependencies, devDependencies }: Package): Finding[] {
  const inside = house.files.filter((file) => file.path.startsWith(`${folder}/`) && file.path !== path)
  return [...dependencies, ...devDependencies]
    .filter((name) => {
      const needed = described(name)
      return !inside.some((file) => isNamed(file.text, needed) || isImplied(file.path, needed))
    })
    .map((name) => ({ path, line: lineOf(house, path, name), message: `${name} is declared and not used` }))
}

/** `@types/ws` describes `ws`, and `@types/a__b` describes `@a/b`: whoever needs the one needs the other. */
function described(name: string): string {
  const [, described] = /^@types\/(.+)$/.exec(name) ?? []
  if (described === undefined || described === 'node') return name
  return described.includes('__') ? `@${described.replace('__', '/')}` : described
}

/** In quotes as an import, a worker's or a transport's name; with or without a door behind it. */
function isNamed(text: string, name: string): boolean {
  return (
    text.includes(`'${name}'`) ||
    text.includes(`'${name}/`) ||
    text.includes(`"${name}"`) ||
    text.includes(`"${name}/`)
  )
}

/** What `<a />` is compiled to calls react without naming it. */
function isImplied(path: string, name: string): boolean {
  return name === 'react' && path.endsWith('.tsx')
}

function lineOf(house: House, path: string, name: string): number {
  const lines = house.at(path)?.lines ?? []
  return Math.max(1, lines.findIndex((line) => line.includes(`"${name}"`)) + 1)
}
