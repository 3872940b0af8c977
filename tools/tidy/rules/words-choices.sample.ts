import type { Sample } from '../sample.ts'

const contract = [
  "import * as shape from './contract/shapes.ts'",
  'const filters = { kind: Type.Optional(shape.Kind), maker: Type.Optional(Type.String()) }',
  'export const factory = defineContract({',
  '  routes: {',
  '    machines: {',
  "      method: 'GET', path: '/a', query: listQuery({ ...filters }), response: listOf(shape.Machine),",
  '    },',
  '    addMachine: {',
  "      method: 'POST', path: '/machines', body: shape.NewMachine, response: shape.Machine,",
  '    },',
  '  },',
  '})',
  '',
].join('\n')

const shapes = [
  "const kinds = ['lathe', 'mill'] as const",
  'export const Kind = Type.Enum(kinds)',
  "const State = Type.Union([Type.Literal('running'), Type.Literal('idle')])",
  'export const Machine = Type.Object({ code: Type.String(), kind: Kind, state: orNull(State) })',
  'export const NewMachine = Type.Object(',
  '  { code: Type.String({ maxLength: 9 }), kind: Kind, secret: Text,',
  '    address: Type.Object({ city: Type.String() }) },',
  '  { additionalProperties: false },',
  ')',
  '',
].join('\n')

const page = [
  "const columns = [{ key: 'code' }, { key: 'state', title: 'factory.column.code' }]",
  'const a = <ListPage contract={factory} route="machines" columns={columns} filters={[\'kind\']} />',
  'const b = <ContractForm contract={factory} route="addMachine" fields={{ secret: { hidden: true } }} />',
  '',
].join('\n')

const files = {
  'modules/factory/contract.ts': contract,
  'modules/factory/contract/shapes.ts': shapes,
  'modules/factory/web/machines.tsx': page,
}

const words = [
  'factory.column.code',
  'factory.value.state.running',
  'factory.value.state.idle',
  'factory.filter.kind',
  'factory.column.kind',
  'factory.value.kind.lathe',
  'factory.value.kind.mill',
  'factory.field.address.city',
]

export const samples: readonly Sample[] = [
  {
    says: 'values of a column, filter and field, and the label of an inner field, without words',
    files: {
      ...files,
      'modules/factory/i18n/zh.json': wordsOf(['factory.column.code', 'factory.value.state.idle']),
    },
    // The list: running, the filter's name, lathe, mill; the form: kind, lathe, mill, the city.
    faults: [2, 2, 2, 2, 3, 3, 3, 3].map((line) => `modules/factory/web/machines.tsx:${line}`),
  },
  {
    says: 'all words are there',
    files: { ...files, 'modules/factory/i18n/zh.json': wordsOf(words) },
    faults: [],
  },
  {
    says: 'columns that draw themselves, and options that the page gives, need no values',
    files: {
      ...files,
      'modules/factory/i18n/zh.json': wordsOf([
        'factory.column.code',
        'factory.column.kind',
        'factory.column.state',
      ]),
      'modules/factory/web/machines.tsx': [
        "const columns = [{ key: 'state', render: draw }]",
        "const filters = [{ key: 'kind', options }]",
        'const a = <ListPage contract={factory} route="machines" columns={columns} filters={filters} />',
        '',
      ].join('\n'),
    },
    faults: [],
  },
]

function wordsOf(keys: readonly string[]): string {
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, '甲'])))
}
