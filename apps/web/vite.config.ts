import { defineConfig } from 'vite'
import { titles } from './titles.ts'

/** One page of hashed assets; the manifest tells the budget test what the first view loads. */
export default defineConfig({
  root: import.meta.dirname,
  logLevel: 'warn',
  json: { stringify: true },
  plugins: [titles()],
  build: {
    outDir: 'built',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      // The component library marks each file for servers that render; a bundle for browsers needs no such
      // mark.
      onLog(level, log, handle) {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log)
      },
    },
  },
})
