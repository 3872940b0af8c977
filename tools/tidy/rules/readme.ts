import type { Finding, House, Rule } from '../house.ts'
import { resolveRelative } from '../imports.ts'

const link = /\[[^\]]*\]\(([^)\s]+)[^)]*\)/g

/** Every workspace has its page, and every link between the pages leads somewhere. */
export const readme: Rule = {
  name: 'readme',
  why: 'The page beside the code is the first thing a newcomer opens.',
  check(house) {
    const folders = ['', ...house.packages.map(({ folder }) => `${folder}/`)]
    const missing = folders
      .filter((folder) => !house.at(`${folder}README.md`))
      .map((folder) => ({ path: `${folder}package.json`, line: 1, message: `no ${folder}README.md` }))
    return [...missing, ...brokenLinks(house)]
  },
}

function brokenLinks(house: House): Finding[] {
  return house.files
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path, text }) => {
      const prose = text.replaceAll(/```[\s\S]*?```|`[^`]*`/g, blankedOut)
      return [...prose.matchAll(link)]
        .filter(([, target = '']) => !leads(house, path, target))
        .map(({ 1: target, index }) => ({
          path,
          line: lineAt(prose, index),
          message: `${target} leads nowhere`,
        }))
    })
}

/** Code is no prose; its lines stay, so that the lines after it keep their numbers. */
function blankedOut(code: string): string {
  return code.replaceAll(/[^\n]/g, ' ')
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}

function leads(house: House, from: string, target: string): boolean {
  if (/^([a-z]+:|#)/.test(target)) return true
  const path = resolveRelative(from, target.replace(/#.*$/, ''))
  if (path === null) return false
  // Pictures and data are not read, so a link to them is taken at its word.
  if (!/\.(md|ts|tsx|mjs|json|sql)$/.test(path) && /\.\w+$/.test(path)) return true
  return !!house.at(path) || house.files.some((file) => file.path.startsWith(`${path.replace(/\/$/, '')}/`))
}
