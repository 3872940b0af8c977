import rows from './dictionary.json' with { type: 'json' }

/** One component of a value: N digits, X of the 82 characters, Y of the 39, Z base64url. */
export type Part = {
  readonly type: 'N' | 'X' | 'Y' | 'Z'
  readonly min: number
  readonly max: number
  readonly optional: boolean
  readonly linters: readonly string[]
}

/** An application identifier as the GS1 syntax dictionary describes it. */
export type Ai = {
  readonly ai: string
  readonly title: string
  /** Of predefined length: no FNC1 follows it. */
  readonly fixed: boolean
  /** Allowed in the query of a digital link. */
  readonly attribute: boolean
  readonly parts: readonly Part[]
  /** Every entry must hold: one of its groups is there in full. `n` in a pattern is any digit. */
  readonly requires: readonly (readonly (readonly string[])[])[]
  readonly excludes: readonly string[]
  /** Sequences of key qualifiers, when it is a primary key of digital links. */
  readonly qualifiers: readonly (readonly string[])[] | null
}

const byAi = new Map<string, Ai>()
for (const [range = '', flags = '', spec = '', attributes = '', title = ''] of rows) {
  for (const ai of expand(range)) byAi.set(ai, describe(ai, flags, spec, attributes, title))
}

/** The dictionary's entry; undefined for an AI that GS1 has not assigned. */
export function aiOf(ai: string): Ai | undefined {
  return byAi.get(ai)
}

/** The AI at the start of an element string without brackets: 2 to 4 digits, prefix-free. */
export function aiAt(text: string, at: number): Ai | undefined {
  for (let length = 2; length <= 4; length += 1) {
    const found = byAi.get(text.slice(at, at + length))
    if (found) return found
  }
  return undefined
}

/** Every AI in the order of the dictionary. */
export function allAis(): readonly Ai[] {
  return [...byAi.values()]
}

function expand(range: string): string[] {
  const [first = '', last] = range.split('-')
  if (!last) return [first]
  const count = Number(last) - Number(first) + 1
  return Array.from({ length: count }, (_, index) =>
    String(Number(first) + index).padStart(first.length, '0'),
  )
}

function describe(ai: string, flags: string, spec: string, attributes: string, title: string): Ai {
  const values = (name: string) =>
    attributes.split(' ').flatMap((one) => (one.startsWith(`${name}=`) ? [one.slice(name.length + 1)] : []))
  const keys = attributes.split(' ').find((one) => one.startsWith('dlpkey'))
  return {
    ai,
    title,
    fixed: flags.includes('*'),
    attribute: flags.includes('?'),
    parts: spec.split(' ').map(partOf),
    requires: values('req').map((groups) => groups.split(',').map((group) => group.split('+'))),
    excludes: values('ex').flatMap((list) => list.split(',')),
    qualifiers:
      keys === undefined
        ? null
        : keys
            .slice(7)
            .split('|')
            .map((sequence) => sequence.split(',').filter(Boolean)),
  }
}

function partOf(text: string): Part {
  const [, open, type, from, most, rest = ''] = /^(\[?)([NXYZ])(\d*)(?:\.\.(\d+))?\]?(.*)$/.exec(text) ?? []
  return {
    type: type as Part['type'],
    min: most ? 1 : Number(from),
    max: Number(most ?? from),
    optional: open === '[',
    linters: rest.split(',').filter(Boolean),
  }
}
