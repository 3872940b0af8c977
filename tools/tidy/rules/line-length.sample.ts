import type { Sample } from '../sample.ts'

const long = 'a'.repeat(111)
const address = `https://example.org/${long}`

export const samples: readonly Sample[] = [
  {
    says: 'lines of 111 characters in code, style and prose',
    files: {
      'kit/a.ts': `const a = 1\n// ${'a'.repeat(108)}\n`,
      'kit/ui/a.css': long,
      'README.md': `\n${long}\n`,
      'kit/b.ts': `const address = '${address}'\n`,
    },
    faults: ['README.md:2', 'kit/a.ts:2', 'kit/b.ts:1', 'kit/ui/a.css:1'],
  },
  {
    says: '110 characters; tables, data, SQL, fenced text and addresses in comments',
    files: {
      'kit/a.ts': `// ${'语'.repeat(107)}\n// ${address}\n`,
      'README.md': `| ${long} |\n\n\`\`\`\n${long}\n\`\`\`\n- see ${address}\n`,
      'kit/i18n/zh.json': `{"a.b":"${long}"}`,
      'kit/db/sql/001-a.sql': `-- ${long}`,
    },
    faults: [],
  },
]
