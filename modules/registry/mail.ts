import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import type { Transporter } from 'nodemailer'
import * as people from './store/people.ts'

const transports = new WeakMap<House, Transporter>()
const sendMsMax = 20_000

/**
 * Sends one mail in the reader's language: the words `<word>.subject` and `<word>.text`, blanks filled.
 * Without a
 * configured mail server it answers false.
 */
export async function sendMail(
  house: House,
  personId: string,
  word: string,
  blanks: Record<string, string | number>,
): Promise<boolean> {
  const person = await house.act(systemCaller, ({ sql }) => people.personById(sql, personId))
  return person ? sendMailTo(house, person.email, person.locale, word, blanks) : false
}

/** The same to an address that is nobody's yet. */
export async function sendMailTo(
  house: House,
  address: string,
  locale: 'zh' | 'en',
  word: string,
  blanks: Record<string, string | number>,
): Promise<boolean> {
  if (house.config.SMTP_URL === '') return false
  const { createTransport } = await import('nodemailer')
  let transport = transports.get(house)
  if (!transport) {
    transport = createTransport(house.config.SMTP_URL, {})
    transports.set(house, transport)
  }
  const values = { ...blanks, address: house.config.PUBLIC_URL }
  await within(
    sendMsMax,
    transport.sendMail({
      from: house.config.MAIL_FROM,
      to: address,
      subject: house.translate(locale, `${word}.subject`, values),
      text: house.translate(locale, `${word}.text`, values),
    }),
  )
  return true
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('mail server did not answer in time')), milliseconds)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
