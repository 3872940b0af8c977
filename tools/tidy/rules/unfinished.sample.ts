import type { Sample } from '../sample.ts'

// Put together from parts, so that the rules do not find them here.
const later = ['TO', 'DO'].join('')
const pretender = ['mo', 'ck'].join('')
const stand = ['st', 'ub'].join('')
const promised = ['not imple', 'mented'].join('')

export const samples: readonly Sample[] = [
  {
    says: 'work left for later, and names of things that pretend',
    files: {
      'kit/a.ts': `// ${later} later\nexport const ${pretender}Store = 1\nexport const a = '${promised}'\n`,
      'kit/a.test.ts': `const server${stand[0]?.toUpperCase()}${stand.slice(1)} = 1\n/* a ${stand} */\n`,
      'modules/factory/sql/001-a.sql': `\n-- ${later}\n`,
    },
    faults: ['kit/a.test.ts:1', 'kit/a.test.ts:2', ...[1, 2, 3].map((line) => `kit/a.ts:${line}`)].concat(
      'modules/factory/sql/001-a.sql:2',
    ),
  },
  {
    says: 'words that only contain those letters',
    files: { 'kit/a.ts': '// what is to do now, and stubborn machines\nexport const stubbornness = 1\n' },
    faults: [],
  },
]
