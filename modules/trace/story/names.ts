import type { Ctx } from '@ronghe/kit/module'
import { namesInVocabulary } from '../store/named.ts'

/** Id → name, of those that master data know. */
export async function namesOf(ctx: Ctx, ids: readonly string[]): Promise<Record<string, string>> {
  const asked = [...new Set(ids)]
  if (asked.length === 0) return {}
  const rows = await namesInVocabulary(ctx.sql, asked)
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]))
}
