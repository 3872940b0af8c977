import { Panel, useApi, useSearch, useWords } from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useEffect, useMemo, useState } from 'react'
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
  const best = useBest(detail)
  const { mutate } = trial
  useEffect(() => {
    if (best === null) return
    setTried(best)
    mutate(best)
  }, [best, mutate])
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

/** The best answer of the question that the address asks to try: a gap's gain is computed with it. */
function useBest(detail: RunDetail): Record<string, Value> | null {
  const code = String(useSearch().try ?? '')
  const ask = useApi(assess).ask.gaps({ params: { runId: detail.run.id } })
  const { data } = useQuery({ ...ask, enabled: code !== '' })
  return useMemo(() => {
    const gap = data?.rows.find(({ node }) => node === code)
    return gap ? { [code]: gap.best } : null
  }, [data, code])
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
  const gain = gainOf(made.before.total, made.after.total)
  return (
    <p role="status" ref={toSight}>
      {gain === null ? null : <strong className="r-sum">{gain}</strong>} {t('assess.whatIf.result', values)}
    </p>
  )
}

/** Whoever came here by a gain finds it without looking for it. */
function toSight(one: HTMLElement | null): void {
  one?.scrollIntoView({ block: 'center' })
}

/** What the total gains, with as many digits as it has itself. */
function gainOf(before: string | null, after: string | null): string | null {
  if (before === null || after === null) return null
  const digits = before.split('.')[1]?.length ?? 0
  const gain = (Number(after) - Number(before)).toFixed(digits)
  return gain.startsWith('-') ? gain : `+${gain}`
}
