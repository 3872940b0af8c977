import type { Pages, WordLoaders } from '@ronghe/kit/ui'
import { masterPages } from './master/pages.ts'
import { recallPages } from './recall-pages.ts'

export const pages: Pages = [
  {
    path: '/trace/things',
    title: 'trace.page.things',
    may: 'trace.read',
    menu: { group: 'trace.group.trace', order: 5, icon: 'board' },
    load: () => import('./things.tsx'),
  },
  { path: '/trace/story', title: 'trace.page.story', may: 'trace.read', load: () => import('./story.tsx') },
  {
    path: '/trace/genealogy',
    title: 'trace.page.genealogy',
    may: 'trace.read',
    load: () => import('./genealogy.tsx'),
  },
  {
    path: '/trace/events/$seq',
    title: 'trace.page.event',
    may: 'trace.read',
    load: () => import('./event.tsx'),
  },
  {
    path: '/trace/events',
    title: 'trace.page.events',
    may: 'trace.read',
    menu: { group: 'trace.group.trace', order: 10, icon: 'document' },
    load: () => import('./events.tsx'),
  },
  {
    path: '/trace/days',
    title: 'trace.page.days',
    may: 'public',
    menu: { group: 'trace.group.trace', order: 80, icon: 'shield' },
    load: () => import('./days.tsx'),
  },
  {
    path: '/trace/captures',
    title: 'trace.page.captures',
    may: 'trace.read',
    menu: { group: 'trace.group.trace', order: 90, icon: 'document' },
    load: () => import('./captures.tsx'),
  },
  {
    path: '/trace/passport',
    title: 'trace.page.passport',
    may: 'trace.read',
    menu: { group: 'trace.group.trace', order: 44, icon: 'document' },
    load: () => import('./passport.tsx'),
  },
  {
    path: '/trace/identifiers',
    title: 'trace.page.identifiers',
    may: 'trace.read',
    menu: { group: 'trace.group.trace', order: 46, icon: 'registry' },
    load: () => import('./identifiers.tsx'),
  },
  {
    path: '/trace/identifiers/import',
    title: 'trace.page.importIdentifiers',
    may: 'trace.capture',
    load: () => import('./import-identifiers.tsx'),
  },
  {
    path: '/trace/identifier-templates',
    title: 'trace.page.identifierTemplates',
    may: 'trace.read',
    load: () => import('./identifier-templates.tsx'),
  },
  {
    path: '/trace/rules',
    title: 'trace.page.rules',
    may: 'trace.read',
    menu: { group: 'trace.group.trace', order: 85, icon: 'settings' },
    load: () => import('./rules.tsx'),
  },
  {
    path: '/trace/rules/new',
    title: 'trace.page.ruleNew',
    may: 'trace.rule',
    load: () => import('./rule-new.tsx'),
  },
  {
    path: '/trace/rules/$ruleId',
    title: 'trace.page.rule',
    may: 'trace.read',
    load: () => import('./rule.tsx'),
  },
  ...masterPages,
  ...recallPages,
]

export const words: WordLoaders = {
  zh: () => import('../i18n/zh.json', { with: { type: 'json' } }),
  en: () => import('../i18n/en.json', { with: { type: 'json' } }),
}
