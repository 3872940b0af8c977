import { useWords } from '@ronghe/kit/ui'
import { Checkbox, Input, Radio } from 'antd'
import { useNamed } from './parts.tsx'
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
        <Checkbox
          checked={isNone}
          disabled={disabled}
          onChange={({ target }) => onChange(target.checked ? { notApplicable: true } : null, false)}
        >
          {t('assess.answer.notApplicable')}
        </Checkbox>
      ) : null}
    </div>
  )
}

function Control({ question, value, disabled, onChange }: AnswerControlProps) {
  const { t } = useWords()
  const named = useNamed()
  const options = question.options.map(({ code, name }) => ({ value: code, label: named(name) }))
  const label = named(question.name)
  if (question.kind === 'choices') {
    return (
      <Checkbox.Group
        aria-label={label}
        options={options}
        value={Array.isArray(value) ? value : []}
        disabled={disabled}
        onChange={(codes) => onChange(codes.length === 0 ? null : codes, false)}
      />
    )
  }
  if (question.kind === 'choice') {
    return (
      <Radio.Group
        aria-label={label}
        optionType="button"
        options={options}
        value={typeof value === 'string' ? value : null}
        disabled={disabled}
        onChange={({ target }) => onChange(target.value, false)}
      />
    )
  }
  return (
    <span>
      <Input
        aria-label={label}
        inputMode="decimal"
        style={{ inlineSize: 180 }}
        value={typeof value === 'string' ? value : ''}
        disabled={disabled}
        suffix={question.unit ?? undefined}
        onChange={({ target }) => onChange(target.value.trim() === '' ? null : target.value.trim(), true)}
      />{' '}
      {question.range ? <span className="r-muted">{t('assess.question.range', question.range)}</span> : null}
    </span>
  )
}
