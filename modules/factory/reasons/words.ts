import type { Ctx, House } from '@ronghe/kit/module'
import { treeOf } from '../store/reasons.ts'
import { type Placed, placed, type Reason } from './tree.ts'
import { usualTree } from './usual.ts'

export type Tree = { version: number; reasons: Reason[] }

/** The tree that holds for a firm: its own, or the usual one as version 0. */
export async function effectiveTree(
  ctx: Pick<Ctx, 'sql'> & { house: Pick<House, 'translate'> },
  organisationId: string,
): Promise<Tree> {
  const own = await treeOf(ctx.sql, organisationId)
  return own ?? { version: 0, reasons: usualTree((locale, key) => ctx.house.translate(locale, key)) }
}

/** Says a reason in the caller's language: the firm's name for it, the word of a rule's key, or the text. */
export function reasonNamer(ctx: Pick<Ctx, 't' | 'caller'>, tree: readonly Reason[]) {
  const known = new Map<string, Placed>(placed(tree).map((one) => [one.code, one]))
  return (reason: string | null): string => {
    if (!reason) return ctx.t('factory.reason.none')
    const own = known.get(reason)
    if (own) return ctx.caller.locale === 'en' ? (own.nameEn ?? own.name) : own.name
    const key = `factory.reason.${reason}`
    const text = ctx.t(key)
    return text === key ? reason : text
  }
}
