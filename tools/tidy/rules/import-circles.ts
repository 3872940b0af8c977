import type { House, Rule } from '../house.ts'
import type { Package } from '../packages.ts'

/** The neighbours that package.json permits form no circle. */
export const importCircles: Rule = {
  name: 'import-circles',
  why: 'Two rooms that need each other are one room; events carry news the other way.',
  check(house) {
    const circles = new Map<string, string[]>()
    for (const start of house.packages) {
      const circle = circleFrom(house, start)
      const members = [...(circle ?? [])].sort().join(' ')
      if (circle && !circles.has(members)) circles.set(members, circle)
    }
    return [...circles.values()].map((circle) => {
      const first = house.packages.find(({ name }) => name === circle[0])
      const message = [...circle, circle[0]].join(' → ')
      return { path: first?.path ?? 'package.json', line: 1, message }
    })
  },
}

/** The shortest way from a workspace back to itself, or null. */
function circleFrom(house: House, start: Package): string[] | null {
  const ways: string[][] = [[start.name]]
  const seen = new Set<string>()
  for (let way = ways.shift(); way; way = ways.shift()) {
    const last = house.packages.find(({ name }) => name === way.at(-1))
    for (const next of last ? [...last.dependencies, ...last.devDependencies] : []) {
      if (next === start.name) return way
      if (seen.has(next)) continue
      seen.add(next)
      ways.push([...way, next])
    }
  }
  return null
}
