import type { Words } from '../shape.ts'

/** Invented EPCIS events of one sample firm; their days count from when they are loaded. */
export type SampleTrace = {
  source: Words
  organisation: string
  events: ({ daysAgo: number; type: string } & Record<string, unknown>)[]
  /** What becomes of what machines make and do and of what is inspected; each of the firm, or of its own. */
  rules: {
    name: string
    organisation?: string
    /** Without it of no machine. */
    equipment?: string
    product: string
    numbering: 'serial' | 'lot'
    prefix: string
    width: number
    place?: string
    daysBack: number
    inputs: { item: string; perPart: number; uom?: string }[]
    checks: { tag: string; type: string; uom: string; least?: number; most?: number }[]
    packEvery: number
    alarmsFail?: 'critical' | 'high' | 'medium' | 'low'
    starts?: SampleStarts
  }[]
}

type SampleStarts =
  | { on: 'shift' }
  | {
      on: 'state'
      states: ('production' | 'setup' | 'delay' | 'down' | 'idle')[]
      thing: string
      bizStep: string
      disposition: string
    }
  | {
      on: 'inspection'
      bizStep: string
      passed: string
      failed: string
      persists: boolean
      measures: { characteristic: string; type: string }[]
    }

/** What was found at things; `paper` is the number of a paper of the sample, what is held was set apart. */
type SampleInspection = {
  number: string
  inspectionKind: 'incoming' | 'process' | 'final' | 'outgoing' | 'laboratory'
  things: string[]
  quantity?: number
  unit?: string
  place?: string
  daysAgo: number
  inspector: string
  paper?: string
  isHeld?: true
  findings: {
    characteristic: string
    value?: number
    text?: string
    uom?: string
    least?: number
    most?: number
    isPassed?: boolean
  }[]
  note?: string
}

type SampleField = {
  name: string
  title: string
  titleEn: string
  type: 'text' | 'number' | 'date' | 'boolean' | 'choice' | 'link'
  isRequired: boolean
  unit?: string
  choices?: string[]
  audience: 'public' | 'partner' | 'own'
}

type Place = readonly [latitude: number, longitude: number]

/** What people and partners did with the goods of a sample firm. Items are paths of digital links. */
export type SampleTraceUse = {
  source: Words
  organisation: string
  partner: { organisation: string; reason: string; daysAgo: number }
  /** `{base}` stands for the address of the program. */
  links: {
    about: string
    linkType: string
    href: string
    title: string
    languages: string[]
    isDefault?: true
  }[]
  scans: { item: string; phones: number; daysAgo: number; hours: number; places: Place[] }[]
  reports: {
    item: string
    problem: 'fake' | 'quality' | 'safety' | 'other'
    text: string
    contact?: string
    daysAgo: number
    answer?: string
  }[]
  identifiers: {
    prefix: string
    templates: {
      name: string
      title: string
      titleEn: string
      fields: SampleField[]
    }[]
    rows: {
      template: string
      suffix: string
      about?: string
      attributes: Record<string, string>
    }[]
  }
  footprints: {
    about: string
    method: string
    kilograms: string
    quantity: string
    unit: string
    phases: string[]
    publishedOn: string
    validUntil: string
  }[]
  inspections: SampleInspection[]
  drill: {
    daysAgo: number
    title: string
    reason: string
    instructions: string
    things: string[]
    hazard: '1' | '2' | '3'
    partnerNote: string
    conclusion: string
  }
  /** Cartons of the rule that go on a pallet to the partner, once so many are there. */
  shipment: { cartons: number; dock: string; paper: string; recipient: string; arrivesAt: string }
}
