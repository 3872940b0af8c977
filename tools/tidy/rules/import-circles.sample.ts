import { room, type Sample } from '../sample.ts'

export const samples: readonly Sample[] = [
  {
    says: 'two rooms need each other',
    files: { 'modules/registry/package.json': room('registry', ['@ronghe/kit', '@ronghe/factory']) },
    faults: ['modules/factory/package.json:1'],
  },
  {
    says: 'three rooms stand in a circle',
    files: {
      'modules/registry/package.json': room('registry', ['@ronghe/market']),
      'modules/market/package.json': room('market', ['@ronghe/factory']),
    },
    faults: ['modules/factory/package.json:1'],
  },
  { says: 'the ground has no circle', files: {}, faults: [] },
]
