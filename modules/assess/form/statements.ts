import {
  type Condition,
  type FactCondition,
  type FrameworkNode,
  isLeaf,
  type Ladder,
  type Source,
  type Veto,
  type Weight,
} from '@ronghe/scoring'
import { ruleText } from '../service/rule-text.ts'
import { conditionText, optionName } from '../service/verdict.ts'
import type { Check, FormShape, Measure } from './form.ts'
import { nodesIn, type Words, wordsOf } from './outline.ts'

type Say = (key: string, values?: Record<string, string | number>) => string
type Told = { file: FormShape; say: Say; locale: 'zh' | 'en' }

export type About =
  | 'file'
  | 'fact'
  | 'rule'
  | 'group'
  | 'question'
  | 'ladder'
  | 'step'
  | 'veto'
  | 'check'
  | 'measure'

/** A thing that a framework's file speaks of, and what it says of it, aspect by aspect, in words. */
export type Subject = {
  key: string
  about: About
  /** Names from the outermost section to the thing itself. */
  place: Words[]
  /** Each aspect in lines, so that of a long one only what differs is shown. */
  aspects: Record<string, string[]>
}

/** Everything that a framework's file says, in words of the reader. */
export function subjectsOf(file: FormShape, say: Say, locale: 'zh' | 'en'): Subject[] {
  const told = { file, say, locale }
  const { framework } = file
  return [
    wholeFile(told),
    ...framework.facts.map((fact) => ({
      ...{ key: `fact/${fact.code}`, about: 'fact' as const, place: [wordsOf(fact.name, fact.code)] },
      aspects: { name: both(fact.name, fact.code), values: fact.values ?? [] },
    })),
    ...(framework.rules ?? []).map((one) => ({
      ...{ key: `rule/${one.code}`, about: 'rule' as const, place: [wordsOf(one.name, one.code)] },
      aspects: {
        name: both(one.name, one.code),
        ...ruleAspects(told, one.rule),
        source: sourceOf(told, one.source),
      },
    })),
    ...nodeSubjects(told, framework.root, []),
    ...(framework.ladders ?? []).flatMap((ladder) => ladderSubjects(told, ladder)),
    ...(framework.vetoes ?? []).map((veto) => vetoSubject(told, veto)),
    ...file.checks.map((check, at) => checkSubject(told, check, at)),
    ...file.measures.map((measure) => measureSubject(told, measure)),
  ]
}

function wholeFile({ file, say }: Told): Subject {
  const { code, version, name, source, rounding, missing } = file.framework
  return {
    ...{ key: 'file', about: 'file', place: [wordsOf(name, code)] },
    aspects: {
      code: [code],
      version: [version],
      kind: [say(`assess.value.kind.${file.kind}`)],
      name: both(name, code),
      source: sourceOf({ say }, source),
      rounding: roundingOf({ say }, rounding),
      missing: missingOf({ say }, missing),
    },
  }
}

/** A name in both languages: a change of either is a change. */
function both(name: { zh: string; en?: string } | undefined, code: string): string[] {
  return [name ? [name.zh, name.en].filter(Boolean).join(' / ') : code]
}

function sourceOf({ say }: Pick<Told, 'say'>, source: Source | undefined): string[] {
  if (!source) return []
  return [source.verified ? source.text : `${source.text} (${say('assess.example')})`]
}

function roundingOf({ say }: Pick<Told, 'say'>, one: { digits: number; mode: string } | undefined) {
  return one ? [say(`assess.rounding.${one.mode}`, { digits: one.digits })] : []
}

function missingOf({ say }: Pick<Told, 'say'>, one: { kind: string; value?: string } | undefined) {
  return one ? [say(`assess.missing.${one.kind}`, { value: one.value ?? '' })] : []
}

function ruleAspects({ say, locale }: Told, rule: Parameters<typeof ruleText>[0]) {
  const options = 'options' in rule ? rule.options : []
  return {
    rule: [ruleText(rule, say, locale)],
    options: options.map(({ code, name }) => `${code}: ${both(name, code)}`),
  }
}

