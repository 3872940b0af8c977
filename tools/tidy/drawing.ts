import type { House } from './house.ts'
import { isOurs, type Kind, type Package } from './packages.ts'

export const drawingPath = 'docs/generated/house.md'

const storeys: readonly (readonly [Kind, string])[] = [
  ['app', 'apps'],
  ['region', 'regions'],
  ['module', 'modules'],
  ['kit', 'kit'],
  ['engine', 'engines'],
]

/** The house as its package files permit it. Tools and benchmarks may use all of it and are left out. */
export function drawing(house: House): string {
  const shown = house.packages.filter(({ kind }) => storeys.some(([storey]) => storey === kind))
  return [
    '# The house',
    '',
    'Printed by `npm run generate` from the `dependencies` of every `package.json`; do not edit.',
    'An arrow means “may use”.',
    '',
    '```mermaid',
    'flowchart TD',
    ...storeys.flatMap(([kind, title]) => storey(shown, kind, title)),
    ...shown.flatMap((from) => arrows(shown, from)),
    '```',
    '',
    '| workspace | folder | uses | doors |',
    '| --- | --- | --- | --- |',
    ...shown.map((one) => row(shown, one)),
    '',
  ].join('\n')
}

function storey(shown: readonly Package[], kind: Kind, title: string): string[] {
  const here = shown.filter((one) => one.kind === kind)
  if (here.length === 0) return []
  return [`  subgraph ${title}`, ...here.map((one) => `    ${idOf(one)}[${shortName(one)}]`), '  end']
}

function arrows(shown: readonly Package[], from: Package): string[] {
  return neighbours(shown, from).map((to) => `  ${idOf(from)} --> ${idOf(to)}`)
}

function row(shown: readonly Package[], one: Package): string {
  const uses = neighbours(shown, one).map(shortName).join(', ') || '–'
  const doors =
    Object.keys(one.doors)
      .map((door) => `\`${door}\``)
      .join(' ') || '–'
  return `| ${one.name} | \`${one.folder}\` | ${uses} | ${doors} |`
}

function neighbours(shown: readonly Package[], { dependencies }: Package): Package[] {
  return shown.filter(({ name }) => isOurs(name) && dependencies.includes(name))
}

function idOf({ folder }: Package): string {
  return folder.replaceAll(/\W/g, '_')
}

function shortName({ name }: Package): string {
  return name.replace('@ronghe/', '')
}
