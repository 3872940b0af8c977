import { type BigLossName, subtract, toNumber, type WaterfallName, waterfall } from '@ronghe/oee'
import type { ShiftFactsRow } from '../store/shift-facts.ts'
import type { FactLoss } from './facts.ts'
import { type Part, type Sum, shiftsOfSum, together } from './sum.ts'

/** A step of the waterfall, a big loss, or a reason as the list of reasons has it; none asks for all. */
export type AskedLoss = {
  step?: WaterfallName
  loss?: BigLossName
  reason?: string
  timeClass?: string
  isMicro?: boolean
}
type Machine = { id: string; rows: readonly ShiftFactsRow[]; sum: Sum }
/** A machine's shift with what it has of the loss. */
export type ShiftBehind = { row: ShiftFactsRow; micros: number }

const ofCounts: readonly (string | undefined)[] = ['reducedSpeed', 'processDefect', 'startupReject']

/**
 * Pure: the machines' shifts that make a loss. What they have of it adds up to the figure, which is their
 * sum: of the machines that have an OEE for the waterfall, of those that count for speed and rejects,
 * of all for stops.
 */
export function shiftsBehind(
  machines: readonly Machine[],
  asked: AskedLoss,
  lossOf: (one: FactLoss) => BigLossName,
): ShiftBehind[] {
  const lostIn = asked.step || ofCounts.includes(asked.loss) ? countedLoss(asked) : null
  const own = lostIn ? countedMachines(machines, asked) : machines
  const isAsked = Object.values(asked).some((one) => one !== undefined)
  return own.flatMap(({ rows }) =>
    shiftsOfSum(rows)
      .map(({ row, elements }) => ({
        row,
        micros: lostIn ? lostIn(elements) : stoppedIn(row, asked, lossOf),
      }))
      .filter(({ micros }) => !isAsked || micros !== 0),
  )
}

function countedMachines(machines: readonly Machine[], { step }: AskedLoss): readonly Machine[] {
  const parts: Part[] = machines.map(({ id, sum }) => ({ id, sum }))
  const { all, counted, figureOf } = together(parts, 'plannedTime')
  const isOfAll = step ? counted.elements.output === null : all.elements.output !== null
  return isOfAll ? machines : machines.filter(({ id }) => figureOf.get(id)?.oee.missing === null)
}

type Elements = Sum['elements']

/** What a shift has of a step, or of what is lost to speed and rejects. */
function countedLoss({ step, loss }: AskedLoss): (elements: Elements) => number {
  const pick = (elements: Elements) => {
    const lostAt = (name: WaterfallName) => waterfall(elements).find((one) => one.step === name)?.loss ?? null
    if (step) return lostAt(step)
    if (loss === 'reducedSpeed') return lostAt('speed')
    const startup = elements.output?.idealStartup ?? null
    const rejects = lostAt('quality')
    if (loss === 'startupReject') return startup
    return startup && rejects && subtract(rejects, startup)
  }
  return (elements) => {
    const lost = pick(elements)
    return lost ? toNumber(lost) : 0
  }
}

function stoppedIn(
  { facts }: ShiftFactsRow,
  { loss, reason, timeClass, isMicro }: AskedLoss,
  lossOf: (one: FactLoss) => BigLossName,
): number {
  const fits = (one: FactLoss) =>
    (loss === undefined || lossOf(one) === loss) &&
    (reason === undefined || one.reason === reason) &&
    (timeClass === undefined || one.timeClass === timeClass) &&
    (isMicro === undefined || one.isMicro === isMicro)
  return facts.losses.filter(fits).reduce((sum, { micros }) => sum + micros, 0)
}
