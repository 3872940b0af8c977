import type { Sample } from '../sample.ts'

const contract = [
  'export const factory = defineContract({',
  "  permissions: ['factory.read'],",
  "  routes: { a: { method: 'GET', path: '/a', may: 'factory.write' }, b: { may: 'public' } },",
  "  faults: { 'factory.full': { status: 409 } },",
  '})',
  '',
].join('\n')

export const samples: readonly Sample[] = [
  {
    says: 'a fault of no contract, a permission of no contract, a fault that nobody throws',
    files: {
      'modules/factory/contract.ts': contract,
      'modules/factory/service.ts': "\nthrow new Fault('factory.empty')\n",
    },
    faults: [
      'modules/factory/contract.ts:3',
      'modules/factory/contract.ts:4',
      'modules/factory/service.ts:2',
    ],
  },
  {
    says: 'faults of the contract and of the kit',
    files: {
      'kit/errors/index.ts': "export const kitFaults = { 'kit.notFound': { status: 404 } } as const\n",
      'modules/factory/contract.ts': contract.replace('factory.write', 'factory.read'),
      'modules/factory/service.ts':
        "throw new Fault('kit.notFound')\nthrow new Fault('factory.full', { size })\n",
    },
    faults: [],
  },
]
