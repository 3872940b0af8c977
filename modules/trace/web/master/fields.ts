import type { Answer } from '@ronghe/kit/contract'
import type { trace } from '../../contract.ts'

export type Master = Answer<(typeof trace.routes)['master']>
export type MasterKind = Master['kind']

/** What each kind of master data has besides its names, in the order of the form. */
export const fieldsOf = {
  product: ['brand', 'model', 'category', 'netContent', 'unit', 'origin', 'shelfLifeDays', 'website'],
  place: ['placeKind', 'address', 'addressEn', 'regionCode', 'latitude', 'longitude', 'phone', 'website'],
  party: [
    'creditCode',
    'address',
    'addressEn',
    'regionCode',
    'latitude',
    'longitude',
    'website',
    'phone',
    'email',
  ],
} as const

const all = [...new Set(Object.values(fieldsOf).flat())]

/** Hides what another kind has. */
export function hiddenFor(kind: MasterKind): Record<string, { hidden?: true; control?: 'longText' }> {
  const own: readonly string[] = fieldsOf[kind]
  const others = all.filter((field) => !own.includes(field))
  return {
    ...Object.fromEntries(others.map((field) => [field, { hidden: true as const }])),
    description: { control: 'longText' },
    descriptionEn: { control: 'longText' },
  }
}
