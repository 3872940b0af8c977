import { type EvidenceRow, type Static, Type } from '@ronghe/kit/contract'

/** What a system of a firm can be used for (业务环节). */
export const SystemProcess = Type.Enum([
  'modelling',
  'simulation',
  'productData',
  'processPlanning',
  'processSimulation',
  'purchasing',
  'suppliers',
  'planning',
  'execution',
  'quality',
  'maintenance',
  'warehousing',
  'logistics',
  'safety',
  'energy',
  'sales',
  'customers',
  'productService',
  'finance',
  'cost',
  'staff',
  'office',
  'projects',
  'analysis',
  'masterData',
  'training',
  'protection',
])
export type SystemProcess = Static<typeof SystemProcess>

type Made = { value: string | null; reason: string | null }
type Rows = readonly EvidenceRow[]

/** What is asked of a ledger: the processes that belong to it, all of them for the whole. */
const asked = {
  productDesign: ['modelling', 'simulation', 'productData'],
  processDesign: ['processPlanning', 'processSimulation'],
  purchasing: ['purchasing', 'suppliers'],
  planning: ['planning'],
  warehousing: ['warehousing'],
  safety: ['safety'],
  sales: ['sales'],
  customers: ['customers'],
  finance: ['finance', 'cost'],
  office: ['staff', 'office'],
  projects: ['projects'],
} as const satisfies Record<string, readonly SystemProcess[]>
type Asked = keyof typeof asked

/** Asked a second time of systems that exchange data with others by themselves. */
const linkedToo = [
  ...(['productDesign', 'processDesign', 'purchasing', 'planning', 'warehousing'] as const),
  ...(['safety', 'sales', 'customers'] as const),
]

/** What goes from systems of these processes to systems of those. */
const exchanges = {
  designToMaking: {
    exchanged: 'partsList',
    from: ['productData', 'modelling'],
    to: ['execution', 'planning'],
  },
  businessToFinance: {
    exchanged: 'vouchers',
    from: ['purchasing', 'sales', 'warehousing', 'staff', 'execution', 'projects'],
    to: ['finance'],
  },
} as const
type Exchange = keyof typeof exchanges

const systemsOf = (rows: Rows) => rows.filter(({ kind }) => kind === 'registry.system')
const linksOf = (rows: Rows) => rows.filter(({ kind }) => kind === 'registry.systemLink')

/** Counts: in use, with a paper, confirmed by somebody who is not of the firm. */
function counts({ facts }: EvidenceRow): boolean {
  return facts.isInUse === true && Number(facts.papers) > 0 && facts.status === 'confirmed'
}

function carries({ facts }: EvidenceRow, processes: readonly string[]): boolean {
  return String(facts.processes)
    .split(' ')
    .some((one) => processes.includes(one))
}

/** Of what it could cover a system covers so many ten-thousandths, rounded down. */
function shareOf({ facts }: EvidenceRow): number {
  return Math.floor((10_000 * Number(facts.covered)) / Number(facts.outOf))
}

/** In per cent with two digits. */
function percent(share: number): string {
  return (share / 100).toFixed(2)
}

/** Ids of systems that count and exchange data with another that counts, without anybody's hand. */
function linkedIds(rows: Rows): ReadonlySet<string> {
  const sound = new Set(
    systemsOf(rows)
      .filter(counts)
      .map(({ id }) => id),
  )
  const ends = linksOf(rows)
    .filter(({ facts }) => facts.isAutomatic === true)
    .map(({ facts }) => [String(facts.fromId), String(facts.toId)])
    .filter((pair) => pair.every((id) => sound.has(id)))
  return new Set(ends.flat())
}

/** The mean over processes of the widest system of each; systems of `among` alone where it is given. */
function covered(rows: Rows, processes: readonly SystemProcess[], among?: ReadonlySet<string>): Made {
  const entered = systemsOf(rows).filter((row) => carries(row, processes))
  const sound = entered.filter((row) => counts(row) && (among === undefined || among.has(row.id)))
  const shares = processes.map((one) => {
    return Math.max(0, ...sound.filter((row) => carries(row, [one])).map(shareOf))
  })
  const mean = Math.floor(shares.reduce((sum, share) => sum + share, 0) / processes.length)
  return mean > 0 ? { value: percent(mean), reason: null } : { value: null, reason: whyNot(entered, among) }
}

function whyNot(entered: Rows, among?: ReadonlySet<string>): string {
  if (entered.length === 0) return 'registry.missing.noSystem'
  return among !== undefined && entered.some(counts)
    ? 'registry.missing.systemsNotLinked'
    : 'registry.missing.systemsNotConfirmed'
}

