import type { Words } from '../shape.ts'

/** Invented EPCIS events of one sample firm; their days count from when they are loaded. */
export type SampleTrace = {
  source: Words
  organisation: string
  events: ({ daysAgo: number; type: string } & Record<string, unknown>)[]
  /** What becomes of the parts that machines make. */
  rules: {
    name: string
    equipment: string
    product: string
    numbering: 'serial' | 'lot'
    prefix: string
    width: number
    place?: string
    daysBack: number
    inputs: { item: string; perPart: number; uom?: string }[]
    checks: { tag: string; type: string; uom: string; least?: number; most?: number }[]
    packEvery: number
  }[]
}
