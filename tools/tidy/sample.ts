import { drawing, drawingPath } from './drawing.ts'
import { type House, houseOf } from './house.ts'

/** A small tree that proves a rule: where it must find faults (`path:line`), or that it finds none. */
export type Sample = {
  readonly says: string
  readonly files: Readonly<Record<string, string>>
  readonly faults: readonly string[]
  /** The tree holds these files alone, without the ground. */
  readonly alone?: true
}

const kitDoors = ['contract', 'client', 'db', 'i18n', 'module', 'test', 'ui']

/** The package files of a house with one engine, the kit, three rooms, an app and a region. */
const ground: Readonly<Record<string, string>> = {
  'package.json': manifest({ name: 'ronghe', devDependencies: { 'fast-check': '4' } }),
  'engines/oee/package.json': manifest({ name: '@ronghe/oee', exports: { '.': './index.ts' } }),
  'kit/package.json': manifest({
    name: '@ronghe/kit',
    exports: Object.fromEntries(kitDoors.map((door) => [`./${door}`, `./${door}/index.ts`])),
  }),
  'modules/registry/package.json': room('registry', ['@ronghe/kit']),
  'modules/factory/package.json': room('factory', ['@ronghe/kit', '@ronghe/registry', '@ronghe/oee']),
  'apps/server/package.json': app('server', ['@ronghe/kit', '@ronghe/registry', '@ronghe/factory']),
  'apps/edge/package.json': app('edge', ['@ronghe/kit']),
  'regions/guangxi/package.json': app('region-guangxi', ['@ronghe/kit']),
  'tools/package.json': manifest({ name: '@ronghe/tools', dependencies: { '@ronghe/kit': '*' } }),
}

/** The sample on its ground; a file of the sample takes the place of the ground's. */
export function houseOfSample({ files, alone }: Sample): House {
  return houseOf(alone ? files : { ...ground, ...files })
}

/** The text of a package.json. */
export function manifest(content: Record<string, unknown>): string {
  return `${JSON.stringify(content, null, 2)}\n`
}

/** The package.json of a room with its three doors. */
export function room(name: string, neighbours: readonly string[]): string {
  return manifest({
    name: `@ronghe/${name}`,
    exports: { '.': './module.ts', './contract': './contract.ts', './web': './web/index.ts' },
    dependencies: Object.fromEntries(neighbours.map((neighbour) => [neighbour, '*'])),
  })
}

/** The package.json of an app or a region. */
export function app(name: string, neighbours: readonly string[]): string {
  return manifest({
    name: `@ronghe/${name}`,
    exports: { '.': './main.ts' },
    dependencies: Object.fromEntries(neighbours.map((neighbour) => [neighbour, '*'])),
  })
}

/** So many lines of code that say nothing. */
export function linesOfCode(count: number): string {
  return Array.from({ length: count }, (_, index) => `export const line${index} = ${index}\n`).join('')
}

/** The printed drawing of the ground. */
export function drawnGround(): Record<string, string> {
  return { [drawingPath]: drawing(houseOf(ground)) }
}