/** The widest exchange without anybody's hand: it reaches as far as the narrower of its two ends. */
function exchange(rows: Rows, { exchanged, from, to }: (typeof exchanges)[Exchange]): Made {
  const byId = new Map(systemsOf(rows).map((row) => [row.id, row]))
  const ends = linksOf(rows)
    .filter(({ facts }) => facts.exchanged === exchanged && facts.isAutomatic === true)
    .map(({ facts }) => [byId.get(String(facts.fromId)), byId.get(String(facts.toId))] as const)
    .filter(([one, other]) => one && other && carries(one, from) && carries(other, to))
  const shares = ends.flatMap(([one, other]) =>
    one && other && counts(one) && counts(other) ? [Math.min(shareOf(one), shareOf(other))] : [],
  )
  if (shares.length > 0) return { value: percent(Math.max(...shares)), reason: null }
  const reason = ends.length > 0 ? 'registry.missing.systemsNotConfirmed' : 'registry.missing.noExchange'
  return { value: null, reason }
}

/** Of the systems that count, those that exchange data with another; of at least two. */
function integration(rows: Rows): Made {
  const sound = systemsOf(rows).filter(counts).length
  if (sound < 2) return { value: null, reason: 'registry.missing.fewSystems' }
  const linked = linkedIds(rows).size
  if (linked === 0) return { value: null, reason: 'registry.missing.systemsNotLinked' }
  return { value: percent(Math.floor((10_000 * linked) / sound)), reason: null }
}

/**
 * Each process that a system which counts carries, with how far the widest one reaches:
 * `execution=80.00 planning=50.00`, by the alphabet.
 */
function reaches(rows: Rows): Made {
  const entered = systemsOf(rows)
  const sound = entered.filter(counts)
  const carried = new Set(sound.flatMap(({ facts }) => String(facts.processes).split(' ')))
  const parts = [...carried].toSorted().flatMap((one) => {
    const share = Math.max(...sound.filter((row) => carries(row, [one])).map(shareOf))
    return share > 0 ? [`${one}=${percent(share)}`] : []
  })
  return parts.length > 0
    ? { value: parts.join(' '), reason: null }
    : { value: null, reason: whyNot(entered) }
}

type Rule = {
  /** Null for a rule that asks for all. */
  processes: readonly SystemProcess[] | null
  made: (rows: Rows) => Made
  /** Tells several processes at once, whatever they exchange. */
  isSeveral?: true
}

/** By query and version. A rule that is here is never changed: what was kept by it must come out again. */
const rules = new Map<string, Rule>([
  ...(Object.keys(asked) as Asked[]).map((name): [string, Rule] => {
    const processes = asked[name]
    return [`registry.systems.${name}@1`, { processes, made: (rows) => covered(rows, processes) }]
  }),
  ...linkedToo.map((name): [string, Rule] => {
    const processes = asked[name]
    const made = (rows: Rows) => covered(rows, processes, linkedIds(rows))
    return [`registry.systems.${name}Linked@1`, { processes, made }]
  }),
  ...(Object.keys(exchanges) as Exchange[]).map((name): [string, Rule] => {
    const { from, to } = exchanges[name]
    const made = (rows: Rows) => exchange(rows, exchanges[name])
    return [`registry.systems.${name}@1`, { processes: [...from, ...to], made }]
  }),
  ['registry.systems.integration@1', { processes: null, made: integration }],
  ['registry.systems.processes@1', { processes: null, made: reaches, isSeveral: true }],
])

export const systemEvidenceQueries: readonly string[] = [...rules.keys()]

/** What the rows prove by the rule of a version; null for a rule that is no ledger's. */
export function systemEvidence(query: string, version: number, rows: Rows): Made | null {
  return rules.get(`${query}@${version}`)?.made(rows) ?? null
}

/** The rows of a ledger that a query looks at: systems of its processes, their links, and the other ends. */
export function rowsFor(query: string, version: number, rows: Rows): EvidenceRow[] {
  const { processes = null, isSeveral = false } = rules.get(`${query}@${version}`) ?? {}
  if (isSeveral) return systemsOf(rows)
  if (processes === null) return [...rows]
  const own = new Set(
    systemsOf(rows)
      .filter((row) => carries(row, processes))
      .map(({ id }) => id),
  )
  const ends = ({ facts }: EvidenceRow) => [String(facts.fromId), String(facts.toId)]
  const links = linksOf(rows).filter((row) => ends(row).some((id) => own.has(id)))
  const near = new Set([...own, ...links.flatMap(ends)])
  return [...systemsOf(rows).filter(({ id }) => near.has(id)), ...links]
}

/** The processes that a query asks for; null for one that asks for all. */
export function processesFor(query: string, version: number): readonly SystemProcess[] | null {
  return rules.get(`${query}@${version}`)?.processes ?? null
}

/** A share in per cent; none where the value is several words. */
export function systemUnit(query: string, version: number): string {
  return rules.get(`${query}@${version}`)?.isSeveral ? '' : 'P1'
}
