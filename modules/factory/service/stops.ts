import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { type MachineStop, stopsOfMachine } from '../losses/stops.ts'
import { type FirmWords, wordsOf } from '../losses/words.ts'
import { dayMicros, isoOf } from '../micros.ts'
import type { StopRules } from '../reasons/stop-rules.ts'
import { unitById } from '../store/equipment.ts'
import { machinesIn, type ScopeMachine, unitNames } from '../store/scope.ts'
import { listStopChanges } from '../store/stop-changes.ts'
import { type Span, spanOf } from './spans.ts'

type Routes = Pick<Service<typeof factory>, 'stops' | 'stopChanges'>

const stopsDaysMax = 31
const changesDaysMax = 3660
/** Machines times days of one question; beyond it a person asks for less. */
const machineDaysMax = 3000

type Scope = { unit?: string; equipment?: string; organisation?: string }

export const stops: Routes = {
  async stops(ctx, { query }) {
    const asked = spanOf(query, stopsDaysMax)
    const window = { ...asked, toMicros: Math.min(asked.toMicros, ctx.now.getTime() * 1000) }
    const machines = (await scopeOf(ctx, query)).filter((one) => one.isConnected)
    mustBeFew(machines, window)
    const found = window.toMicros > window.fromMicros ? await stopsOf(ctx, machines, window) : []
    const text = query.q?.toLowerCase()
    const fits = (one: ShownStop) =>
      matches(query.reason, one.reason ?? '') &&
      matches(query.timeClass, one.timeClass) &&
      matches(query.loss, one.loss) &&
      matches(query.isOpen, one.isOpen) &&
      matches(query.isMicro, one.isMicro) &&
      (!text || [one.equipmentName, one.reasonName].some((part) => part.toLowerCase().includes(text)))
    const rows = found.filter(fits).sort(newestFirst)
    const { page = 1, pageSize = 20 } = query
    return {
      total: rows.length,
      seconds: rows.reduce((sum, one) => sum + one.seconds, 0),
      rows: rows.slice((page - 1) * pageSize, page * pageSize),
    }
  },

  async stopChanges(ctx, { query }) {
    const window = spanOf(query, changesDaysMax)
    const ids = (await scopeOf(ctx, query)).map((one) => one.id)
    const { rows, total } = await listStopChanges(ctx.sql, ctx.caller.locale, ids, window, query)
    const words = wordsOf(ctx)
    return {
      total,
      rows: await Promise.all(
        rows.map(async ({ organisationId, fromMicros, toMicros, reasons, createdAt, undoneAt, ...row }) => {
          const { nameOf } = await words.firm(organisationId)
          return {
            ...row,
            startsAt: isoOf(Number(fromMicros)),
            endsAt: isoOf(Number(toMicros)),
            reasonNames: [...new Set(reasons.map(nameOf))],
            createdAt: createdAt.toISOString(),
            undoneAt: undoneAt?.toISOString() ?? null,
          }
        }),
      ),
    }
  },
}

/** The machines a question is about: one, those of a unit, or those of the caller's own firm. */
export async function scopeOf(ctx: Ctx, { unit, equipment, organisation }: Scope): Promise<ScopeMachine[]> {
  if (unit && !(await unitById(ctx.sql, unit))) throw new Fault('kit.notFound')
  const own = unit || equipment ? null : (organisation ?? ctx.caller.organisationId)
  if (!unit && !equipment && !own) return []
  const where = {
    ...(unit ? { unit } : {}),
    ...(equipment ? { equipment } : {}),
    ...(own ? { organisation: own } : {}),
  }
  const machines = await machinesIn(ctx.sql, ctx.caller.locale, where, ctx.now)
  if (equipment && machines.length === 0) throw new Fault('kit.notFound')
  return machines
}

function mustBeFew(machines: readonly ScopeMachine[], window: Span): void {
  const days = Math.ceil((window.toMicros - window.fromMicros) / dayMicros)
  if (machines.length * days <= machineDaysMax) return
  const values = { days: Math.max(1, Math.floor(machineDaysMax / machines.length)) }
  const field = { field: 'to', rule: 'fault.factory.stops.tooMany', values }
  throw new Fault('factory.stops.tooMany', values, [field])
}

export type ShownStop = ReturnType<typeof shown>

/** Stops of machines as pages show them. */
export async function stopsOf(
  ctx: Ctx,
  machines: readonly ScopeMachine[],
  window: Span,
): Promise<ShownStop[]> {
  const words = wordsOf(ctx)
  const unitIds = [...new Set(machines.map((one) => one.unitId))]
  const names = await unitNames(ctx.sql, ctx.caller.locale, unitIds)
  const all: ShownStop[] = []
  for (const machine of machines) {
    const firm = await words.firm(machine.organisationId)
    const rules = await words.rules(machine)
    const found = await stopsOfMachine(ctx.sql, machine, window, { catalogue: firm.catalogue, rules })
    all.push(...found.map((one) => shown(one, machine, names.get(machine.unitId) ?? '', firm, rules)))
  }
  return all
}

function shown(
  stop: MachineStop,
  machine: ScopeMachine,
  unitName: string,
  firm: FirmWords,
  rules: StopRules,
) {
  const seconds = (stop.toMicros - stop.fromMicros) / 1_000_000
  return {
    equipmentId: machine.id,
    equipmentName: machine.name,
    unitName,
    startsAt: isoOf(stop.fromMicros),
    endsAt: isoOf(stop.toMicros),
    seconds,
    timeClass: stop.timeClass as 'down',
    reason: stop.reason,
    reasonName: firm.nameOf(stop.reason),
    colour: firm.reasonOf.get(stop.reason ?? '')?.colour ?? null,
    loss: stop.loss,
    isMicro: stop.isMicro,
    isOpen: stop.isOpen,
    isMandatory: stop.isOpen && rules.isMandatory,
    decidedBy: stop.decidedBy,
  }
}

function matches<T>(wanted: T | undefined, value: T): boolean {
  return wanted === undefined || wanted === value
}

function newestFirst(left: ShownStop, right: ShownStop): number {
  return left.startsAt === right.startsAt
    ? left.equipmentId.localeCompare(right.equipmentId)
    : right.startsAt.localeCompare(left.startsAt)
}
