import type { DivisionCode, Words } from '../shape.ts'

/** Short codes stand for one another: an organisation's is unique, a unit's and a machine's within it. */
export type OrganisationKind =
  | 'enterprise'
  | 'park'
  | 'serviceAgency'
  | 'institute'
  | 'financial'
  | 'government'

export type SampleOrganisation = {
  code: string
  kind: OrganisationKind
  name: Words
  /** GB 32100, its check digits right, its body one that no registration office gives out (YY…). */
  creditCode: string
  region: DivisionCode
  trade: string | null
  /** How its key processes are judged to be numerically controlled; null for whoever makes nothing. */
  production: 'discrete' | 'process' | null
  /** Revenue of a year in fen. */
  size: { class: 'large' | 'medium' | 'small' | 'micro'; employees: number; revenueFen: number } | null
  address: Words
  contact: { name: Words; phone: string; email: string }
  verification: 'approved' | 'unverified'
}
export type SampleOrganisations = { source: Words; organisations: SampleOrganisation[] }

export type SamplePerson = {
  email: string
  name: Words
  locale: 'zh' | 'en'
  memberships: { organisation: string; role: string }[]
}
export type SamplePeople = { source: Words; people: SamplePerson[] }

/** Site, area, work centre and work unit of IEC 62264-1; a parent stands before its children. */
export type SampleUnit = {
  organisation: string
  code: string
  level: 'site' | 'area' | 'line' | 'cell'
  parent: string | null
  name: Words
}
export type SampleUnits = { source: Words; units: SampleUnit[] }

/** A park, who runs it, and the firms whose first site lies in it. */
export type SamplePark = {
  code: string
  name: Words
  region: DivisionCode
  operator: string | null
  address: Words
  firms: string[]
}
export type SampleParks = { source: Words; parks: SamplePark[] }

export type SampleEdge = {
  organisation: string
  code: string
  name: Words
  /** The edge at which its machines are set up, in two versions that are rolled out to it. */
  setUpAt?: { edge: string; notes: [Words, Words] }
  /** Nothing runs for it yet. */
  isSpare?: true
}
/** `device` is the machine as the edge names it, `machine` as the machine's own server does. */
export type SampleConnection = {
  edge: string
  device: string
  protocol: 'mtconnect' | 'opcua'
  machine: string
}
export type SampleEquipment = {
  organisation: string
  unit: string
  code: string
  name: Words
  maker: Words
  model: string
  serialNumber: string
  firmware: string | null
  builtOn: string
  commissionedOn: string
  retiredOn: string | null
  /** In discrete production only `cnc` counts as numerical control, in process industry `plc` and `dcs`. */
  control: 'cnc' | 'plc' | 'dcs' | 'manual'
  isNumericalControl: boolean
  isNetworked: boolean
  process: Words
  isKeyProcess: boolean
  connection: SampleConnection | null
}
export type SampleRegister = { source: Words; edges: SampleEdge[]; equipment: SampleEquipment[] }

/** Local times HH:MM; an end at or before the start is on the next day. Weekdays 1 Monday … 7 Sunday. */
export type SampleShift = {
  name: Words
  weekdays: number[]
  start: string
  end: string
  breaks: { name: Words; start: string; end: string }[]
}
export type SampleCalendar = {
  organisation: string
  unit: string
  timeZone: string
  validFrom: string
  shifts: SampleShift[]
}
export type SampleShifts = { source: Words; calendars: SampleCalendar[] }

/** A signal. Shown value = sent value × scale + shift; `source` is the data item's id or the node's. */
export type SampleTag = {
  name: string
  label: Words
  category: 'sample' | 'event' | 'condition'
  /** MTConnect type, such as EXECUTION: what rules ask for, whatever the machine calls it. */
  type: string
  valueType: 'number' | 'text'
  /** UN/CEFACT Recommendation 20. */
  unit: string | null
  scale: number
  shift: number
  place: number
  source: string
  /** Of a condition: its level, or the text of what is active. */
  part: 'value' | 'message'
}
export type SampleTags = {
  source: Words
  machines: { organisation: string; equipment: string; tags: SampleTag[] }[]
}

