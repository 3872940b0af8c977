import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House, Notice, Recipients, Subscriber } from '@ronghe/kit/module'
import { sendMail } from './mail.ts'
import { insertNotification, nextUnmailed, noteMail } from './store/notifications.ts'
import { holdersEverywhere, holdersIn, officialsNearest } from './store/recipients.ts'
import { verificationById } from './store/verifications.ts'

const mailEveryMs = 15_000
const mailAttemptsMax = 5

/** Leaves a notification for each person and tells their open pages. */
export async function notify(
  ctx: Ctx,
  personIds: readonly string[],
  word: string,
  blanks: Record<string, string>,
  link: string | null,
): Promise<void> {
  for (const personId of new Set(personIds)) {
    await insertNotification(ctx.sql, { id: ctx.newId(), personId, word, blanks, link }, ctx.now)
    const topic = { name: `registry.person.${personId}`, may: 'signedIn', organisationId: null, personId }
    ctx.house.publish(topic, { word })
  }
}

/** What another room has people told. */
export const onNotice: Subscriber = async (ctx, payload) => {
  const { to, word, blanks, link } = payload as Notice
  await notify(ctx, await peopleOf(ctx, to), word, blanks, link)
}

function peopleOf({ sql }: Ctx, to: Recipients): Promise<readonly string[]> | readonly string[] {
  if ('people' in to) return to.people
  if ('organisationId' in to) return holdersIn(sql, to.organisationId, to.may)
  if ('everywhere' in to) return holdersEverywhere(sql, to.may)
  return officialsNearest(sql, to.regionCode, to.may)
}

/** The officials of the firm's city learn of a new licence. */
export const onSubmitted: Subscriber = async (ctx, payload) => {
  const found = await verificationById(ctx.sql, 'zh', String(payload.verificationId))
  if (!found) return
  const people = await officialsNearest(ctx.sql, found.regionCode, 'registry.verification.decide')
  await notify(
    ctx,
    people,
    'registry.notice.submitted',
    { organisation: found.organisationName },
    '/registry/verifications',
  )
}

/** The firm's administrators learn of the decision and its reason. */
export const onDecided: Subscriber = async (ctx, payload) => {
  const found = await verificationById(ctx.sql, 'zh', String(payload.verificationId))
  if (!found) return
  const people = await holdersIn(ctx.sql, found.organisationId, 'registry.verification.submit')
  const blanks = { organisation: found.organisationName, reason: found.reason ?? '' }
  await notify(ctx, people, `registry.notice.${found.status}`, blanks, '/registry/verifications')
}

/**
 * Sends notifications by mail too, where a mail server is configured; failures are tried again, a few times.
 */
export function startMailing(house: House): () => Promise<void> {
  if (house.config.SMTP_URL === '') return async () => {}
  let stopped = false
  let working: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    working = working
      .then(() => mailAll(house, () => stopped))
      .catch((error: unknown) => house.log.error({ err: error }, 'mailing'))
  }, mailEveryMs)
  return async () => {
    stopped = true
    clearInterval(timer)
    await working
  }
}

/** Sends what waits, one after the other. */
export async function mailAll(house: House, stopped: () => boolean = () => false): Promise<void> {
  for (let more = true; more && !stopped(); ) {
    more = await house.act(systemCaller, async ({ sql, now }) => {
      const one = await nextUnmailed(sql, mailAttemptsMax)
      if (!one) return false
      const error = await sendMail(house, one.person_id, one.word, {
        ...one.blanks,
        link: one.link ?? '',
      }).then(
        () => null,
        (problem: unknown) => (problem instanceof Error ? problem.message : String(problem)),
      )
      await noteMail(sql, one.id, error, now)
      return error === null
    })
  }
}
