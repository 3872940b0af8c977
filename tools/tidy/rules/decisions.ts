import type { Finding, Rule, SourceFile } from '../house.ts'

const linesMax = 60
const folder = 'docs/decisions/'

/** Decisions have a number each, stand in the list, and say what was given up. */
export const decisions: Rule = {
  name: 'decisions',
  why: 'Whoever wants to change a choice first reads why it was made.',
  check(house) {
    const files = house.files.filter(({ path }) => path.startsWith(folder) && path !== `${folder}README.md`)
    const list = house.at(`${folder}README.md`)
    if (!list) return [{ path: 'package.json', line: 1, message: `no ${folder}README.md` }]
    return files.flatMap((file, index) => faultsOf(file, files[index - 1], list))
  },
}

function faultsOf(
  { path, text, lines }: SourceFile,
  before: SourceFile | undefined,
  list: SourceFile,
): Finding[] {
  const found: Finding[] = []
  const name = path.slice(folder.length)
  const number = name.slice(0, 4)
  if (!/^\d{4}-[a-z0-9-]+\.md$/.test(name) || before?.path.startsWith(`${folder}${number}`)) {
    found.push({ path, line: 1, message: 'a decision is named NNNN-its-subject.md, its number its own' })
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
