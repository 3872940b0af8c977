import { systemCaller } from '@ronghe/kit/auth'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, House, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { isSameValue } from '../ingest/read-back.ts'
import { EdgeRefusal } from '../ingest/requests.ts'
import { ingestOf } from '../ingest/start.ts'
import { mustOwn } from '../policy.ts'
import * as store from '../store/commands.ts'
import { type TagRow, tagsByIds } from '../store/tags.ts'
import { known } from './equipment.ts'

/** Reasons of an edge that say no more than that nothing is known. */
const unproved = new Set(['edge.write.unproved', 'edge.sparkplug.noReadBack'])
/** Faults that come before anything is sent. */
const neverDone = new Set(['factory.edge.offline', 'factory.edge.busy', 'factory.command.notCompatible'])

type Routes = Pick<Service<typeof factory>, 'giveCommand' | 'commands'>

export const commands: Routes = {
  async giveCommand(ctx, { params, body }) {
    const [tag] = await tagsByIds(ctx.sql, [params.tagId])
    mustOwn(ctx, tag ?? null)
    if (!tag) throw new Fault('kit.notFound')
    const machine = await known(ctx, tag.equipmentId)
    if (!machine.edgeId) throw new Fault('factory.command.notConnected')
    if (tag.valueType === 'number' && !isNumber(body.value)) {
      const field = { field: 'value', rule: 'fault.factory.command.notANumber' }
      throw new Fault('factory.command.notANumber', {}, [field])
    }
    return { id: await sendCommand(ctx, tag, body) }
  },

  async commands(ctx, { params, query }) {
    await known(ctx, params.equipmentId)
    const { rows, total } = await store.listCommands(ctx.sql, params.equipmentId, ctx.now, query)
    return {
      total,
      rows: rows.map((row) => ({
        ...row,
        refusal: row.refusal?.[ctx.caller.locale] ?? null,
        createdAt: row.createdAt.toISOString(),
        answeredAt: row.answeredAt?.toISOString() ?? null,
      })),
    }
  },
}

/** Keeps a command with its person and reason, and has it carried out once. */
export async function sendCommand(
  ctx: Ctx,
  tag: TagRow,
  said: { value: string; reason: string },
): Promise<string> {
  const id = ctx.newId()
  const { organisationId, equipmentId } = tag
  const given = { organisationId, equipmentId, tagId: tag.id, ...said }
  const { personId: by, personName } = ctx.caller
  await store.insertCommand(ctx.sql, { id, ...given, by, personName }, ctx.now)
  await ctx.audit({
    action: 'factory.command.given',
    subject: 'equipment',
    subjectId: equipmentId,
    organisationId,
    after: { commandId: id, tag: tag.name, value: said.value },
    reason: said.reason,
  })
  await ctx.emit('command.given', { commandId: id, organisationId })
  return id
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text))
}

/** A person gave a command. It goes its own way, since the machine answers when it answers. */
export async function onCommandGiven(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  const { house } = ctx
  carryOut(house, String(payload.commandId)).catch((error: unknown) => {
    house.log.error({ err: error }, 'command not carried out')
  })
}

/** Claims, sends once, and keeps what was read back. A crash in between leaves it sent and unanswered. */
async function carryOut(house: House, id: string): Promise<void> {
  const claimed = await house.act(systemCaller, ({ sql, now }) => store.claimCommand(sql, id, now))
  if (!claimed) return
  const outcome = await written(house, claimed)
  const owner = await house.act(systemCaller, (ctx) => keepOutcome(ctx, id, outcome))
  if (!owner) return
  const { organisationId, equipmentId } = owner
  const name = `factory.equipment.${equipmentId}`
  house.publish({ name, may: 'factory.read', organisationId }, { commandId: id })
}

type Outcome = {
  state: Extract<store.CommandState, 'confirmed' | 'differs' | 'refused' | 'unproved'>
  readBack: string | null
  refusal: store.Words | null
}

/** Keeps how a command ended, in the audit too; who gave it is told unless it is confirmed. */
async function keepOutcome(ctx: Ctx, id: string, outcome: Outcome): Promise<store.Answered | null> {
  const answered = await store.answerCommand(ctx.sql, { id, ...outcome, at: ctx.now })
  if (!answered) return null
  const { organisationId, equipmentId, tag, machine, value, personId } = answered
  const { state, readBack } = outcome
  await ctx.audit({
    action: 'factory.command.answered',
    subject: 'equipment',
    subjectId: equipmentId,
    organisationId,
    after: { commandId: id, tag, value, state, readBack, refusal: outcome.refusal?.zh ?? null },
  })
  if (state === 'confirmed' || personId === null) return answered
  await ctx.notify({
    to: { people: [personId] },
    word: `factory.notice.command.${state}`,
    blanks: { machine, tag, value, readBack: readBack ?? '–' },
    link: `/factory/equipment/${equipmentId}?tab=signals`,
  })
  return answered
}

async function written(house: House, claimed: store.Claimed): Promise<Outcome> {
  const { edgeId, device, tag, valueType, scale, shift } = claimed
  const isNumeric = valueType === 'number'
  // Shown value = sent value × scale + shift.
  const value = isNumeric ? (Number(claimed.value) - shift) / scale : claimed.value
  try {
    const answer = (await ingestOf(house).write(edgeId, device, tag, value)) as { value: unknown }[]
    const read = answer[0]?.value ?? null
    if (read === null) throw new Fault('factory.command.noReadBack')
    const shown = isNumeric ? Number(read) * scale + shift : read
    const state = isSameValue(value, read as typeof value) ? 'confirmed' : 'differs'
    return { state, readBack: String(shown), refusal: null }
  } catch (error) {
    const state = isUnproved(error) ? 'unproved' : 'refused'
    return { state, readBack: null, refusal: wordsOf(house, error) }
  }
}

/** Whether the value may have been taken all the same; else it was refused, or never sent. */
function isUnproved(error: unknown): boolean {
  if (error instanceof EdgeRefusal) return unproved.has(error.words.key)
  return !(error instanceof Fault && neverDone.has(error.code))
}

function wordsOf(house: House, error: unknown): store.Words {
  if (error instanceof EdgeRefusal) return { zh: error.words.zh, en: error.words.en }
  const key = error instanceof Fault ? `fault.${error.code}` : 'fault.factory.edge.silent'
  return { zh: house.translate('zh', key), en: house.translate('en', key) }
}