/** What a machine makes and its planned run time per item (ISO 22400 PRI), or why there is none. */
export type SampleRuns = {
  source: Words
  runs: { organisation: string; equipment: string; product: Words; idealCycleMs: number; startsAt: string }[]
  undeclared: { organisation: string; equipment: string; reason: Words }[]
  /** How parts are counted where the part counter stands still. */
  counting: {
    organisation: string
    equipment: string
    source: 'counter' | 'programEnd' | 'declared'
    partsPerEnd: number
    cycleSecondsMin: number
    rejects: 'unknown' | 'noneUnlessSaid'
  }[]
  /** Which stops are micro and which want a word. */
  stopRules: {
    organisation: string
    unit: string
    microStopSeconds: number
    classifySeconds: number
    isMandatory: boolean
    overSpeedPercent: number
  }[]
  /** OEE that the machines of a unit are to reach together. */
  targets: { organisation: string; unit: string; validFrom: string; targetPercent: number }[]
}

type SampleSignal = { equipment: string; tag: string }

/** Meters, a tariff, a carbon factor, targets, and by which readings a machine works. */
export type SampleEnergy = {
  source: Words
  /** A parent is named by its Chinese name and stands before its children. */
  meters: {
    organisation: string
    name: Words
    parent: string | null
    unit: string
    equipment: string | null
    signal: SampleSignal
    reading: 'counter' | 'powerStep' | 'powerLinear'
    measuredIn: 'Wh' | 'kWh' | 'MWh' | 'W' | 'kW'
  }[]
  tariffs: {
    organisation: string
    name: Words
    validFrom: string
    timeZone: string
    source: Words
    periods: {
      months: number[]
      fromMinute: number
      toMinute: number
      kind: 'sharp' | 'peak' | 'flat' | 'valley' | 'deepValley'
      fenPerKwh: string
    }[]
  }[]
  factors: { organisation: string; validFrom: string; kgPerKwh: string; source: Words }[]
  targets: {
    organisation: string
    meter: string
    period: 'day' | 'month' | 'piece'
    kwh: string
    validFrom: string
  }[]
  rules: { organisation: string; equipment: string; note: Words; rules: unknown }[]
}

/** Plant pictures as the factory keeps them, with codes for machines and keys for pictures. */
export type SamplePictures = {
  source: Words
  pictures: {
    organisation: string
    key: string
    name: Words
    unit: string | null
    parent: string | null
    drawing: unknown
  }[]
}

/** Lists of key enterprises (重点企业): each holds from its day until the next one's. */
export type SampleRosters = {
  source: Words
  rosters: { name: Words; validFrom: string; organisations: string[] }[]
}

/** What one body did with its part of an item, as days before the first start. */
export type SampleAct = { action: string; daysAgo: number; comment?: string; explanation?: string }
export type SampleItem = {
  title: string
  titleEn: string
  text: string
  task: string
  goal: string | null
  isUrgent: boolean
  state: 'submitted' | 'running' | 'closed'
  issuedDaysAgo: number
  dueInDays: number
  parts: { department: string; acts: SampleAct[] }[]
}
/** Items of supervision, and which sample organisation acts for which body of the plan. */
export type SampleSupervision = {
  source: Words
  supervisor: string
  bodies: { department: string; organisation: string }[]
  items: SampleItem[]
}

