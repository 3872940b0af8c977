import type { Procedure } from '../procedure/procedure.ts'

const names = (zh: string, en: string) => ({ zh, en })

const certificationProcedure: Procedure = {
  code: 'CERT',
  version: '1',
  kind: 'certification',
  name: names('测试贯标', 'Test certification'),
  source: { text: '测试', verified: true },
  validYears: 3,
  reviewMonths: 12,
  documents: [
    { code: 'manual', name: names('手册', 'Manual'), isNeeded: true },
    { code: 'record', name: names('记录', 'Record'), isNeeded: false },
  ],
  stages: [
    { code: 'started', name: names('启动', 'Started') },
    { code: 'applied', name: names('已申请', 'Applied') },
    { code: 'audited', name: names('已审核', 'Audited') },
    { code: 'concluded', name: names('已结论', 'Concluded') },
    { code: 'certified', name: names('已获证', 'Certified') },
    { code: 'withdrawn', name: names('已撤销', 'Withdrawn') },
  ],
  moves: [
    {
      code: 'apply',
      name: names('提出申请', 'Apply'),
      from: ['started'],
      to: 'applied',
      by: 'firm',
      needs: ['documents', 'parties'],
    },
    {
      code: 'audit',
      name: names('完成审核', 'Audit'),
      from: ['applied'],
      to: 'audited',
      by: 'body',
      needs: [],
    },
    {
      code: 'conclude',
      name: names('提交结论', 'Conclude'),
      from: ['audited'],
      to: 'concluded',
      by: 'body',
      needs: ['closed'],
      wantsNote: true,
    },
    {
      code: 'certify',
      name: names('批准发证', 'Certify'),
      from: ['concluded'],
      to: 'certified',
      by: 'region',
      needs: [],
      effect: 'certify',
    },
    {
      code: 'surveil',
      name: names('监督审核通过', 'Surveillance'),
      from: ['certified'],
      to: 'certified',
      by: 'body',
      needs: ['closed'],
      effect: 'renew',
    },
    {
      code: 'withdraw',
      name: names('撤销证书', 'Withdraw'),
      from: ['certified'],
      to: 'withdrawn',
      by: 'region',
      needs: [],
      wantsNote: true,
      effect: 'withdraw',
    },
  ],
}

const recognitionProcedure: Procedure = {
  code: 'RECOG',
  version: '1',
  kind: 'recognition',
  name: names('测试认定', 'Test recognition'),
  source: { text: '测试', verified: true },
  framework: { code: 'WORKSHOP', step: 'eligible' },
  reviewers: 2,
  noticeDays: 5,
  documents: [],
  stages: [
    { code: 'assessing', name: names('自评', 'Self-assessment') },
    { code: 'checking', name: names('市级核查', 'City check') },
    { code: 'reviewing', name: names('专家评审', 'Review') },
    { code: 'notice', name: names('公示', 'Public notice') },
    { code: 'recognised', name: names('已认定', 'Recognised') },
    { code: 'refused', name: names('未通过', 'Refused') },
  ],
  moves: [
    {
      code: 'apply',
      name: names('申报', 'Apply'),
      from: ['assessing'],
      to: 'checking',
      by: 'firm',
      needs: ['run', 'window'],
    },
    {
      code: 'return',
      name: names('退回补正', 'Return'),
      from: ['checking'],
      to: 'assessing',
      by: 'city',
      needs: [],
      wantsNote: true,
    },
    {
      code: 'recommend',
      name: names('推荐', 'Recommend'),
      from: ['checking'],
      to: 'reviewing',
      by: 'city',
      needs: [],
      effect: 'draw',
    },
    {
      code: 'draw',
      name: names('增补专家', 'Draw one more'),
      from: ['reviewing'],
      to: 'reviewing',
      by: 'region',
      needs: [],
      effect: 'draw',
    },
    {
      code: 'publish',
      name: names('公示', 'Publish'),
      from: ['reviewing'],
      to: 'notice',
      by: 'region',
      needs: ['reviews'],
      effect: 'notice',
    },
    {
      code: 'recognise',
      name: names('认定', 'Recognise'),
      from: ['notice'],
      to: 'recognised',
      by: 'region',
      needs: ['notice', 'objections'],
      effect: 'certify',
    },
    {
      code: 'refuse',
      name: names('不予通过', 'Refuse'),
      from: ['checking', 'reviewing', 'notice'],
      to: 'refused',
      by: 'region',
      needs: [],
      wantsNote: true,
      effect: 'end',
    },
  ],
}

export function certification(): Procedure {
  return structuredClone(certificationProcedure)
}

export function recognition(): Procedure {
  return structuredClone(recognitionProcedure)
}
