import { manifest, type Sample } from '../sample.ts'

const pages = { 'README.md': '# Ronghe\n', 'kit/README.md': '# kit\n' }
const packages = { 'package.json': '{}', 'kit/package.json': manifest({ name: '@ronghe/kit' }) }

export const samples: readonly Sample[] = [
  {
    says: 'workspaces without a page, and links that lead nowhere',
    alone: true,
    files: {
      ...packages,
      'docs/glossary.md': '[kit](../kit/package.json)\n[gone](../gone.md) and [out](../../x.md)\n',
    },
    faults: ['package.json:1', 'kit/package.json:1', 'docs/glossary.md:2', 'docs/glossary.md:2'],
  },
  {
    says: 'pages, and links to files, folders, chapters, pictures and addresses',
    alone: true,
    files: {
      ...packages,
      ...pages,
      'docs/glossary.md':
        '[a](../README.md#b) [c](#d) [e](../kit/) [f](x.png) [g](https://example.org) `[h](gone.md)`\n',
    },
    faults: [],
  },
]