/** Of the aggregates of the history, those that the sample asks for. */
type Aggregate = 'timeAverage' | 'maximum' | 'percentGood'
type Clocked = { daysAgo: number; at: string }
type OfMachine = { organisation: string; equipment: string }
type SampleTiers = { rawDays: number | null; minuteDays: number | null; hourDays: number | null }
/** What people said and set on the shop floor; persons by the first part of their address. */
export type SampleShop = {
  source: Words
  /** How long history is kept, and classes of signals in their order; null keeps for good. */
  retention: (SampleTiers & {
    organisation: string
    classes: (SampleTiers & { name: Words; pattern: string })[]
  })[]
  products: {
    organisation: string
    code: string
    name: Words
    idealCycleMs: number
    rates: { equipment: string; idealCycleMs: number }[]
  }[]
  routes: {
    organisation: string
    name: Words
    priority: 'critical' | 'high' | 'medium' | 'low'
    /** Only while the shift of this name works. */
    shift?: Words
    levels: { afterMinutes: number; roles: string[] }[]
  }[]
  /** Why a machine stood at some hours of some weekdays. */
  stopWords: (OfMachine & {
    weekdays: number[]
    start: string
    end: string
    reason: string
    note: Words | null
  })[]
  handover: (Clocked & {
    organisation: string
    unit: string
    equipment: string | null
    kind: 'note' | 'fault' | 'quality' | 'material' | 'safety' | 'order'
    isPoint: boolean
    body: Words
    person: string
  })[]
  andon: (OfMachine &
    Clocked & {
      kind: 'fault' | 'material' | 'quality' | 'safety' | 'help'
      answerMinutes: number
      resolveMinutes: number
      note: Words
      resolution: Words
    })[]
  /** What one person asked of the history. */
  asked: {
    organisation: string
    person: string
    charts: {
      name: Words
      equipment: string
      signals: string[]
      aggregates: Aggregate[]
      span: 'day' | 'week' | 'month'
      intervalMs: number
    }[]
    exports: {
      equipment: string
      signals: string[]
      kind: 'points' | 'aggregates'
      format: 'parquet' | 'csv'
      daysAgo: [number, number]
      intervalMs?: number
      aggregates?: Aggregate[]
    }[]
  }
  anomalies: (OfMachine & {
    name: Words
    signals: string[]
    stepSeconds: number
    /** From … days to … days before the first start. */
    learnDaysAgo: [number, number]
    onlyProduction: boolean
  })[]
}

/** Assessments that the sample firms made; the answers are made up around a level. */
export type SampleAssessments = {
  source: Words
  windows: { framework: string; year: number; opensOn: string; closesOn: string }[]
  runs: {
    organisation: string
    framework: string
    year: number
    facts: Record<string, string>
    around: number
    isSubmitted: boolean
    decision?: { status: 'accepted' | 'returned'; by: string; reason: string | null }
    assessor?: string
    steps?: { node: string; title: string; owner: string; dueOn: string; costFen: number }[]
  }[]
  filledBy: string
  /** Who is shown as having moved a case, by party. */
  parties: Partial<Record<'firm' | 'consultant' | 'body' | 'city' | 'region', string>>
  experts: { organisation: string; email: string }[]
  relations: {
    organisation: string
    related: string
    kind: 'owner' | 'client' | 'family' | 'other'
    note: string
    by: string
  }[]
  cases: {
    organisation: string
    procedure: string
    body: string | null
    moves: { code: string; daysAgo: number; note?: string }[]
    scores?: { score: number; text: string }[]
  }[]
}

/** Invented products, places and parties of sample firms, with papers that lie in `papers/`. */
export type SampleTraceMaster = {
  source: Words
  prefixes: { organisation: string; prefix: string }[]
  masters: {
    organisation: string
    kind: 'product' | 'place' | 'party'
    identifier: string
    names: Words & Record<string, string>
    descriptions?: Words & Record<string, string>
    addresses?: Words & Record<string, string>
    fields: Record<string, string | number>
  }[]
  documents: {
    organisation: string
    about: string
    kind: 'testReport' | 'certificate'
    title: string
    titleEn: string | null
    number: string | null
    issuer: string | null
    issuedOn: string | null
    validUntil: string | null
    audience: 'public' | 'partner' | 'own'
    file: string
  }[]
}

export type { SampleFunds } from './shape-funds.ts'
export type { SampleTrace, SampleTraceUse } from './shape-trace.ts'
