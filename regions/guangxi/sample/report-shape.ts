import type { Words } from '../shape.ts'

/** What bodies of the sample reported of goals that no record proves, with what it amounts to in groups. */
export type SampleReports = {
  source: Words
  reports: {
    goal: string
    yearsAgo: number
    value: number
    note: string
    /** Parks by their code. */
    parts: { kind: 'division' | 'trade' | 'park'; key: string; value: number }[]
  }[]
}
