import { Panel, useApi, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'
import { AnswerControl } from './answer-control.tsx'
import { useNamed } from './parts.tsx'
import type { RunDetail, Value } from './types.ts'

/** What the total and the levels would be with other answers; nothing is saved. */
export function WhatIf({ detail }: { detail: RunDetail }) {
  const { t } = useWords()
  const named = useNamed()
  const api = useApi(assess)
  const [tried, setTried] = useState<Record<string, Value>>({})
  const trial = useMutation({
    ...api.tell.whatIf({}),
    mutationFn: (answers: Record<string, Value>) =>
      api.call.whatIf({ params: { runId: detail.run.id }, body: { answers } }),
  })
  const { questions } = detail.outline
  return (
    <Panel title={t('assess.whatIf.title')}>
      <div className="assess-field">
        <span>{t('assess.whatIf.choose')}</span>
        <Select
          mode="multiple"
          aria-label={t('assess.whatIf.choose')}
          optionFilterProp="label"
          value={Object.keys(tried)}
          onChange={(codes: string[]) =>
            setTried(Object.fromEntries(codes.map((code) => [code, tried[code] ?? null])))
          }
          options={questions.map(({ code, name, section }) => {
            const above = detail.outline.sections.find((one) => one.code === section)
            return { value: code, label: above ? `${named(above.name)} / ${named(name)}` : named(name) }
          })}
        />
      </div>
      {questions
        .filter(({ code }) => Object.hasOwn(tried, code))
        .map((question) => (
          <div key={question.code} className="assess-question">
            <span>{named(question.name)}</span>
            <AnswerControl
              question={question}
              value={tried[question.code] ?? null}
              disabled={false}
              onChange={(value) => setTried({ ...tried, [question.code]: value })}
            />
          </div>
        ))}
      <p>
        <Button
          disabled={Object.keys(tried).length === 0}
          loading={trial.isPending}
          onClick={() => trial.mutate(tried)}
        >
          {t('assess.whatIf.compute')}
        </Button>
      </p>
      {trial.data ? <Outcome made={trial.data} /> : null}
    </Panel>
  )
}

type Made = Awaited<ReturnType<ReturnType<typeof useApi<typeof assess>>['call']['whatIf']>>

function Outcome({ made }: { made: Made }) {
  const { t } = useWords()
  const named = useNamed()
  const levelOf = ({ ladders }: Made['after']) =>
    ladders.map(({ steps, reached }) => {
      const step = steps.find(({ code }) => code === reached)
      return step ? named(step.name) : '–'
    })
  const values = {
    before: made.before.total ?? '–',
    after: made.after.total ?? '–',
    levelBefore: levelOf(made.before).join(' · '),
    levelAfter: levelOf(made.after).join(' · '),
  }
  return <p role="status">{t('assess.whatIf.result', values)}</p>
}
