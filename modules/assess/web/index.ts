import type { Pages, WordLoaders } from '@ronghe/kit/ui'

const group = 'assess.group'

export const pages: Pages = [
  {
    path: '/assess/runs',
    title: 'assess.page.runs',
    may: 'assess.read',
    menu: { group, order: 10, icon: 'chart' },
    load: () => import('./runs.tsx'),
  },
  {
    path: '/assess/runs/$runId',
    title: 'assess.page.run',
    may: 'assess.read',
    asks: ['/assess/runs/$runId'],
    isLight: true,
    load: () => import('./run.tsx'),
  },
  {
    path: '/assess/runs/$runId/report',
    title: 'assess.page.report',
    may: 'assess.read',
    load: () => import('./report.tsx'),
  },
  {
    path: '/assess/runs/$runId/answers',
    title: 'assess.page.answers',
    may: 'assess.read',
    load: () => import('./answers.tsx'),
  },
  {
    path: '/assess/runs/$runId/peers',
    title: 'assess.page.peers',
    may: 'assess.read',
    load: () => import('./peers.tsx'),
  },
  {
    path: '/assess/steps',
    title: 'assess.page.steps',
    may: 'assess.read',
    menu: { group, order: 20, icon: 'task' },
    load: () => import('./steps.tsx'),
  },
  {
    path: '/assess/findings',
    title: 'assess.page.findings',
    may: 'assess.check',
    menu: { group, order: 30, icon: 'audit' },
    load: () => import('./findings.tsx'),
  },
  {
    path: '/assess/findings/$findingId',
    title: 'assess.page.finding',
    may: 'assess.check',
    load: () => import('./finding.tsx'),
  },
  {
    path: '/assess/quality-rules',
    title: 'assess.page.qualityRules',
    may: 'assess.read',
    load: () => import('./quality-rules.tsx'),
  },
  {
    path: '/assess/cases',
    title: 'assess.page.cases',
    may: 'assess.read',
    menu: { group, order: 40, icon: 'shield' },
    load: () => import('./cases.tsx'),
  },
  {
    path: '/assess/cases/$caseId',
    title: 'assess.page.case',
    may: 'assess.read',
    load: () => import('./case.tsx'),
  },
  {
    path: '/assess/reviews',
    title: 'assess.page.reviews',
    may: 'assess.review',
    menu: { group, order: 50, icon: 'people' },
    load: () => import('./reviews.tsx'),
  },
  {
    path: '/assess/reviews/$reviewId',
    title: 'assess.page.dossier',
    may: 'assess.review',
    load: () => import('./dossier.tsx'),
  },
  {
    path: '/assess/relations',
    title: 'assess.page.relations',
    may: 'assess.read',
    menu: { group, order: 55, icon: 'tree' },
    load: () => import('./relations.tsx'),
  },
  {
    path: '/assess/notices',
    title: 'assess.page.notices',
    may: 'public',
    menu: { group, order: 60, icon: 'document' },
    load: () => import('./notices.tsx'),
  },
  {
    path: '/assess/objections/$objectionId',
    title: 'assess.page.objection',
    may: 'public',
    load: () => import('./objection.tsx'),
  },
  {
    path: '/assess/certificates',
    title: 'assess.page.certificates',
    may: 'public',
    menu: { group, order: 70, icon: 'key' },
    load: () => import('./certificates.tsx'),
  },
  {
    path: '/assess/certificates/$number',
    title: 'assess.page.certificate',
    may: 'public',
    load: () => import('./certificate.tsx'),
  },
  {
    path: '/assess/evidence/$evidenceId',
    title: 'assess.page.evidence',
    may: 'assess.read',
    load: () => import('./evidence.tsx'),
  },
  {
    path: '/assess/frameworks',
    title: 'assess.page.frameworks',
    may: 'public',
    menu: { group, order: 80, icon: 'document' },
    load: () => import('./frameworks.tsx'),
  },
  {
    path: '/assess/frameworks/$frameworkId',
    title: 'assess.page.framework',
    may: 'public',
    load: () => import('./framework.tsx'),
  },
  {
    path: '/assess/windows',
    title: 'assess.page.windows',
    may: 'assess.framework',
    menu: { group, order: 90, icon: 'calendar' },
    load: () => import('./windows.tsx'),
  },
]

export const words: WordLoaders = {
  zh: () => import('../i18n/zh.json', { with: { type: 'json' } }),
  en: () => import('../i18n/en.json', { with: { type: 'json' } }),
}
