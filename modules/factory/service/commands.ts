import { systemCaller } from '@ronghe/kit/auth'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, House, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { EdgeRefusal } from '../ingest/requests.ts'
import { ingestOf } from '../ingest/start.ts'
import { mustOwn } from '../policy.ts'
import * as store from '../store/commands.ts'
import { type TagRow, tagsByIds } from '../store/tags.ts'
import { known } from './equipment.ts'

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
  const owner = await house.act(systemCaller, ({ sql, now }) =>
    store.answerCommand(sql, { id, ...outcome, at: now }),
  )
  if (!owner) return
  const { organisationId, equipmentId } = owner
  const name = `factory.equipment.${equipmentId}`
  house.publish({ name, may: 'factory.read', organisationId }, { commandId: id })
}

async function written(house: House, claimed: store.Claimed) {
  const { edgeId, device, tag, valueType, scale, shift } = claimed
  const isNumeric = valueType === 'number'
  // Shown value = sent value × scale + shift.
  const value = isNumeric ? (Number(claimed.value) - shift) / scale : claimed.value
  try {
    const answer = (await ingestOf(house).write(edgeId, device, tag, value)) as { value: unknown }[]
    const read = answer[0]?.value
    const isSame = isNumeric ? Number(read) === value : read === value
    const shown = isNumeric ? Number(read) * scale + shift : read
    const state: store.CommandState = isSame ? 'confirmed' : 'differs'
    return { state, readBack: String(shown), refusal: null }
  } catch (error) {
    return { state: 'refused' as const, readBack: null, refusal: wordsOf(house, error) }
  }
}

function wordsOf(house: House, error: unknown): store.Words {
  if (error instanceof EdgeRefusal) return { zh: error.words.zh, en: error.words.en }
  const key = error instanceof Fault ? `fault.${error.code}` : 'fault.factory.edge.silent'
  return { zh: house.translate('zh', key), en: house.translate('en', key) }
}
