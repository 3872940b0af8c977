import { linesOfCode, type Sample } from '../sample.ts'

const long = linesOfCode(69).replaceAll('export ', '')
const right = linesOfCode(68).replaceAll('export ', '')

export const samples: readonly Sample[] = [
  {
    says: 'functions of 71 lines, however they are written',
    files: {
      'kit/a.ts': `export function a() {\n${long}}\n`,
      'kit/b.ts': `run(() => {\n${long}\n})\n`,
      'kit/c.ts': `const c = {\n  d() {\n${long}\n}\n}\n`,
    },
    faults: ['kit/a.ts:1', 'kit/b.ts:1', 'kit/c.ts:2'],
  },
  {
    says: 'functions of 70 lines; a chapter of tests may be longer',
    files: {
      'kit/a.ts': `export function a() {\n${right}}\n`,
      'kit/a.test.ts': `describe('a', () => {\n${long}${long}})\n`,
    },
    faults: [],
  },
]
