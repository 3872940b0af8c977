import {
  type Framework,
  type FrameworkNode,
  type Group,
  isLeaf,
  type Names,
  type Rule,
} from '@ronghe/scoring'
import type { FormShape } from './form.ts'

export type Words = { zh: string; en: string }

/** All nodes of a framework, each before its children. */
export function nodesIn(framework: Framework): FrameworkNode[] {
  const below = (node: FrameworkNode): FrameworkNode[] =>
    isLeaf(node) ? [node] : [node, ...node.children.flatMap(below)]
  return below(framework.root)
}

export function wordsOf(name: Names | undefined, code: string): Words {
  return { zh: name?.zh ?? code, en: name?.en ?? name?.zh ?? code }
}

/** The rule of a question, also when it is one of the named ones. */
export function ruleOf(framework: Framework, rule: string | Rule): Rule {
  if (typeof rule !== 'string') return rule
  const named = framework.rules?.find(({ code }) => code === rule)
  if (!named) throw new RangeError(`rule ${rule} is not there`)
  return named.rule
}

export type OutlineQuestion = {
  code: string
  name: Words
  /** Sections above it, nearest last. */
  section: string
  kind: 'choice' | 'choices' | 'number'
  options: { code: string; name: Words }[]
  unit: string | null
  range: { low: string; high: string } | null
  notApplicable: boolean
  help: Words | null
  evidence: { query: string; version: number } | null
  wantsDocument: boolean
  /** The source of thresholds or weights that were not read in an original (示例阈值); null where they were. */
  example: string | null
}
export type OutlineSection = { code: string; name: Words; path: Words[] }

/** The questionnaire of a branch: its sections, and the questions in the order of the framework. */
export function outlineOf(file: FormShape, asked: ReadonlySet<string>) {
  const sections: OutlineSection[] = []
  const questions: OutlineQuestion[] = []
  const { framework } = file
  function walk(group: Group, path: Words[]): void {
    const leaves = group.children.filter((child) => isLeaf(child) && asked.has(child.code))
    const here = [...path, wordsOf(group.name, group.code)]
    if (leaves.length > 0) sections.push({ code: group.code, name: wordsOf(group.name, group.code), path })
    for (const child of group.children) {
      if (!isLeaf(child)) walk(child, here)
      else if (asked.has(child.code)) questions.push(questionOf(file, child, group.code))
    }
  }
  if (isLeaf(framework.root)) questions.push(questionOf(file, framework.root, framework.root.code))
  else walk(framework.root, [])
  return { sections, questions }
}

function questionOf(
  { framework, questions }: FormShape,
  leaf: Extract<FrameworkNode, { rule: unknown }>,
  section: string,
): OutlineQuestion {
  const rule = ruleOf(framework, leaf.rule)
  const about = questions[leaf.code]
  return {
    code: leaf.code,
    name: wordsOf(leaf.name, leaf.code),
    section,
    kind: rule.kind === 'choice' ? 'choice' : rule.kind === 'coverage' ? 'choices' : 'number',
    options:
      'options' in rule
        ? rule.options.map((one) => ({ code: one.code, name: wordsOf(one.name, one.code) }))
        : [],
    unit: leaf.unit ?? null,
    range: about?.range ?? null,
    notApplicable: leaf.notApplicable ?? false,
    help: about?.help ?? null,
    evidence: about?.evidence ? { query: about.evidence.query, version: about.evidence.version } : null,
    wantsDocument: about?.document ?? false,
    example: exampleOf(framework, leaf),
  }
}

/** What a source says that was not read in the original; null for one that was. */
export function unread(source: { text: string; verified: boolean } | undefined): string | null {
  return source?.verified === false ? source.text : null
}

/** As `unread`, of a node or of the named rule that it has. */
export function exampleOf({ rules }: Framework, node: FrameworkNode | undefined): string | null {
  const named = node && isLeaf(node) ? rules?.find(({ code }) => code === node.rule) : undefined
  return unread(node?.source) ?? unread(named?.source)
}

export type Unverified = { place: string; text: string }

/** Every place of a framework whose source was not read in the original. */
export function unverifiedIn(framework: Framework): Unverified[] {
  const places: [string, { text: string; verified: boolean } | undefined][] = [
    [framework.code, framework.source],
    ...nodesIn(framework).map(({ code, source }): [string, typeof source] => [code, source]),
    ...(framework.rules ?? []).map(({ code, source }): [string, typeof source] => [code, source]),
    ...(framework.ladders ?? []).flatMap((ladder): [string, typeof ladder.source][] => [
      [ladder.code, ladder.source],
      ...ladder.steps.map(({ code, source }): [string, typeof source] => [`${ladder.code}/${code}`, source]),
    ]),
    ...(framework.vetoes ?? []).map(({ code, source }): [string, typeof source] => [code, source]),
  ]
  return places.flatMap(([place, source]) =>
    source?.verified === false ? [{ place, text: source.text }] : [],
  )
}
