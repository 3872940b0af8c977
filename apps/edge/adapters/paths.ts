/** Steps into a JSON value: names and numbers. */
export type Path = readonly (string | number)[]

/**
 * `$.a.b[0]["c.d"]` → a, b, 0, c.d; empty is the value itself. Null when it is no path.
 */
export function pathOf(text: string): Path | null {
  const steps: (string | number)[] = []
  const step = /\.?([^.[\]"]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/y
  const given = text.trim().replace(/^\$\.?/, '')
  while (step.lastIndex < given.length) {
    const match = step.exec(given)
    if (!match) return null
    const [, name, index, quoted] = match
    steps.push(name ?? quoted ?? Number(index))
  }
  return steps
}

/** What stands there; undefined when there is nothing. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string | number, unknown>)[step]
  }
  return value
}
