import type { Sample } from '../sample.ts'

const zh = [
  '{',
  '"factory.a": "甲",',
  '"factory.state.running": "运行",',
  '"factory.state.old": "旧",',
  '"fault.factory.full": "已满",',
  '"fault.factory.gone": "不存在"',
  '}',
].join('\n')

export const samples: readonly Sample[] = [
  {
    says: 'words that no code names; a template does not excuse a name that nobody knows',
    files: {
      'modules/factory/i18n/zh.json': zh,
      'modules/factory/web/a.tsx': [
        "const states = ['running']",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a sample
        't(`factory.state.${state}`)',
        '',
      ].join('\n'),
      'kit/http/faults.ts': [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a sample
        'translate(locale, `fault.${code}`)',
        "throw new Fault('factory.full')",
        '',
      ].join('\n'),
      'modules/factory/service.test.ts': "t('factory.a')\n",
    },
    faults: [2, 4, 6].map((line) => `modules/factory/i18n/zh.json:${line}`),
  },
  {
    says: 'named whole, by template, by a contract, in data and in SQL',
    files: {
      'modules/factory/i18n/zh.json': zh,
      'modules/factory/web/a.tsx': [
        "t('factory.a')",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a sample
        't(`${module}.state.${state}`, `fault.${code}`)',
        "const module = 'factory'",
        '',
      ].join('\n'),
      'modules/factory/contract.ts':
        "const faults = { 'factory.full': { status: 409 }, 'factory.gone': {} }\n",
      'modules/factory/sql/001-a.sql': "check (state in ('running'))",
      'regions/guangxi/rules.json': '{"state":"old"}',
    },
    faults: [],
  },
  {
    says: 'the tool that runs the tests shows words, unlike the tests in folders of its name',
    files: {
      'tools/start/i18n/zh.json': '{\n"test.begin": "开始",\n"test.kept": "仅测试用"\n}',
      'tools/test/run.ts': "print(t('test.begin'))\n",
      'tools/start/test/run.ts': "print(t('test.kept'))\n",
    },
    faults: ['tools/start/i18n/zh.json:3'],
  },
]
