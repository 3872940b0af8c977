import type { Ctx } from '@ronghe/kit/module'
import { namedIn } from '../master/masters.ts'
import { namesInVocabulary } from '../store/named.ts'

/** Id → name: of the register of master data, else of what documents brought along. */
export async function namesOf(ctx: Ctx, ids: readonly string[]): Promise<Record<string, string>> {
  const asked = [...new Set(ids)]
  if (asked.length === 0) return {}
  const rows = await namesInVocabulary(ctx.sql, asked)
  const registered = (await namedIn(ctx, asked)).filter(({ name }) => name !== null)
  return Object.fromEntries([...rows, ...registered].map(({ id, name }) => [id, name ?? '']))
}
