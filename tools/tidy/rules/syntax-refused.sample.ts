import type { Sample } from '../sample.ts'

export const samples: readonly Sample[] = [
  {
    says: 'syntax that cannot be erased, `any`, and a file that does not parse',
    files: {
      'kit/a.ts': 'export enum A {\n  b,\n}\nexport namespace N {\n  export const x = 1\n}\n',
      'kit/b.ts': 'export class B {\n  constructor(private readonly x: string) {}\n}\n',
      'kit/c.ts': 'export const c: any = 1\nexport const d = c as any[]\n',
      'kit/d.ts': '@sealed\nexport class D {}\n',
      'kit/e.ts': 'export const = 1\n',
    },
    faults: [
      'kit/a.ts:1',
      'kit/a.ts:4',
      'kit/b.ts:2',
      'kit/c.ts:1',
      'kit/c.ts:2',
      'kit/d.ts:1',
      'kit/e.ts:1',
    ],
  },
  {
    says: 'a union, a class with fields, unknown, and the word in a text',
    files: {
      'kit/a.ts':
        "export type A = 'b' | 'c'\nexport class B {\n  readonly x = 'any'\n}\nexport const c: unknown = 1\n",
    },
    faults: [],
  },
]
