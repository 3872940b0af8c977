import type { Answer } from '@ronghe/kit/contract'
import {
  Basis,
  Page as Frame,
  Loaded,
  Nothing,
  Panel,
  SimpleTable,
  Stack,
  useApi,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'
import { ExampleMark, Status, useAnswerText, useNamed } from './parts.tsx'
import { DecideDialog } from './reviews.tsx'
import './assess.css'

type Dossier = NonNullable<Answer<(typeof assess)['routes']['reviewDossier']>['assessment']>

/** What an expert judges, without the firm's name: what it answered, what is proved, what it reached. */
export function Page() {
  const { t, name } = useWords()
  const { reviewId } = useParams('reviewId')
  const api = useApi(assess)
  const asked = useQuery(api.ask.reviewDossier({ params: { reviewId } }))
  const [status, setStatus] = useState<'scored' | 'recused' | null>(null)
  const review = asked.data?.review
  return (
    <Frame
      title={review ? name(review) : t('assess.page.dossier')}
      breadcrumbs={[{ title: t('assess.page.reviews'), to: '/assess/reviews' }]}
      subtitle={t('assess.reviews.blind')}
      tags={review ? <Status value={review.status} /> : undefined}
      actions={
        review?.status === 'drawn' ? (
          <>
            <Button type="primary" onClick={() => setStatus('scored')}>
              {t('assess.action.score')}
            </Button>{' '}
            <Button onClick={() => setStatus('recused')}>{t('assess.action.recuse')}</Button>
          </>
        ) : null
      }
    >
      <Loaded ask={asked}>
        {({ assessment }) =>
          assessment ? (
            <Stack>
              <Reached dossier={assessment} />
              <Answers dossier={assessment} />
            </Stack>
          ) : (
            <Nothing text={t('assess.reviews.unassessed')} />
          )
        }
      </Loaded>
      {status ? <DecideDialog reviewId={reviewId} status={status} onClose={() => setStatus(null)} /> : null}
    </Frame>
  )
}

function Reached({ dossier: { verdict } }: { dossier: Dossier }) {
  const { t } = useWords()
  const named = useNamed()
  return (
    <Panel title={t('assess.score.title')}>
      <p>
        {t('assess.score.total')} <strong className="r-sum">{verdict.total ?? '–'}</strong>
      </p>
      {verdict.ladders.map((ladder) => (
        <SimpleTable
          key={ladder.code}
          caption={named(ladder.name)}
          rowKey="code"
          rows={ladder.steps}
          columns={[
            {
              key: 'name',
              title: named(ladder.name),
              render: (step) => (
                <>
                  {named(step.name)} {step.example ? <ExampleMark source={step.example} /> : null}
                </>
              ),
            },
            { key: 'met', title: t('assess.column.status'), render: (step) => (step.met ? '✓' : '✗') },
            {
              key: 'requires',
              title: t('assess.column.rule'),
              render: (step) =>
                step.requires.map(({ text, holds }) => (
                  <div key={text} className="r-muted">
                    {holds ? '✓' : '✗'} {text}
                  </div>
                )),
            },
          ]}
        />
      ))}
    </Panel>
  )
}

function Answers({ dossier: { outline, answers } }: { dossier: Dossier }) {
  const { t } = useWords()
  const named = useNamed()
  const showText = useAnswerText()
  const of = (code: string) => answers.find(({ question }) => question === code)
  return outline.sections
    .map((section) => ({ section, rows: outline.questions.filter((one) => one.section === section.code) }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ section, rows }) => (
      <Panel key={section.code} title={[...section.path.slice(1), section.name].map(named).join(' / ')}>
        <SimpleTable
          caption={named(section.name)}
          rowKey="code"
          rows={rows}
          columns={[
            {
              key: 'name',
              title: t('assess.column.question'),
              render: (row) => (
                <>
                  {named(row.name)} {row.example ? <ExampleMark source={row.example} /> : null}
                </>
              ),
            },
            {
              key: 'value',
              title: t('assess.column.value'),
              render: (row) => showText(row, of(row.code)?.value ?? null),
            },
            {
              key: 'basis',
              title: t('assess.column.basis'),
              render: (row) => {
                const answer = of(row.code)
                if (!answer || answer.value === null) return '–'
                return (
                  <>
                    <Basis basis={answer.basis} />
                    {answer.reason ? (
                      <div className="r-muted">{t('assess.question.because', { reason: answer.reason })}</div>
                    ) : null}
                  </>
                )
              },
            },
          ]}
        />
      </Panel>
    ))
}
