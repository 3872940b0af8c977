import type { Sample } from '../sample.ts'

export const samples: readonly Sample[] = [
  {
    says: 'a path of the machine where it was written, and a name of its tools',
    files: {
      'kit/a.ts': `const folder = '${['', 'wo'].join('/')}rk/main'\n`,
      'README.md': `\nsee ${['/ho', 'me'].join('')}/someone/x\n`,
      'docs/architecture.md': `as ${['DES', 'IGN.md'].join('')} says\n`,
      'kit/b.ts': `// written by ${['Cla', 'ude'].join('')}\n`,
    },
    faults: ['README.md:2', 'docs/architecture.md:1', 'kit/a.ts:1', 'kit/b.ts:1'],
  },
  {
    says: 'the words of the field',
    files: {
      'README.md':
        'An MTConnect agent answers; the user agent; a session of a person; a prompt; network/work\n',
      'kit/a.ts': "import '@ronghe/kit/homework'\n// an agent of the plant at http://agent/home/x\n",
    },
    faults: [],
  },
]