/** A node before its children, with what the questionnaire says of it. */
function nodeSubjects(told: Told, node: FrameworkNode, above: Words[]): Subject[] {
  const { file, say } = told
  const name = wordsOf(node.name, node.code)
  const place = [...above, name]
  const shared = {
    name: both(node.name, node.code),
    section: above.slice(-1).map((one) => one[told.locale]),
    weight: weightOf(told, node.weight),
    when: node.when ? [conditionOf(told, node.when)] : [],
    rounding: roundingOf(told, node.rounding),
    source: sourceOf(told, node.source),
  }
  if (!isLeaf(node)) {
    const { combine, weightsSum, fulfilled } = node
    const full = fulfilled ? [say('assess.aspect.fulfilledBy', fulfilled)] : []
    const own = { combine: [say(`assess.combine.${combine}`)], weightsSum: weightsSum ? [weightsSum] : [] }
    const aspects = { ...shared, ...own, fulfilled: full }
    const subject: Subject = { key: `node/${node.code}`, about: 'group', place, aspects }
    return [subject, ...node.children.flatMap((child) => nodeSubjects(told, child, place))]
  }
  const named =
    typeof node.rule === 'string' ? file.framework.rules?.find(({ code }) => code === node.rule) : null
  const rule =
    typeof node.rule === 'string' ? { rule: both(named?.name, node.rule) } : ruleAspects(told, node.rule)
  const yes = (isSo: boolean | undefined) => (isSo ? [say('assess.yes')] : [])
  const aspects = {
    ...{ ...shared, ...rule, unit: node.unit ? [node.unit] : [], missing: missingOf(told, node.missing) },
    notApplicable: yes(node.notApplicable),
    monotone: node.monotone ? [say(`assess.monotone.${node.monotone}`)] : [],
    ...questionAspects(told, node.code),
  }
  return [{ key: `node/${node.code}`, about: 'question', place, aspects }]
}

function questionAspects({ file, say, locale }: Told, code: string): Record<string, string[]> {
  const about = file.questions[code]
  if (!about) return {}
  const { help, range, document, evidence } = about
  const option = (answer: string) => optionName({ file }, code, answer, locale)
  return {
    help: help ? both(help, '') : [],
    range: range ? [`${range.low} – ${range.high}`] : [],
    document: document ? [say('assess.yes')] : [],
    evidence: evidence
      ? [`${say(`assess.query.${evidence.query}`)} (${evidence.query}@${evidence.version})`]
      : [],
    bands: [
      ...(evidence?.bands ?? []).map(({ atLeast, answer }) => `≥ ${atLeast} → ${option(answer)}`),
      ...(evidence?.options ?? []).map(({ answer, anyOf, atLeast }) => {
        const words = anyOf.map((word) => provedWord(say, evidence?.query ?? '', word)).join(' / ')
        return `${words}${atLeast === undefined ? '' : ` ≥ ${atLeast}`} → ${option(answer)}`
      }),
      ...Object.entries(evidence?.values ?? {}).map(([value, answer]) => `${value} → ${option(answer)}`),
    ],
  }
}

/** A word that evidence proves; a file may name words of evidence that this room has no word for. */
function provedWord(say: Say, query: string, word: string): string {
  const key = query === 'registry.systems.processes' ? `registry.value.processes.${word}` : word
  const said = say(key)
  return said === key ? word : said
}

function weightOf(told: Told, weight: Weight | undefined): string[] {
  if (weight === undefined) return []
  if (typeof weight === 'string') return [weight]
  return weight.map((one) => (one.when ? `${conditionOf(told, one.when)} → ${one.weight}` : one.weight))
}

function conditionOf({ file, say, locale }: Told, condition: Condition | FactCondition): string {
  return conditionText({ file }, condition, say, locale)
}

