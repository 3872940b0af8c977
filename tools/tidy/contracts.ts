import { codeFiles, type House, isTest, type SourceFile } from './house.ts'
import { bare, child, children, finding, type Node, nameOf, syntaxOf, textOf } from './syntax.ts'

/** A name that a contract promises, and where. */
export type Promised = { readonly name: string; readonly file: SourceFile; readonly line: number }

/** What can be read off the contract of a room, or off the faults of the kit, without running it. */
export type ContractFacts = {
  readonly module: string
  readonly folder: string
  readonly routes: readonly Promised[]
  readonly faults: readonly Promised[]
  readonly permissions: readonly Promised[]
  readonly columns: readonly Promised[]
  readonly may: readonly Promised[]
}

/** The contracts of all rooms: `contract.ts` and the files of a folder `contract/`. */
export function contractFacts(house: House): ContractFacts[] {
  return house.packages
    .filter(({ kind }) => kind === 'module')
    .map(({ folder }) => {
      const files = contractFiles(house, folder)
      const gather = (read: (file: SourceFile) => Promised[]) => files.flatMap(read)
      return {
        module: folder.split('/').at(-1) ?? '',
        folder,
        routes: gather(routesOf),
        faults: gather((file) => keysUnder(file, 'faults')),
        permissions: gather((file) => textsUnder(file, 'permissions')),
        columns: gather((file) => textsUnder(file, 'columns')),
        may: gather(mayOf),
      }
    })
}

/** The files in which a room says its contract. */
export function contractFiles(house: House, folder: string): SourceFile[] {
  return codeFiles(house).filter(({ path }) => isContract(folder, path) && !isTest(path))
}

function isContract(folder: string, path: string): boolean {
  return path.startsWith(`${folder}/`) && /(^|\/)contract(\.ts|\/.*\.ts)$/.test(path.slice(folder.length + 1))
}

/** Codes of the faults that every room may throw. */
export function kitFaultCodes(house: House): Set<string> {
  const codes = new Set<string>()
  for (const file of codeFiles(house)) {
    if (!file.path.startsWith('kit/') || isTest(file.path)) continue
    for (const node of syntaxOf(file).nodes('VariableDeclarator')) {
      if (nameOf(child(node, 'id')) !== 'kitFaults') continue
      for (const { name } of keysOf(file, child(node, 'init'))) codes.add(name)
    }
  }
  return codes
}

/** Values given to this name, as a property or as a constant. */
function valuesNamed(file: SourceFile, name: string): Node[] {
  const syntax = syntaxOf(file)
  const properties = syntax.nodes('Property').filter((node) => nameOf(child(node, 'key')) === name)
  const constants = syntax.nodes('VariableDeclarator').filter((node) => nameOf(child(node, 'id')) === name)
  return [...properties.map((node) => child(node, 'value')), ...constants.map((node) => child(node, 'init'))]
    .map(bare)
    .filter((node) => node !== undefined)
}

function keysUnder(file: SourceFile, name: string): Promised[] {
  return valuesNamed(file, name).flatMap((node) => keysOf(file, node))
}

function keysOf(file: SourceFile, node: Node | undefined): Promised[] {
  return children(bare(node), 'properties').flatMap((one) => promised(file, one, nameOf(child(one, 'key'))))
}

function textsUnder(file: SourceFile, name: string): Promised[] {
  return valuesNamed(file, name).flatMap((node) =>
    children(node, 'elements').flatMap((one) => promised(file, one, textOf(one))),
  )
}

/** A route is an object with `method`, `path` and `may`, under its name. */
function routesOf(file: SourceFile): Promised[] {
  return syntaxOf(file)
    .nodes('Property', 'VariableDeclarator')
    .filter((node) => {
      const value = bare(child(node, 'value') ?? child(node, 'init'))
      const keys = new Set(children(value, 'properties').map((one) => nameOf(child(one, 'key'))))
      return keys.has('method') && keys.has('path') && keys.has('may')
    })
    .flatMap((node) => promised(file, node, nameOf(child(node, 'key') ?? child(node, 'id'))))
}

function mayOf(file: SourceFile): Promised[] {
  return valuesNamed(file, 'may').flatMap((node) => promised(file, node, textOf(node)))
}

function promised(file: SourceFile, node: Node, name: string | undefined): Promised[] {
  return name === undefined ? [] : [{ name, file, line: finding(file, node, '').line }]
}
