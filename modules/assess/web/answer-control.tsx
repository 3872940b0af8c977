import { useWords } from '@ronghe/kit/ui'
import { useId } from 'react'
import { useNamed, useUnitText } from './parts.tsx'
import type { Question, Value } from './types.ts'

type AnswerControlProps = {
  question: Question
  value: Value
  disabled: boolean
  /** The second is true while a person types, so that the saving waits. */
  onChange: (value: Value, isText: boolean) => void
}

/** The control that fits a question: one option, several, or a number with its unit. */
export function AnswerControl(props: AnswerControlProps) {
  const { question, value, disabled, onChange } = props
  const { t } = useWords()
  const isNone = typeof value === 'object' && value !== null && !Array.isArray(value)
  return (
    <div className="assess-question-foot">
      {isNone ? null : <Control {...props} />}
      {question.notApplicable ? (
        <label className="assess-check">
          <input
            type="checkbox"
            checked={isNone}
            disabled={disabled}
            onChange={({ target }) => onChange(target.checked ? { notApplicable: true } : null, false)}
          />
          {t('assess.answer.notApplicable')}
        </label>
      ) : null}
    </div>
  )
}

function Control({ question, value, disabled, onChange }: AnswerControlProps) {
  const { t } = useWords()
  const named = useNamed()
  const unitText = useUnitText()
  const label = named(question.name)
  if (question.kind === 'choices' || question.kind === 'choice')
    return <Choices {...{ question, value, disabled, onChange }} />
  return (
    <span>
      <span className="assess-number">
        <input
          aria-label={label}
          inputMode="decimal"
          autoComplete="off"
          value={typeof value === 'string' ? value : ''}
          disabled={disabled}
          onChange={({ target }) => onChange(target.value.trim() === '' ? null : target.value.trim(), true)}
        />
        {question.unit ? <span className="r-muted">{unitText(question.unit)}</span> : null}
      </span>{' '}
      {question.range ? <span className="r-muted">{t('assess.question.range', question.range)}</span> : null}
    </span>
  )
}

/** The browser's own controls: a questionnaire opened on a phone waits for nothing else. */
function Choices({ question, value, disabled, onChange }: AnswerControlProps) {
  const named = useNamed()
  const name = useId()
  const isMany = question.kind === 'choices'
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [value]
  function choose(code: string, isChecked: boolean): void {
    if (!isMany) {
      onChange(code, false)
      return
    }
    const codes = question.options
      .map((option) => option.code)
      .filter((one) => (one === code ? isChecked : chosen.includes(one)))
    onChange(codes.length === 0 ? null : codes, false)
  }
  return (
    <fieldset aria-label={named(question.name)} className="assess-choices">
      {question.options.map((option) => (
        <label key={option.code} className={isMany ? 'assess-check' : 'assess-choice'}>
          <input
            type={isMany ? 'checkbox' : 'radio'}
            name={name}
            value={option.code}
            checked={chosen.includes(option.code)}
            disabled={disabled}
            onChange={({ target }) => choose(option.code, target.checked)}
          />
          {named(option.name)}
        </label>
      ))}
    </fieldset>
  )
}
