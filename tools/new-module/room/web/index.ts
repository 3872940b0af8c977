import type { Pages, WordLoaders } from '@ronghe/kit/ui'

export const pages: Pages = [
  {
    path: '/roomname/notes',
    title: 'roomname.page.notes',
    may: 'roomname.read',
    menu: { group: 'roomname.page.notes', order: 10, icon: 'document' },
    load: () => import('./notes.tsx'),
  },
  {
    path: '/roomname/notes/new',
    title: 'roomname.page.newNote',
    may: 'roomname.write',
    load: () => import('./new-note.tsx'),
  },
]

export const words: WordLoaders = {
  zh: () => import('../i18n/zh.json', { with: { type: 'json' } }),
  en: () => import('../i18n/en.json', { with: { type: 'json' } }),
}
