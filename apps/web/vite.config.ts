import { join } from 'node:path'
import { defineConfig } from 'vite'
import { titles } from './titles.ts'

/** What pages are made of. */
const library = /[\\/](node_modules|kit)[\\/].*\.[mc]?[jt]sx?$/
/** The shell and the lists of pages, beside the entry. */
const shell = /^(?!.*[\\/]main\.tsx$).*\.tsx?$/
/** Light parts of the kit that most pages share; what is brought with them comes along. */
const parts =
  /[\\/]kit[\\/]ui[\\/]([\w-]+|\w+[\\/](lazy-[\w-]+|list-page))\.tsx?$|[\\/]react-query[\\/].*\.js$/
/** The component library beyond what the first view has; its pictures are small and each its own. */
const controls = /[\\/]node_modules[\\/](antd|@rc-component|@ant-design[\\/](?!icons))[\\/].*\.[mc]?js$/

/** One page of hashed assets; the manifest tells the budget test what the first view loads. */
export default defineConfig({
  root: import.meta.dirname,
  logLevel: 'warn',
  json: { stringify: true },
  plugins: [titles()],
  resolve: {
    alias: [{ find: /^typebox$/, replacement: join(import.meta.dirname, 'plain-schemas.ts') }],
  },
  build: {
    outDir: 'built',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      // A browser asks for six files at a time, and on a mobile network each asking costs 150 ms: so the
      // libraries of the first view are one file, the shell is one, the parts that many pages share, and the
      // controls.
      output: {
        codeSplitting: {
          groups: [
            { name: 'first', test: library, tags: ['$initial'], priority: 4 },
            { name: 'shell', test: shell, tags: ['$initial'], priority: 3 },
            { name: 'parts', test: parts, minShareCount: 12, priority: 2 },
            { name: 'controls', test: controls, minShareCount: 16, priority: 1 },
          ],
        },
      },
      // The component library marks each file for servers that render; a bundle for browsers needs no such
      // mark.
      onLog(level, log, handle) {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log)
      },
    },
  },
})
