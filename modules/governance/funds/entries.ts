import type { EntryKey, EntryRow } from './rows.ts'

/** Every entry of an application's form, in its order; `fixed` ones a firm cannot say otherwise. */
export const entryKinds = {
  name: { source: 'registry', unit: '', isFixed: true },
  creditCode: { source: 'registry', unit: '', isFixed: true },
  region: { source: 'registry', unit: '', isFixed: true },
  trade: { source: 'registry', unit: '', isFixed: false },
  sizeClass: { source: 'registry', unit: '', isFixed: false },
  employees: { source: 'registry', unit: 'C62', isFixed: false },
  revenue: { source: 'registry', unit: 'CNY', isFixed: false },
  machines: { source: 'factory', unit: 'C62', isFixed: false },
  machinesDescribed: { source: 'factory', unit: 'C62', isFixed: false },
  machinesConnected: { source: 'factory', unit: 'C62', isFixed: false },
  keyProcessControl: { source: 'factory', unit: 'P1', isFixed: false },
  oee: { source: 'factory', unit: 'P1', isFixed: false },
  productionHours: { source: 'factory', unit: 'HUR', isFixed: false },
  assessScore: { source: 'assess', unit: '', isFixed: false },
  assessLevel: { source: 'assess', unit: '', isFixed: false },
  certificates: { source: 'assess', unit: '', isFixed: true },
} as const satisfies Record<string, { source: EntryRow['source']; unit: string; isFixed: boolean }>

export const entryKeys = Object.keys(entryKinds) as EntryKey[]

const numbers: readonly EntryKey[] = [
  'employees',
  'revenue',
  'machines',
  'machinesDescribed',
  'machinesConnected',
  'keyProcessControl',
  'oee',
  'productionHours',
  'assessScore',
]
const sizes = ['large', 'medium', 'small', 'micro']
const decimal = /^(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?$/

/** May a firm say this of itself: a decimal where numbers are counted, a known size, else any text? */
export function isSayable(key: EntryKey, said: string): boolean {
  if (key === 'sizeClass') return sizes.includes(said)
  return isNumber(key) ? decimal.test(said) : said.trim().length > 0
}

export function isNumber(key: EntryKey): boolean {
  return numbers.includes(key)
}

/** Does the firm say something else than is known? A number in another spelling is the same number. */
export function isOtherwise(one: Pick<EntryRow, 'key' | 'value' | 'said'>): boolean {
  if (one.said === null || one.value === null) return false
  return isNumber(one.key) ? plain(one.said) !== plain(one.value) : one.said.trim() !== one.value.trim()
}

/** A decimal without the zeros behind its point that say nothing. */
function plain(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

/** In the order of the form, with whether the firm may say otherwise and whether it does. */
export function shownEntries(rows: readonly EntryRow[]) {
  return entryKeys.flatMap((key) => {
    const one = rows.find((row) => row.key === key)
    if (!one) return []
    const shown = {
      ...one,
      at: one.at.toISOString(),
      saidAt: one.saidAt?.toISOString() ?? null,
      isNumber: isNumber(key),
      isFixed: entryKinds[key].isFixed,
      isOtherwise: isOtherwise(one),
    }
    return [shown]
  })
}

const naming: readonly EntryKey[] = ['name', 'creditCode', 'region', 'certificates']

/** For an expert who is not to know the firm: nothing that names it or its people, and no way to it. */
export function blindEntries(rows: readonly EntryRow[]) {
  return shownEntries(rows)
    .filter(({ key }) => !naming.includes(key))
    .map((one) => ({ ...one, proof: null, saidByName: null }))
}
