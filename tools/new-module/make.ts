import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a room is called: in code and addresses, and as people read it. */
export type RoomNames = { name: string; titleZh: string; titleEn: string }

const template = fileURLToPath(new URL('./room/', import.meta.url))
const nameShape = /^[a-z][a-z0-9]{2,19}$/
const titleShape = /^[^"\\{}<>\r\n]{1,40}$/
/** First parts of word keys, and names of the house, that a room may not take. */
const taken = new Set(
  'kit ui rule unit fault permission edge plant server web tools bench auth new default class'.split(' '),
)

/** What speaks against these names, in sentences; empty when nothing does. */
export function refusals(root: string, { name, titleZh, titleEn }: RoomNames): string[] {
  const found: string[] = []
  if (!nameShape.test(name)) found.push(`name “${name}”: 3 to 20 lower-case letters and digits`)
  if (taken.has(name)) found.push(`name “${name}” is taken by the house`)
  if (existsSync(join(root, 'modules', name))) found.push(`modules/${name} exists`)
  if (!titleShape.test(titleZh) || !/\p{Script=Han}/u.test(titleZh)) {
    found.push(`Chinese title “${titleZh}”: 1 to 40 characters, Chinese, no quotes or braces`)
  }
  if (!titleShape.test(titleEn) || /\p{Script=Han}/u.test(titleEn)) {
    found.push(`English title “${titleEn}”: 1 to 40 characters, no Chinese, no quotes or braces`)
  }
  return found
}

/** Writes `modules/<name>` below `root` from the room in `room/`; answers the paths. Throws on bad names. */
export function makeRoom(root: string, names: RoomNames): string[] {
  const found = refusals(root, names)
  if (found.length > 0) throw new Error(found.join('; '))
  return filesBelow('').map((path) => {
    const target = join('modules', names.name, path)
    mkdirSync(dirname(join(root, target)), { recursive: true })
    writeFileSync(join(root, target), renamed(readFileSync(join(template, path), 'utf8'), names))
    return target
  })
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(template, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}

function renamed(text: string, { name, titleZh, titleEn }: RoomNames): string {
  const words = JSON.parse(readFileSync(join(template, 'i18n/zh.json'), 'utf8')) as Record<string, string>
  return text
    .replaceAll(words['roomname.page.notes'] ?? '', () => titleZh)
    .replaceAll('Room title', () => titleEn)
    .replaceAll('roomname', name)
}
