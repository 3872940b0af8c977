import { type Finding, type House, isBench, type Rule } from '../house.ts'
import type { Package } from '../packages.ts'

/** An engine has its page, its specification, one door, and code that is tested and measured. */
export const engineShape: Rule = {
  name: 'engine-shape',
  why: 'An engine is trusted for what its SPEC.md says and its tests cite.',
  check(house) {
    return house.packages.filter(({ kind }) => kind === 'engine').flatMap((engine) => faultsOf(house, engine))
  },
}

function faultsOf(house: House, { folder, path, doors }: Package): Finding[] {
  const found: Finding[] = []
  for (const name of ['README.md', 'SPEC.md', 'index.ts']) {
    if (!house.at(`${folder}/${name}`)) found.push({ path, line: 1, message: `${folder} has no ${name}` })
  }
  for (const ending of ['.test.ts', '.bench.ts']) {
    const isThere = house.files.some(
      (file) => file.path.startsWith(`${folder}/`) && file.path.endsWith(ending),
    )
    if (!isThere) found.push({ path, line: 1, message: `${folder} has no file *${ending}` })
  }
  const others = Object.entries(doors).filter(([door]) => door !== '.')
  const isBenchOnly = others.every(([door, file]) => door === './bench' && isBench(file))
  if (doors['.'] !== './index.ts' || !isBenchOnly) {
    found.push({
      path,
      line: 1,
      message: 'an engine has one door, "." → ./index.ts, and "./bench" to measure it',
    })
  }
  return found
}
