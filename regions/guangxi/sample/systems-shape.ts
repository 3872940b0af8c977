import type { Words } from '../shape.ts'

/** Ledgers of information systems of sample firms; a link names another system of the same firm. */
export type SampleSystems = {
  source: Words
  enteredBy: string
  confirmedBy: string
  systems: {
    organisation: string
    kindCode: string
    name: string
    supplier: string
    isOwn: boolean
    usedSince: string
    usedUntil: string | null
    processes: string[]
    coverageOf: 'departments' | 'lines' | 'products' | 'sites' | 'people'
    covered: number
    total: number
    countedHow: string
    status: 'entered' | 'asked' | 'confirmed' | 'refused'
    papers: { paperKind: 'contract' | 'acceptance' | 'screenshot' | 'other'; name: string }[]
    links: {
      to: string
      exchanged: 'partsList' | 'processPlan' | 'orders' | 'plans' | 'stock' | 'vouchers'
      isAutomatic: boolean
    }[]
  }[]
}
