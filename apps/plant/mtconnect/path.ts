import type { Element } from './xml.ts'

/**
 * The part of XPath that clients of an agent use to choose data items: absolute location paths of child (`/`)
 * and descendant (`//`) steps, `*` or a name, predicates that compare attributes by `=` and join by
 * `and`/`or`, and unions by `|`; e.g. `//Axes//DataItem[@category="SAMPLE" and @type="LOAD"]|//Controller`.
 */
type Step = { deep: boolean; name: string; tests: Test[] }
type Test = (element: Element) => boolean

/**
 * Ids of the data items that the path chooses: a chosen DataItem itself, and every data item below any other
 * chosen element. Null when the path is not of the above form.
 */
export function chooseItems(root: Element, path: string): Set<string> | null {
  const ids = new Set<string>()
  for (const part of splitOutside(path, '|')) {
    const steps = parsePath(part.trim())
    if (steps === null) return null
    for (const element of walkPath(root, steps)) collectItems(element, ids)
  }
  return ids
}

function parsePath(path: string): Step[] | null {
  const steps: Step[] = []
  const pattern = /(\/\/?)(\*|[\w:.-]+)((?:\[[^\]]*\])*)/y
  while (pattern.lastIndex < path.length) {
    const match = pattern.exec(path)
    if (match === null) return null
    const tests = [...match[3]!.matchAll(/\[([^\]]*)\]/g)].map((predicate) => parseTest(predicate[1]!))
    if (tests.some((test) => test === null)) return null
    steps.push({ deep: match[1] === '//', name: match[2]!, tests: tests as Test[] })
  }
  return steps.length === 0 ? null : steps
}

/** Comparisons joined by `and`, which binds closer, and `or`. */
function parseTest(text: string): Test | null {
  const pattern = /\s*@([\w:.-]+)\s*(?:=\s*(?:'([^']*)'|"([^"]*)"))?\s*(and\b|or\b|$)/y
  const ways: Test[][] = [[]]
  for (;;) {
    const match = pattern.exec(text)
    if (match === null) return null
    const name = match[1]!
    const value = match[2] ?? match[3]
    ways
      .at(-1)!
      .push(({ attributes }) => (value === undefined ? name in attributes : attributes[name] === value))
    if (match[4] === '') return (element) => ways.some((way) => way.every((test) => test(element)))
    if (match[4] === 'or') ways.push([])
  }
}

function walkPath(root: Element, steps: readonly Step[]): Set<Element> {
  let here = new Set<Element>([{ name: '', attributes: {}, children: [root], text: '' }])
  for (const step of steps) {
    const next = new Set<Element>()
    for (const element of here) {
      for (const child of step.deep ? descendants(element) : element.children) {
        const named = step.name === '*' || child.name === step.name
        if (named && step.tests.every((test) => test(child))) next.add(child)
      }
    }
    here = next
  }
  return here
}

function* descendants(element: Element): Generator<Element> {
  for (const child of element.children) {
    yield child
    yield* descendants(child)
  }
}

function collectItems(element: Element, ids: Set<string>): void {
  for (const one of [element, ...descendants(element)]) {
    if (one.name === 'DataItem') ids.add(one.attributes.id ?? '')
  }
}

/** Splits at a mark that stands outside of quotes and brackets. */
function splitOutside(text: string, mark: string): string[] {
  const parts = ['']
  let depth = 0
  for (const letter of text) {
    if (letter === '[') depth += 1
    if (letter === ']') depth -= 1
    if (letter === mark && depth === 0) parts.push('')
    else parts[parts.length - 1] += letter
  }
  return parts
}
