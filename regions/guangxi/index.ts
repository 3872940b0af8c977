import { fileReader } from './files.ts'
import type { Cartogram, Departments, Divisions, Plan } from './shape.ts'
import { trades } from './trades.ts'

export type * from './shape.ts'

/** Guangxi as data. Each member is read from its file at the first call. */
export const guangxi = {
  /** GB/T 2260. */
  code: '450000',
  divisions: fileReader<Divisions>('./divisions.json'),
  trades,
  departments: fileReader<Departments>('./departments.json'),
  plan: fileReader<Plan>('./plan.json'),
  cartogram: fileReader<Cartogram>('./cartogram.json'),
} as const
