import { manifest, type Sample } from '../sample.ts'

const whole = {
  'engines/oee/package.json': manifest({ name: '@ronghe/oee', exports: { '.': './index.ts' } }),
  'engines/oee/README.md': '# oee\n',
  'engines/oee/SPEC.md': '# Rules\n',
  'engines/oee/index.ts': '',
  'engines/oee/attribute.test.ts': '',
  'engines/oee/attribute.bench.ts': '',
}

export const samples: readonly Sample[] = [
  { says: 'a whole engine', alone: true, files: whole, faults: [] },
  {
    says: 'a whole engine that the benchmarks measure',
    alone: true,
    files: {
      ...whole,
      'engines/oee/package.json': manifest({
        name: '@ronghe/oee',
        exports: { '.': './index.ts', './bench': './attribute.bench.ts' },
      }),
    },
    faults: [],
  },
  {
    says: 'an engine without pages, tests and benchmark, and with two doors',
    alone: true,
    files: {
      'engines/oee/package.json': manifest({
        name: '@ronghe/oee',
        exports: { '.': './index.ts', './x': './x.ts' },
      }),
      'engines/oee/index.ts': '',
    },
    faults: Array.from({ length: 5 }, () => 'engines/oee/package.json:1'),
  },
]
