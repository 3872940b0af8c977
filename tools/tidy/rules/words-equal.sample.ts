import type { Sample } from '../sample.ts'

const zhPath = 'modules/factory/i18n/zh.json'
const enPath = 'modules/factory/i18n/en.json'

export const samples: readonly Sample[] = [
  {
    says: 'a key that one language lacks, other blanks, Chinese in English, no text',
    files: {
      [zhPath]: '{\n"factory.a": "甲",\n"factory.b": "{{n}} 台",\n"factory.c": "丙",\n"factory.d": ""\n}',
      [enPath]:
        '{\n"factory.b": "{{m}} machines",\n"factory.c": "三 C",\n"factory.d": "D",\n"factory.e": "E"\n}',
    },
    faults: [`${zhPath}:2`, `${enPath}:2`, `${enPath}:3`, `${zhPath}:5`, `${enPath}:5`],
  },
  {
    says: 'a language is missing; a file is no JSON',
    files: { 'kit/ui/i18n/zh.json': '{}', [zhPath]: '{ "factory.a": "甲" }', [enPath]: '{' },
    faults: ['kit/ui/i18n/zh.json:1', `${zhPath}:1`],
  },
  {
    says: 'a key stands in two places that are joined in one program',
    files: {
      [zhPath]: '{ "unit.KGM": "千克" }',
      [enPath]: '{ "unit.KGM": "kg" }',
      'modules/registry/i18n/zh.json': '{ "unit.KGM": "公斤" }',
      'modules/registry/i18n/en.json': '{ "unit.KGM": "kg" }',
    },
    faults: ['modules/registry/i18n/zh.json:1'],
  },
  {
    says: 'equal languages, plural forms, a name that is the same in all',
    files: {
      [zhPath]: '{ "factory.a": "{{count}} 台", "factory.name": "中文", "unit.C62": "" }',
      [enPath]:
        '{ "factory.a_one": "one", "factory.a_other": "{{count}}", "factory.name": "中文", "unit.C62": "" }',
      'apps/edge/i18n/zh.json': '{ "edge.a": "甲" }',
      'apps/edge/i18n/en.json': '{ "edge.a": "A" }',
    },
    faults: [],
  },
]
