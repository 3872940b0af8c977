import { Button, useWords } from '@ronghe/kit/ui'
import { useState } from 'react'
import { useNamed } from './parts.tsx'
import { QuestionRow } from './question.tsx'
import type { RunDetail } from './types.ts'

/** The questions of a section at a time, with what is answered of each section. */
export function Questionnaire({ detail }: { detail: RunDetail }) {
  const { t } = useWords()
  const named = useNamed()
  const { sections, questions } = detail.outline
  const [open, setOpen] = useState(sections[0]?.code ?? '')
  const answers = new Map(detail.answers.map((answer) => [answer.question, answer]))
  const before = new Map(detail.before.map(({ question, value }) => [question, value]))
  const inSection = (code: string) => questions.filter((question) => question.section === code)
  const isAnswered = (code: string) => (answers.get(code)?.value ?? null) !== null
  const here = sections.find(({ code }) => code === open) ?? sections[0]
  const at = sections.findIndex(({ code }) => code === here?.code)
  const next = sections[at + 1]
  return (
    <div className="assess-layout">
      <nav aria-label={t('assess.sections')}>
        <ul className="assess-sections">
          {sections.map((section) => {
            const all = inSection(section.code)
            const done = all.filter(({ code }) => isAnswered(code)).length
            const above = section.path.at(-1)
            return (
              <li key={section.code}>
                <button
                  type="button"
                  aria-current={section.code === here?.code}
                  onClick={() => setOpen(section.code)}
                >
                  <span>
                    {section.path.length > 1 && above
                      ? `${named(above)} / ${named(section.name)}`
                      : named(section.name)}
                  </span>
                  <span className="r-number">
                    {done}/{all.length}
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
      </nav>
      <div>
        {here ? <h2>{named(here.name)}</h2> : null}
        {inSection(here?.code ?? '').map((question) => (
          <QuestionRow
            key={question.code}
            detail={detail}
            question={question}
            answer={answers.get(question.code) ?? null}
            before={before.get(question.code) ?? null}
          />
        ))}
        {next ? (
          <p>
            <Button onClick={() => setOpen(next.code)}>
              {t('assess.section.next', { name: named(next.name) })}
            </Button>
          </p>
        ) : null}
      </div>
    </div>
  )
}
