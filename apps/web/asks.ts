import type { Plugin } from 'vite'
import { sourcesOfPages } from './preload.ts'

const id = 'virtual:asks'

/** What pages ask for at once, by the patterns of their addresses, without the pages themselves. */
export function asks(): Plugin {
  return {
    name: 'asks',
    resolveId: (source) => (source === id ? id : null),
    load(source) {
      if (source !== id) return null
      const asking = [...sourcesOfPages()].filter(([, page]) => page.asks.length > 0)
      return `export default ${JSON.stringify(asking.map(([path, page]) => ({ path, asks: page.asks })))}`
    },
  }
}
