import type { Pages, WordLoaders } from '@ronghe/kit/ui'

export const pages: Pages = []

export const words: WordLoaders = {
  zh: async () => ({ default: {} }),
  en: async () => ({ default: {} }),
}
