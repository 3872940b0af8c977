import type { Sample } from '../sample.ts'

export const samples: readonly Sample[] = [
  {
    says: 'a class that inherits',
    files: {
      'kit/a.ts': 'export class Store extends Base {}\n',
      'kit/b.ts': '\nrun(class extends mixed(A) {})\n',
    },
    faults: ['kit/a.ts:1', 'kit/b.ts:2'],
  },
  {
    says: 'errors, the component that catches them, and types',
    files: {
      'kit/a.ts': [
        'export class Fault extends Error {}',
        'export class Late extends ReasonError {}',
        'export interface A extends B {}',
        '',
      ].join('\n'),
      'kit/ui/catch.tsx': 'class Catch extends Component {\n  static getDerivedStateFromError() {}\n}\n',
    },
    faults: [],
  },
]
