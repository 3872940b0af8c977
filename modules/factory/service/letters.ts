import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { refusalCodes } from '../contract/ingest.ts'
import type { factory } from '../contract.ts'
import { decode } from '../ingest/payload.ts'
import { ingestOf } from '../ingest/start.ts'
import { ownId } from '../policy.ts'
import * as store from '../store/dead-letters.ts'

type Routes = Pick<
  Service<typeof factory>,
  'letters' | 'letterSums' | 'letter' | 'replayLetters' | 'purgeLetters'
>
type Code = (typeof refusalCodes)[number]

const dayMs = 86_400_000
/** Bytes of a message that a page shows. */
const shownBytesMax = 4_096
const shownMetricsMax = 200

export const letters: Routes = {
  async letters(ctx, { query }) {
    const { rows, total } = await store.listLetters(ctx.sql, ctx.caller.locale, query)
    return { total, rows: rows.map((row) => shownLetter(ctx, row)) }
  },

  async letterSums(ctx) {
    const rows = await store.sumLetters(ctx.sql, new Date(ctx.now.getTime() - dayMs))
    return {
      rows: rows.map((row) => ({ ...row, code: row.code as Code, newestAt: row.newestAt.toISOString() })),
    }
  },

  async letter(ctx, { params }) {
    const row = await store.letterById(ctx.sql, ctx.caller.locale, params.letterId)
    if (!row) throw new Fault('kit.notFound')
    const { payload } = row
    return {
      ...shownLetter(ctx, row),
      detail: row.detail,
      read: payload && readOf(payload),
      hex: payload?.subarray(0, shownBytesMax).toString('hex') ?? null,
    }
  },

  async replayLetters(ctx, { body }) {
    const organisationId = ownId(ctx)
    const rows = await store.lettersToReplay(ctx.sql, body.ids, organisationId)
    if (rows.length !== new Set(body.ids).size) throw new Fault('kit.notFound')
    if (rows.some((row) => row.payload === null)) throw new Fault('factory.letter.withoutMessage')
    const sums = { replayed: 0, again: 0, stored: 0, duplicates: 0 }
    for (const { id, edgeId, topic, payload } of rows) {
      const answer = await ingestOf(ctx.house).replay(edgeId, topic, payload!)
      if (!answer) throw new Fault('factory.letter.edgeOffline')
      sums.stored += answer.stored
      sums.duplicates += answer.duplicates
      sums[answer.refusal === null ? 'replayed' : 'again']++
      await store.noteReplay(ctx.sql, { id, ...answer, at: ctx.now, by: ctx.caller.personName })
    }
    await ctx.audit({
      action: 'factory.letters.replayed',
      subject: 'organisation',
      subjectId: organisationId,
      organisationId,
      after: { letters: rows.length, ...sums },
    })
    return sums
  },

  async purgeLetters(ctx, { body }) {
    const organisationId = ownId(ctx)
    const { reason, ...of } = body
    const deleted = await store.purgeLetters(ctx.sql, organisationId, of)
    await ctx.audit({
      action: 'factory.letters.purged',
      subject: 'organisation',
      subjectId: organisationId,
      organisationId,
      before: { letters: deleted, ...of },
      reason,
    })
    return { deleted }
  },
}

function shownLetter(ctx: Ctx, row: store.LetterRow) {
  return {
    id: row.id,
    at: row.at.toISOString(),
    organisationId: row.organisationId,
    organisationName: row.organisationName,
    edgeId: row.edgeId,
    edgeName: row.edgeName,
    device: row.device,
    metric: row.metric,
    code: row.code as Code,
    reason: reasonOf(ctx, row),
    topic: row.topic,
    count: Number(row.count),
    payloadBytes: row.payloadBytes,
    state: row.state,
    replayedAt: row.replayedAt?.toISOString() ?? null,
    stored: row.stored === null ? null : Number(row.stored),
    duplicates: row.duplicates === null ? null : Number(row.duplicates),
    personName: row.personName,
  }
}

/**
 * Why, in the reader's language; of a birth also which rule it broke, and of a replay why it failed again.
 */
function reasonOf(ctx: Ctx, row: store.LetterRow): string {
  const reason = ctx.t(`factory.value.code.${row.code}`)
  const more = row.code === 'birth' ? ctx.t(`factory.birthFault.${row.detail}`) : ''
  const isOther = row.state === 'again' && row.refusal !== null && row.refusal !== row.code
  const again = isOther ? ctx.t(`factory.value.code.${row.refusal}`) : ''
  const parts = [reason, more, again].filter((part) => part !== '')
  return parts.reduce((what, why) => ctx.t('kit.because', { what, why }))
}

/** The message as JSON for people, as far as it can be read. */
function readOf(payload: Buffer): string | null {
  try {
    const { metrics, ...head } = decode(payload)
    const shown = { ...head, metrics: metrics.slice(0, shownMetricsMax) }
    const plain = (_key: string, value: unknown) => {
      if (typeof value === 'bigint') return String(value)
      return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value
    }
    return JSON.stringify(shown, plain, 2)
  } catch {
    return null
  }
}
