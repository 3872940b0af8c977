import type { Sample } from '../sample.ts'

export const samples: readonly Sample[] = [
  {
    says: 'words in code: Chinese anywhere, English where it is shown',
    files: {
      'kit/ui/a.tsx': [
        'const a = <b>Machines</b>',
        'const b = <b title="Open the machine" />',
        "const c = <b>{isOpen ? 'Open now' : null}</b>",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a sample
        'const d = <b label={`${count} machines`} />',
        'const e = <b>共 {count} 台</b>',
        '',
      ].join('\n'),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a sample
      'modules/factory/service.ts': "const a = '设备'\nconst b = `${a}（${b}）`\n",
    },
    faults: [
      ...[1, 2, 3, 4, 5, 5].map((line) => `kit/ui/a.tsx:${line}`),
      'modules/factory/service.ts:1',
      'modules/factory/service.ts:2',
    ],
  },
  {
    says: 'keys, values, signs, comments and tests',
    files: {
      'kit/ui/a.tsx': [
        '// 大屏 is a page without the shell',
        'const a = <b title="factory.page.machines" className="wide open">{t(key)} · 3 %</b>',
        'const c = <b label="PNG">{text.split(\'，\')}</b>',
        "const b = <b title={t('factory.open')} type=\"primary\">{value ?? '–'}</b>",
        '',
      ].join('\n'),
      'modules/factory/service.test.ts': "assert.equal(name, '设备')\n",
    },
    faults: [],
  },
]
