import type { Pages, WordLoaders } from '@ronghe/kit/ui'

const group = 'ui.group.overview'
const funds = 'governance.group.funds'

export const pages: Pages = [
  {
    path: '/',
    title: 'governance.page.overview',
    may: 'public',
    menu: { group, order: 10, icon: 'overview' },
    load: () => import('./overview.tsx'),
  },
  {
    path: '/governance/wall',
    title: 'governance.page.wall',
    may: 'public',
    layout: 'bare',
    menu: { group, order: 15, icon: 'chart' },
    load: () => import('./wall.tsx'),
  },
  {
    path: '/governance/divisions',
    title: 'governance.page.divisions',
    may: 'public',
    load: () => import('./divisions.tsx'),
  },
  {
    path: '/governance/firms',
    title: 'governance.page.firms',
    may: 'factory.read',
    menu: { group, order: 20, icon: 'organisation' },
    load: () => import('./firms.tsx'),
  },
  {
    path: '/governance/goals',
    title: 'governance.page.goals',
    may: 'public',
    menu: { group: 'ui.group.governance', order: 10, icon: 'target' },
    load: () => import('./goals.tsx'),
  },
  {
    path: '/governance/goals/$goalKey',
    title: 'governance.page.goal',
    may: 'public',
    load: () => import('./goal.tsx'),
  },
  {
    path: '/governance/certified',
    title: 'governance.page.certified',
    may: 'public',
    menu: { group: 'ui.group.governance', order: 15, icon: 'shield' },
    load: () => import('./certified.tsx'),
  },
  {
    path: '/governance/plans',
    title: 'governance.page.plans',
    may: 'public',
    menu: { group: 'ui.group.governance', order: 5, icon: 'plan' },
    load: () => import('./plans.tsx'),
  },
  {
    path: '/governance/plans/$planId',
    title: 'governance.page.plan',
    may: 'public',
    load: () => import('./plan.tsx'),
  },
  {
    path: '/governance/tasks',
    title: 'governance.page.tasks',
    may: 'public',
    menu: { group: 'ui.group.governance', order: 20, icon: 'task' },
    load: () => import('./tasks.tsx'),
  },
  {
    path: '/governance/departments',
    title: 'governance.page.departments',
    may: 'public',
    menu: { group: 'ui.group.governance', order: 30, icon: 'organisation' },
    load: () => import('./departments.tsx'),
  },
  {
    path: '/governance/items',
    title: 'governance.page.items',
    may: 'governance.read',
    menu: { group: 'ui.group.governance', order: 25, icon: 'task' },
    load: () => import('./items.tsx'),
  },
  {
    path: '/governance/items/new',
    title: 'governance.page.draftItem',
    may: 'governance.supervise',
    load: () => import('./item-draft.tsx'),
  },
  {
    path: '/governance/items/$itemId',
    title: 'governance.page.item',
    may: 'governance.read',
    load: () => import('./item.tsx'),
  },
  {
    path: '/governance/comparison',
    title: 'governance.page.comparison',
    may: 'governance.read',
    menu: { group: 'ui.group.governance', order: 35, icon: 'chart' },
    load: () => import('./comparison.tsx'),
  },
  {
    path: '/governance/programmes',
    title: 'governance.page.programmes',
    may: 'public',
    menu: { group: funds, order: 10, icon: 'document' },
    load: () => import('./programmes.tsx'),
  },
  {
    path: '/governance/programmes/$programmeId',
    title: 'governance.page.programme',
    may: 'public',
    load: () => import('./programme.tsx'),
  },
  {
    path: '/governance/programmes-fitting',
    title: 'governance.page.fitting',
    may: 'governance.apply',
    load: () => import('./programmes-fitting.tsx'),
  },
  {
    path: '/governance/applications',
    title: 'governance.page.applications',
    may: 'governance.read',
    menu: { group: funds, order: 20, icon: 'import' },
    load: () => import('./applications.tsx'),
  },
  {
    path: '/governance/applications/$applicationId',
    title: 'governance.page.application',
    may: 'governance.read',
    load: () => import('./application.tsx'),
  },
  {
    path: '/governance/fund-notices',
    title: 'governance.page.fundNotices',
    may: 'public',
    menu: { group: funds, order: 30, icon: 'shield' },
    load: () => import('./fund-notices.tsx'),
  },
  {
    path: '/governance/reviews',
    title: 'governance.page.reviews',
    may: 'governance.review',
    menu: { group: funds, order: 40, icon: 'task' },
    load: () => import('./reviews.tsx'),
  },
  {
    path: '/governance/experts',
    title: 'governance.page.experts',
    may: 'governance.fund',
    menu: { group: funds, order: 50, icon: 'people' },
    load: () => import('./experts.tsx'),
  },
]

export const words: WordLoaders = {
  zh: () => import('../i18n/zh.json', { with: { type: 'json' } }),
  en: () => import('../i18n/en.json', { with: { type: 'json' } }),
}
