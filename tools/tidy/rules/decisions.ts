import type { Finding, Rule, SourceFile } from '../house.ts'

const linesMax = 60
const folder = 'docs/decisions/'

/** Decisions are numbered without gaps, stand in the list, and say what was given up. */
export const decisions: Rule = {
  name: 'decisions',
  why: 'Whoever wants to change a choice first reads why it was made.',
  check(house) {
    const files = house.files.filter(({ path }) => path.startsWith(folder) && path !== `${folder}README.md`)
    const list = house.at(`${folder}README.md`)
    if (!list) return [{ path: 'package.json', line: 1, message: `no ${folder}README.md` }]
    return files.flatMap((file, index) => faultsOf(file, index, list))
  },
}

function faultsOf({ path, text, lines }: SourceFile, index: number, list: SourceFile): Finding[] {
  const found: Finding[] = []
  const number = String(index + 1).padStart(4, '0')
  const name = path.slice(folder.length)
  if (!new RegExp(`^${number}-[a-z0-9-]+\\.md$`).test(name)) {
    found.push({ path, line: 1, message: `decision ${index + 1} is named ${number}-its-subject.md` })
  }
  if (!text.startsWith(`# ${number}`))
    found.push({ path, line: 1, message: `the title begins with # ${number}` })
  if (!/^## Given up/m.test(text)) found.push({ path, line: 1, message: 'no chapter “Given up”' })
  if (lines.length > linesMax)
    found.push({ path, line: linesMax, message: `${lines.length} lines, half a page is enough` })
  if (!list.text.includes(`(${name})`))
    found.push({ path: list.path, line: 1, message: `${name} is not in the list` })
  return found
}
