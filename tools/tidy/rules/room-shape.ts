import type { Finding, House, Rule } from '../house.ts'
import type { Package } from '../packages.ts'

const moduleLinesMax = 40
const doors = { '.': './module.ts', './contract': './contract.ts', './web': './web/index.ts' }
const atRoot = ['README.md', 'contract.ts', 'module.ts', 'i18n/zh.json', 'i18n/en.json', 'web/index.ts']
const perNoun = ['service.ts', 'store.ts', 'policy.ts', 'service.test.ts']

/** Every room has the same doors and files; service, store and policy may stand in a folder a noun. */
export const roomShape: Rule = {
  name: 'room-shape',
  why: 'Knowing one room is knowing all.',
  check(house) {
    return house.packages
      .filter(({ kind }) => kind === 'module')
      .flatMap((room) => [
        ...doorFaults(room),
        ...missingFiles(house, room),
        ...untestedFolders(house, room),
        ...sqlNames(house, room),
        ...wiring(house, room),
        ...readme(house, room),
      ])
  },
}

function doorFaults({ path, doors: given }: Package): Finding[] {
  const wanted = Object.entries(doors)
  const others = Object.entries(given).filter(([door]) => !Object.hasOwn(doors, door))
  const isSame =
    wanted.every(([door, file]) => given[door] === file) &&
    others.every(
      ([door, file]) => (door === './testing' && file === './testing.ts') || file.endsWith('.json'),
    )
  const list = wanted.map(([door, file]) => `"${door}": "${file}"`).join(', ')
  const message = `doors are ${list}, "./testing" for tests of neighbours, and data`
  return isSame ? [] : [{ path, line: 1, message }]
}

function missingFiles(house: House, { folder, path }: Package): Finding[] {
  const missing = atRoot.filter((name) => !house.at(`${folder}/${name}`))
  for (const name of perNoun) if (!isThere(house, folder, name)) missing.push(name)
  if (!house.files.some((file) => file.path.startsWith(`${folder}/sql/`))) missing.push('sql/001-noun.sql')
  return missing.map((name) => ({ path, line: 1, message: `${folder} has no ${name}` }))
}

/** At the root, in a folder of a noun (`orders/store.ts`), or as a folder (`store/orders.ts`). */
function isThere(house: House, folder: string, name: string): boolean {
  const asFolder = name.endsWith('.test.ts') ? 'service' : name.replace('.ts', '')
  const ending = name.endsWith('.test.ts') ? /\.test\.ts$/ : /\.ts$/
  return house.files.some(({ path }) => {
    if (!path.startsWith(`${folder}/`)) return false
    const inside = path.slice(folder.length + 1)
    return (
      inside === name ||
      inside.endsWith(`/${name}`) ||
      (inside.startsWith(`${asFolder}/`) && ending.test(inside))
    )
  })
}

/** A folder of a noun is a room in small: its service has its test. */
function untestedFolders(house: House, { folder }: Package): Finding[] {
  return house.files
    .filter(({ path }) => path.startsWith(`${folder}/`) && path.endsWith('/service.ts'))
    .filter(({ path }) => !house.at(path.replace(/\.ts$/, '.test.ts')))
    .map(({ path }) => ({ path, line: 1, message: 'no service.test.ts beside it' }))
}

/** Numbers are reserved to who works at a time, so there may be gaps; a number stands once. */
function sqlNames(house: House, { folder }: Package): Finding[] {
  const seen = new Set<string>()
  const files = house.files.filter(({ path }) => path.startsWith(`${folder}/sql/`))
  return files.flatMap(({ path }) => {
    const number = new RegExp(`^${folder}/sql/(\\d{3})-[a-z0-9-]+\\.sql$`).exec(path)?.[1]
    const isRight = number !== undefined && !seen.has(number)
    seen.add(number ?? '')
    return isRight
      ? []
      : [{ path, line: 1, message: 'a file of sql/ is named NNN-noun.sql, its number its own' }]
  })
}

function wiring(house: House, { folder }: Package): Finding[] {
  const file = house.at(`${folder}/module.ts`)
  const lines = file ? file.text.trimEnd().split('\n').length : 0
  if (!file || lines <= moduleLinesMax) return []
  return [
    {
      path: file.path,
      line: moduleLinesMax + 1,
      message: `${lines} lines of wiring, at most ${moduleLinesMax}`,
    },
  ]
}

function readme(house: House, { folder }: Package): Finding[] {
  const file = house.at(`${folder}/README.md`)
  if (!file || /^\W*[A-Z]1\b/m.test(file.text)) return []
  return [
    {
      path: file.path,
      line: 1,
      message: 'no numbered invariants (M1, M2 …), each a sentence that a test proves',
    },
  ]
}
