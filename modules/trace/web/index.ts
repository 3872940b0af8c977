import type { Pages, WordLoaders } from '@ronghe/kit/ui'

export const pages: Pages = [
  {
    path: '/trace/events',
    title: 'trace.page.events',
    may: 'trace.read',
    menu: { group: 'trace.page.events', order: 10, icon: 'document' },
    load: () => import('./events.tsx'),
  },
  {
    path: '/trace/captures',
    title: 'trace.page.captures',
    may: 'trace.read',
    menu: { group: 'trace.page.events', order: 90, icon: 'document' },
    load: () => import('./captures.tsx'),
  },
]

export const words: WordLoaders = {
  zh: () => import('../i18n/zh.json', { with: { type: 'json' } }),
  en: () => import('../i18n/en.json', { with: { type: 'json' } }),
}
