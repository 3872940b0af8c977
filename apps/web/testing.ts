import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWeb } from './build.ts'

/** Built pages for a test: those that its run built for all, or its own, which `remove` takes away. */
export async function builtPages(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const shared = process.env.RONGHE_TEST_WEB
  if (shared) return { folder: shared, remove: async () => {} }
  const folder = await mkdtemp(join(tmpdir(), 'ronghe-web-'))
  await buildWeb(folder)
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
