import type { Answer } from '@ronghe/scoring'
import type { Check, FormShape } from './form.ts'
import { questionsOf } from './form.ts'
import type { Words } from './outline.ts'

export type Answers = Readonly<Record<string, Answer>>
/** What does not fit together, at the questions that it is about. */
export type CheckFinding = { questions: string[]; text: Words; isWarning: boolean }

/** Decimals as integers of nine digits behind the point, so that comparison is exact. */
export function scaled(text: string): bigint {
  const [whole = '0', part = ''] = text.replace('-', '').split('.')
  const value = BigInt(whole + part.padEnd(9, '0').slice(0, 9))
  return text.startsWith('-') ? -value : value
}

function numberAt(answers: Answers, code: string): bigint | null {
  const answer = answers[code]
  return typeof answer === 'string' && /^-?\d+(\.\d+)?$/.test(answer) ? scaled(answer) : null
}

/** Does an answer lie outside the range that its question allows? */
export function outOfRange(file: FormShape, code: string, answer: Answer): boolean {
  const range = file.questions[code]?.range
  const value = numberAt({ [code]: answer }, code)
  if (!range || value === null) return false
  return value < scaled(range.low) || value > scaled(range.high)
}

/** Checks across answers; what is not answered yet is not judged, except where another answer needs it. */
export function checkFindings(file: FormShape, answers: Answers): CheckFinding[] {
  return file.checks
    .filter((check) => !holds(check, answers))
    .map((check) => ({
      questions: questionsOf(check),
      text: check.text,
      isWarning: check.isWarning ?? false,
    }))
}

function holds(check: Check, answers: Answers): boolean {
  if (check.kind === 'needs') {
    const said = answers[check.when]
    const isAsked = Array.isArray(said)
      ? said.some((one) => check.in.includes(one))
      : typeof said === 'string' && check.in.includes(said)
    return !isAsked || answers[check.question] !== undefined
  }
  if (check.kind === 'atMost') {
    const [left, right] = [numberAt(answers, check.left), numberAt(answers, check.right)]
    return left === null || right === null || left <= right
  }
  const parts = check.parts.map((code) => numberAt(answers, code) ?? 0n)
  return parts.reduce((sum, one) => sum + one, 0n) <= scaled(check.limit)
}
