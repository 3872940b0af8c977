import type { Ctx } from '@ronghe/kit/module'
import { hashPassword } from 'better-auth/crypto'
import { insertPerson, setPassword } from '../store/people.ts'

export { hashPassword }

type Given = Pick<Ctx, 'sql' | 'now' | 'newId'> & { caller: { locale: 'zh' | 'en' } }
type Person = { email: string; name: string; nameEn?: string; isSample?: boolean }

/** A person with a password, in the caller's transaction. Answers the person's id. */
export async function addPassword(ctx: Given, one: Person & { password: string }): Promise<string> {
  return addHashed(ctx, { ...one, hash: await hashPassword(one.password) })
}

/** The same with the password's hash, for people who are given one password together. */
export async function addHashed(ctx: Given, one: Person & { hash: string }): Promise<string> {
  const id = await insertPerson(ctx.sql, {
    id: ctx.newId(),
    email: one.email.toLowerCase(),
    name: one.name,
    nameEn: one.nameEn ?? null,
    locale: ctx.caller.locale,
    isSample: one.isSample ?? false,
    now: ctx.now,
  })
  await setPassword(ctx.sql, { id: ctx.newId(), personId: id, hash: one.hash, now: ctx.now })
  return id
}
