import { StatusTag, type Tone, useWords } from '@ronghe/kit/ui'
import { useState } from 'react'
import type { Named, Question, RunRow, Value } from './types.ts'

const tones: Readonly<Record<string, Tone>> = {
  draft: 'neutral',
  submitted: 'info',
  returned: 'warning',
  accepted: 'success',
  published: 'success',
  retired: 'neutral',
  planned: 'neutral',
  doing: 'info',
  done: 'success',
  dropped: 'neutral',
  open: 'warning',
  confirmed: 'error',
  dismissed: 'neutral',
  valid: 'success',
  expired: 'warning',
  withdrawn: 'error',
  replaced: 'neutral',
  corrected: 'info',
  closed: 'success',
  drawn: 'info',
  recused: 'neutral',
  scored: 'success',
}

/** A status of this room, by its word and colour. */
export function Status({ value }: { value: string }) {
  const { t } = useWords()
  return <StatusTag tone={tones[value] ?? 'neutral'} text={t(`assess.value.status.${value}`)} />
}

/** Who did it; what the program did by itself is said so. */
export function ByName({ name }: { name: string }) {
  const { t } = useWords()
  return <>{name === 'system' ? t('assess.by.system') : name}</>
}

/** Thresholds or weights that were not read in an original: 示例阈值. */
export function ExampleMark({ source }: { source?: string }) {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  const hint = t('assess.example.hint')
  if (source === undefined) {
    return (
      <span className="assess-example" title={hint}>
        {t('assess.example')}
      </span>
    )
  }
  return (
    <>
      <button
        type="button"
        className="assess-example"
        title={`${hint} ${source}`}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {t('assess.example')}
      </button>
      {isOpen ? <span className="r-muted"> {t('assess.example.source', { source })}</span> : null}
    </>
  )
}

/** The word of a fact's value; a file may bring values that this room has no word for. */
export function useFactText(): (fact: string, value: string) => string {
  const { t } = useWords()
  return (fact, value) => {
    const key = `assess.fact.${fact}.${value}`
    const word = t(key)
    return word === key ? value : word
  }
}

/** The day of the next review, marked when it has passed. */
export function DueDay({ certificate }: { certificate: { reviewDueOn: string | null; isOverdue: boolean } }) {
  const { t } = useWords()
  if (certificate.reviewDueOn === null) return '–'
  return (
    <>
      {certificate.reviewDueOn}{' '}
      {certificate.isOverdue ? <StatusTag tone="error" text={t('assess.certificate.overdue')} /> : null}
    </>
  )
}

export function useNamed(): (name: Named) => string {
  const { locale } = useWords()
  return (name) => name[locale]
}

/** A question's unit by its word; a file may bring units that this room has no word for. */
export function useUnitText(): (unit: string) => string {
  const { t } = useWords()
  return (unit) => {
    const key = `assess.unit.${unit}`
    const word = t(key)
    return word === key ? unit : word
  }
}

/** An answer as a person reads it. */
export function useAnswerText(): (question: Question, value: Value) => string {
  const { t, locale } = useWords()
  const unitText = useUnitText()
  return (question, value) => {
    if (value === null) return '–'
    if (typeof value === 'object' && !Array.isArray(value)) return t('assess.answer.notApplicable')
    const nameOf = (code: string) =>
      question.options.find((option) => option.code === code)?.name[locale] ?? code
    if (Array.isArray(value)) return value.map(nameOf).join(' · ')
    return question.kind === 'number' && question.unit ? `${value} ${unitText(question.unit)}` : nameOf(value)
  }
}

/** A score without the zeros behind its point. */
export function shortScore(value: string | null): string {
  return value === null ? '–' : value.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
}

/** The counts of a run for words that name them. */
export function countsOf({ answered, evidenced, questions }: RunRow) {
  return { answered, evidenced, questions }
}
