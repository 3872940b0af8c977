import { drawnGround, room, type Sample } from '../sample.ts'

export const samples: readonly Sample[] = [
  { says: 'no drawing', files: {}, faults: ['package.json:1'] },
  {
    says: 'a drawing from before a room was added',
    files: { ...drawnGround(), 'modules/market/package.json': room('market', []) },
    faults: ['docs/generated/house.md:1'],
  },
  { says: 'the drawing of now', files: drawnGround(), faults: [] },
]
