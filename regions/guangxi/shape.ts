/** The shape of a region as data. Another region is another folder with the same files. */

/** What a person reads: Chinese first, English whole. */
export type Words = { zh: string; en: string }

/** Six digits of GB/T 2260. */
export type DivisionCode = string

export type County = {
  code: DivisionCode
  kind: 'district' | 'county' | 'city' | 'autonomous-county'
  name: Words
}
export type City = { code: DivisionCode; name: Words; counties: County[] }
export type Divisions = { source: Words; region: { code: DivisionCode; name: Words }; cities: City[] }

/** One row of GB/T 4754: level 0 section (a letter), 1 division, 2 group, 3 class. */
export type Trade = {
  code: string
  /** English is null where nobody has worded it yet; the nearest ancestor's then serves. */
  name: { zh: string; en: string | null }
  parent: string | null
  level: 0 | 1 | 2 | 3
}
export type Trades = { source: Words; trades: Trade[] }

export type Department = { code: string; name: Words; short: Words }
export type CityGovernment = { code: string; region: DivisionCode; name: Words }
/** A body the plan names collectively, such as the governments of all cities. */
export type DepartmentGroup = { code: string; name: Words; members: string[] }
export type Departments = {
  source: Words
  departments: Department[]
  cityGovernments: CityGovernment[]
  groups: DepartmentGroup[]
}

/** A unit: its UN/CEFACT code where there is one (money has a currency instead), and its name. */
export type GoalUnit = { code: string | null; name: Words }
/** `stated`: the clause itself gives the date. `horizon`: it gives none, and the plan's end stands for it. */
export type DueFrom = 'stated' | 'horizon'
export type Goal = {
  key: string
  title: Words
  /** Null where the plan sets a direction and no number; `comparison` and `unit` are then null too. */
  target: number | null
  comparison: 'at-least' | 'above' | null
  unit: GoalUnit | null
  /** A calendar day, the last on which it may be reached. */
  due: string
  dueFrom: DueFrom
  clause: string
  /** The plan's own words (zh, verbatim) and our translation. */
  quote: Words
  /** Rows of the coverage table, P1 to P19. */
  rows: string[]
  tasks: string[]
  computed: Words
  /** The module whose records would prove the figure. */
  provedBy: string
  /** The same module once it offers that evidence; null until then. */
  evidence: string | null
  /** Which of that module's records: certificates of schemes, or firms assessed by a framework. */
  proof?: { certificates: string[]; underWay?: boolean } | { assessed: string }
  /** The body that reports the figure with proof attached, where no module can prove it: a task's lead. */
  reportedBy?: string
}
export type Task = {
  id: string
  section: string
  clause: string
  title: Words
  excerpt: Words
  /** The first of the bodies after 责任单位, a department's or a group's code. */
  lead: string
  /** The others in the plan's order. */
  partners: string[]
  rows: string[]
  due: string
  dueFrom: DueFrom
}
/** A sentence of a task (zh, verbatim) and our translation: what the task's bodies are to do. */
export type Measure = { key: string; task: string; clause: string; text: Words }
export type PlanSection = { id: string; clause: string; title: Words }
export type Plan = {
  title: Words
  source: Words
  basis: Words
  horizon: string
  sections: PlanSection[]
  goals: Goal[]
  tasks: Task[]
}

/** Days on which offices differ from the week, by the yearly notices. */
export type Calendar = {
  source: Words
  days: { day: string; kind: 'off' | 'work'; nameZh: string; nameEn: string }[]
}

/**
 * A map of tiles: hexagons with a point on top, [column, row] from the north-west, odd rows shifted right by
 * half a tile. The centre of a tile is at (column + (row odd ? 1/2 : 0), row × √3/2) tile widths.
 */
export type Cartogram = {
  source: Words
  layout: { shape: 'hexagon'; top: 'point'; shifted: 'odd-rows' }
  columns: number
  rows: number
  cities: { region: DivisionCode; tiles: [column: number, row: number][] }[]
}

/** A form as `assess` takes it, and a procedure; the room itself says what is wrong with one. */
export type AssessFile = Record<string, unknown>

/** A rule of data quality: two numbers, where they come from, and whether that was read in an original. */
export type QualityRule = {
  kind: string
  least: number | null
  threshold: string
  source: Words
  isExample: boolean
}
