import type { Ctx } from '@ronghe/kit/module'
import { hashPassword } from 'better-auth/crypto'
import { insertPerson, setPassword } from '../store/people.ts'

/** A person with a password, in the caller's transaction. Answers the person's id. */
export async function addPassword(
  ctx: Pick<Ctx, 'sql' | 'now' | 'newId'> & { caller: { locale: 'zh' | 'en' } },
  one: { email: string; name: string; nameEn?: string; password: string; isSample?: boolean },
): Promise<string> {
  const id = await insertPerson(ctx.sql, {
    id: ctx.newId(),
    email: one.email.toLowerCase(),
    name: one.name,
    nameEn: one.nameEn ?? null,
    locale: ctx.caller.locale,
    isSample: one.isSample ?? false,
    now: ctx.now,
  })
  await setPassword(ctx.sql, {
    id: ctx.newId(),
    personId: id,
    hash: await hashPassword(one.password),
    now: ctx.now,
  })
  return id
}
