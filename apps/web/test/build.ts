import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'

/** Builds the real shell with the gallery's pages in the place of the modules', into a folder of its own. */
export async function buildGallery(): Promise<string> {
  const root = resolve(import.meta.dirname, '..')
  const outDir = await mkdtemp(join(tmpdir(), 'ronghe-gallery-'))
  await build({
    configFile: join(root, 'vite.config.ts'),
    build: { outDir, emptyOutDir: true, minify: false },
    plugins: [
      {
        name: 'gallery',
        enforce: 'pre',
        resolveId(source, importer) {
          const own = importer?.startsWith(root) && !importer.includes('/test/')
          return own && source.endsWith('/modules.ts') ? join(root, 'test/modules.ts') : null
        },
      },
    ],
  })
  return outDir
}
