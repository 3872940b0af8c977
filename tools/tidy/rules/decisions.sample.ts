import type { Sample } from '../sample.ts'

const list = 'docs/decisions/README.md'
const right = '# 0001 A choice\n\n## Given up\n\nThe other.\n'

export const samples: readonly Sample[] = [
  {
    says: 'a number twice, a title of another number, no loss, not in the list, too long',
    files: {
      [list]: '[one](0001-one.md)\n',
      'docs/decisions/0001-one.md': right,
      'docs/decisions/0001-two.md': `# Two\n${'\n'.repeat(60)}`,
    },
    faults: [list, ...Array.from({ length: 3 }, () => 'docs/decisions/0001-two.md')]
      .map((path) => `${path}:1`)
      .concat('docs/decisions/0001-two.md:60'),
  },
  { says: 'no list', files: {}, faults: ['package.json:1'] },
  {
    says: 'two decisions',
    files: {
      [list]: '[one](0001-one.md) [two](0002-two.md)\n',
      'docs/decisions/0001-one.md': right,
      'docs/decisions/0002-two.md': right.replace('0001', '0002'),
    },
    faults: [],
  },
]