function ladderSubjects(told: Told, ladder: Ladder): Subject[] {
  const { say } = told
  const name = wordsOf(ladder.name, ladder.code)
  return [
    {
      ...{ key: `ladder/${ladder.code}`, about: 'ladder', place: [name] },
      aspects: {
        name: both(ladder.name, ladder.code),
        cumulative: [say(ladder.cumulative ? 'assess.yes' : 'assess.no')],
        source: sourceOf(told, ladder.source),
      },
    },
    ...ladder.steps.map(
      (step, at): Subject => ({
        ...{ key: `step/${ladder.code}/${step.code}`, about: 'step' },
        place: [name, wordsOf(step.name, step.code)],
        aspects: {
          name: both(step.name, step.code),
          rank: [String(at + 1)],
          requires: step.requires.map((one) => conditionOf(told, one)),
          source: sourceOf(told, step.source),
        },
      }),
    ),
  ]
}

function vetoSubject(told: Told, veto: Veto): Subject {
  const { file, say, locale } = told
  const { effect } = veto
  const ladder = file.framework.ladders?.find((one) => effect.kind === 'ladder' && one.code === effect.ladder)
  const step = ladder?.steps.find(({ code }) => code === effect.atMost)
  const most = step ? wordsOf(step.name, step.code)[locale] : (effect.atMost ?? '–')
  const of = effect.kind === 'ladder' ? wordsOf(ladder?.name, effect.ladder)[locale] : ''
  return {
    ...{ key: `veto/${veto.code}`, about: 'veto', place: [wordsOf(veto.name, veto.code)] },
    aspects: {
      name: both(veto.name, veto.code),
      when: [conditionOf(told, veto.when)],
      whenUnknown: [say(`assess.whenUnknown.${veto.whenUnknown}`)],
      effect: [say(`assess.effect.${effect.kind}`, { most, of })],
      source: sourceOf(told, veto.source),
    },
  }
}

/** Checks have no code: one is known by its place among those of its kind. */
function checkSubject(told: Told, check: Check, at: number): Subject {
  const { file, say, locale } = told
  const name = (code: string) => nameOf(file, code)[locale]
  const says = {
    atMost: () => [say('assess.checkText.atMost', pairOf(check, name))],
    sumAtMost: () => ('limit' in check ? [check.parts.map(name).join(' + '), `≤ ${check.limit}`] : []),
    needs: () => [say('assess.checkText.needs', needsOf(told, check))],
  }[check.kind]
  const before = file.checks.slice(0, at).filter(({ kind }) => kind === check.kind).length
  return {
    ...{ key: `check/${check.kind}/${before}`, about: 'check', place: [check.text] },
    aspects: {
      text: both(check.text, ''),
      check: says(),
      isWarning: [say(check.isWarning ? 'assess.yes' : 'assess.no')],
    },
  }
}

function pairOf(check: Check, name: (code: string) => string) {
  return check.kind === 'atMost' ? { left: name(check.left), right: name(check.right) } : {}
}

function needsOf({ file, locale }: Told, check: Check): Record<string, string> {
  if (check.kind !== 'needs') return {}
  const values = check.in.map((one) => optionName({ file }, check.when, one, locale)).join(' / ')
  const [question, when] = [check.question, check.when].map((code) => nameOf(file, code)[locale])
  return { question: question ?? '', when: when ?? '', values }
}

function nameOf(file: FormShape, code: string): Words {
  return wordsOf(nodesIn(file.framework).find((node) => node.code === code)?.name, code)
}

function measureSubject({ file, say, locale }: Told, measure: Measure): Subject {
  const { code, kind, name, nodes, below, weight, link } = measure
  return {
    ...{ key: `measure/${code}`, about: 'measure', place: [name] },
    aspects: {
      name: both(name, code),
      kind: [say(`assess.value.measure.${kind}`)],
      nodes: nodes.map((one) => nameOf(file, one)[locale]),
      below: [below],
      rank: [String(weight)],
      link: link ? [link] : [],
    },
  }
}
