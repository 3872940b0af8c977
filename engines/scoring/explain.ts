import type { Answer, DecimalText } from './model.ts'
import {
  add,
  compareRatios,
  multiply,
  one,
  type Ratio,
  ratio,
  ratioOf,
  shown,
  subtract,
  zero,
} from './ratio.ts'
import type { GroupResult, NodeResult, Score } from './result.ts'

/** What one node has to do with the change of the total. */
export type Change = {
  code: string
  before: DecimalText | null
  after: DecimalText | null
  /** Of a question whose answer changed. */
  answers?: { before: Answer | null; after: Answer | null }
  /** The node’s own part of the root’s change, without its children’s: exact, and rounded to six digits. */
  exact: string
  contribution: DecimalText
}

export type Explanation = {
  before: DecimalText | null
  after: DecimalText | null
  /** The total’s change, and the part of it that vetoes made; null where one of the scores has no total. */
  change: DecimalText | null
  byVetoes: DecimalText | null
  /** Greatest part first. The parts add up to the root’s change exactly. */
  nodes: Change[]
  ladders: { code: string; before: string | null; after: string | null }[]
}

const digitsShown = 6

/** Which nodes differ between two scores of a firm, and what each put to the change (SPEC.md, section 6). */
export function explain(before: Score, after: Score): Explanation {
  const parts = partsOf(before, after)
  const [first, second] = [before.total, after.total]
  const change = first === null || second === null ? null : subtract(ratioOf(second), ratioOf(first))
  const ofTree = [...parts.values()].reduce(add, zero)
  return {
    before: first,
    after: second,
    change: change && shown(change, digitsShown),
    byVetoes: change && shown(subtract(change, ofTree), digitsShown),
    nodes: changes(before, after, parts),
    ladders: after.ladders.map(({ code, reached }) => ({
      code,
      before: before.ladders.find((ladder) => ladder.code === code)?.reached ?? null,
      after: reached,
    })),
  }
}

function changes(before: Score, after: Score, parts: ReadonlyMap<string, Ratio>): Change[] {
  const [old, now] = [byCode(before), byCode(after)]
  const codes = [...new Set([...old.keys(), ...now.keys()])].sort()
  const all = codes.map((code) => {
    const [was, is] = [old.get(code), now.get(code)]
    const part = parts.get(code) ?? zero
    const answers = { before: answerOf(was), after: answerOf(is) }
    const hasAnswered = JSON.stringify(answers.before) !== JSON.stringify(answers.after)
    const change = { code, before: was?.value ?? null, after: is?.value ?? null }
    return { change: hasAnswered ? { ...change, answers } : change, part }
  })
  return all
    .filter(({ change, part }) => change.before !== change.after || 'answers' in change || part.top !== 0n)
    .sort((a, b) => compareRatios(size(b.part), size(a.part)))
    .map(({ change, part }) => ({
      ...change,
      exact: part.bottom === 1n ? `${part.top}` : `${part.top}/${part.bottom}`,
      contribution: shown(part, digitsShown),
    }))
}

function size({ top, bottom }: Ratio): Ratio {
  return { top: top < 0n ? -top : top, bottom }
}

function answerOf(node: NodeResult | undefined): Answer | null {
  return node && 'answer' in node ? node.answer : null
}

function byCode({ nodes }: Score): Map<string, NodeResult> {
  return new Map(nodes.map((node) => [node.code, node]))
}

/** Each node’s own part of the root’s change. Where one of the roots has no value there is none. */
function partsOf(before: Score, after: Score): Map<string, Ratio> {
  const [old, now] = [byCode(before), byCode(after)]
  const parts = new Map<string, Ratio>()
  // Slope: how far the root follows this node. Moved: what its change of weight already put to the root.
  const visit = (code: string, slope: Ratio, moved: Ratio): void => {
    const [was, is] = [old.get(code), now.get(code)]
    parts.set(code, add(parts.get(code) ?? zero, moved))
    if (!was || !is || was.value === null || is.value === null) return
    const change = subtract(ratioOf(is.value), ratioOf(was.value))
    let rest = change
    for (const child of 'inputs' in was && 'inputs' in is ? childParts(was, is) : []) {
      rest = subtract(rest, child.part)
      visit(child.code, multiply(slope, child.slope), multiply(slope, child.byWeight))
    }
    // What is left is the node’s own: a question’s change; a group’s rounding or the threshold it passed.
    parts.set(code, add(parts.get(code)!, multiply(slope, rest)))
  }
  if (before.root === after.root) visit(before.root, one, zero)
  return parts
}

type ChildPart = { code: string; part: Ratio; slope: Ratio; byWeight: Ratio }

/**
 * A child’s part is s′(v′ − m) − s(v − m) for its shares s, values v and the middle m of the group; a mean’s
 * shares add up to 1, so the parts add up to the change whatever m is, and a child that joins at the middle
 * changes nothing. The part splits into mean share × change of value, and change of share × distance from m.
 */
function childParts(was: GroupResult, is: GroupResult): ChildPart[] {
  const isSum = was.combine === 'sum' || is.combine === 'sum'
  const middle = isSum ? zero : multiply(half, add(ratioOf(was.value!), ratioOf(is.value!)))
  const [old, now] = [sharesOf(was), sharesOf(is)]
  return [...new Set([...old.keys(), ...now.keys()])].sort().map((code) => {
    const [a, b] = [old.get(code), now.get(code)]
    const from = a ? multiply(a.share, subtract(a.value, middle)) : zero
    const to = b ? multiply(b.share, subtract(b.value, middle)) : zero
    const part = subtract(to, from)
    const slope = a && b ? multiply(half, add(a.share, b.share)) : zero
    const byValue = a && b ? multiply(slope, subtract(b.value, a.value)) : zero
    return { code, part, slope, byWeight: subtract(part, byValue) }
  })
}

const half: Ratio = { top: 1n, bottom: 2n }

/** How much of each child is in the combination; children without a value are not listed. */
function sharesOf({ combine, inputs }: GroupResult): Map<string, { share: Ratio; value: Ratio }> {
  const counted = inputs.flatMap(({ code, weight, value }) => {
    return value === null ? [] : [{ code, weight: ratioOf(weight), value: ratioOf(value) }]
  })
  const whole = counted.reduce((sum, { weight }) => add(sum, weight), zero)
  const sign = combine === 'minimum' ? 1 : -1
  const [first] = counted
    .filter(({ weight }) => weight.top !== 0n)
    .sort((a, b) => sign * compareRatios(a.value, b.value))
  const shareOf = (code: string, weight: Ratio): Ratio => {
    if (combine === 'sum') return weight
    if (combine === 'mean') return multiply(weight, ratio(whole.bottom, whole.top))
    return code === first?.code ? one : zero
  }
  return new Map(counted.map(({ code, weight, value }) => [code, { share: shareOf(code, weight), value }]))
}
