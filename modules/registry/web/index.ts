import type { Pages, WordLoaders } from '@ronghe/kit/ui'

export const pages: Pages = []

export const words: WordLoaders = {
  zh: () => import('../i18n/zh.json', { with: { type: 'json' } }),
  en: () => import('../i18n/en.json', { with: { type: 'json' } }),
}
