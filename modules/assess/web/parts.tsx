import { StatusTag, type Tone, useWords } from '@ronghe/kit/ui'
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
export function ExampleMark() {
  const { t } = useWords()
  return (
    <span className="assess-example" title={t('assess.example.hint')}>
      {t('assess.example')}
    </span>
  )
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

/** An answer as a person reads it. */
export function useAnswerText(): (question: Question, value: Value) => string {
  const { t, locale } = useWords()
  return (question, value) => {
    if (value === null) return '–'
    if (typeof value === 'object' && !Array.isArray(value)) return t('assess.answer.notApplicable')
    const nameOf = (code: string) =>
      question.options.find((option) => option.code === code)?.name[locale] ?? code
    if (Array.isArray(value)) return value.map(nameOf).join(' · ')
    return question.kind === 'number' && question.unit ? `${value} ${question.unit}` : nameOf(value)
  }
}

/** The counts of a run for words that name them. */
export function countsOf({ answered, evidenced, questions }: RunRow) {
  return { answered, evidenced, questions }
}
