const names = (zh: string, en: string) => ({ zh, en })
const source = { text: '桂工信机械〔2022〕172号', verified: true }
const yesNo = (code: string, zh: string, en: string) => ({
  code,
  name: names(zh, en),
  rule: 'yesNo',
  weight: '1',
  source,
})
const amount = (code: string, zh: string, en: string, at: string) => ({
  code,
  name: names(zh, en),
  unit: '万元',
  weight: '1',
  monotone: 'rising',
  rule: { kind: 'threshold', at, reached: '100', missed: '0' },
  source,
})
const share = (code: string, zh: string, en: string) => ({
  code,
  name: names(zh, en),
  unit: '%',
  weight: '1',
  monotone: 'rising',
  rule: {
    kind: 'linear',
    from: { low: '0', high: '100' },
    to: { low: '0', high: '100' },
  },
  source: { text: '附件1 未读到原文', verified: false },
})

const workshop = {
  kind: 'recognition',
  framework: {
    code: 'WORKSHOP',
    version: '1',
    name: names('数字化车间', 'Digital workshop'),
    source,
    facts: [],
    rounding: { digits: 2, mode: 'halfEven' },
    missing: { kind: 'lowest' },
    rules: [
      {
        code: 'yesNo',
        rule: {
          kind: 'choice',
          options: [
            { code: 'yes', name: names('是', 'Yes'), score: '100' },
            { code: 'no', name: names('否', 'No'), score: '0' },
          ],
        },
      },
    ],
    root: {
      code: 'readiness',
      name: names('条件满足度', 'Readiness'),
      combine: 'mean',
      children: [
        yesNo('legal', '独立法人', 'Legal person'),
        yesNo('controllable', '安全可控', 'Controllable'),
        yesNo('built', '已建成', 'Built'),
        amount('investment', '投资', 'Investment', '300'),
        amount('revenue', '营业收入', 'Revenue', '1000'),
        share('numerical', '数控化率', 'Numerical control'),
      ],
    },
    ladders: [
      {
        code: 'eligibility',
        name: names('申报资格', 'Eligibility'),
        cumulative: true,
        source,
        steps: [
          {
            code: 'eligible',
            name: names('符合', 'May apply'),
            requires: [
              { answer: 'legal', in: ['yes'] },
              { answer: 'investment', atLeast: '300' },
              { answer: 'revenue', atLeast: '1000' },
              { answer: 'controllable', in: ['yes'] },
              { answer: 'built', in: ['yes'] },
            ],
          },
        ],
      },
    ],
  },
  questions: {
    revenue: {
      evidence: { query: 'registry.revenue', version: 1 },
      range: { low: '0', high: '100000000' },
    },
    investment: { range: { low: '0', high: '100000000' }, document: true },
    numerical: {
      evidence: { query: 'factory.digitalEquipment', version: 1 },
      range: { low: '0', high: '100' },
    },
  },
  checks: [
    {
      kind: 'needs',
      question: 'investment',
      when: 'built',
      in: ['yes'],
      text: names('请填写投资额', 'Say what was invested'),
    },
  ],
  measures: [],
}

/** Conditions of a recognition in the manner of a workshop's: thresholds, yes or no, shares by evidence. */
export function workshopForm() {
  return structuredClone(workshop)
}

/** Answers with which a workshop may apply. */
export const eligible = {
  legal: 'yes',
  controllable: 'yes',
  built: 'yes',
  investment: '300',
  revenue: '1000',
  numerical: '40',
}
