import {
  Page as Frame,
  Link,
  Loaded,
  SampleTag,
  SimpleTable,
  Time,
  useApi,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { assess } from '../contract.ts'
import { Status, shortScore, useAnswerText, useNamed } from './parts.tsx'
import type { RunDetail, ScoreShown } from './types.ts'
import './assess.css'

/** The whole assessment on paper: result, parts, every answer with its basis. */
export function Page() {
  const { t, name } = useWords()
  const { runId } = useParams('runId')
  const api = useApi(assess)
  const asked = useQuery(api.ask.run({ params: { runId } }))
  const scored = useQuery(api.ask.score({ params: { runId } }))
  return (
    <Loaded ask={asked}>
      {(detail) => (
        <Frame
          title={`${name(detail.framework)} · ${detail.run.year}`}
          breadcrumbs={[{ title: t('assess.page.run'), to: `/assess/runs/${runId}` }]}
          subtitle={detail.run.organisationName}
          tags={
            <>
              <Status value={detail.run.status} /> {detail.run.isSample ? <SampleTag /> : null}
            </>
          }
          actions={
            <span className="assess-no-print">
              <Button type="primary" onClick={() => void api.download.runReport({ params: { runId } })}>
                {t('assess.action.pdf')}
              </Button>{' '}
              <Button onClick={() => window.print()}>{t('assess.action.print')}</Button>
            </span>
          }
        >
          <div className="assess-report">
            <Version detail={detail} />
            <Loaded ask={scored}>{(score) => <Marked detail={detail} score={score} />}</Loaded>
          </div>
        </Frame>
      )}
    </Loaded>
  )
}

function Version({ detail: { framework, run } }: { detail: RunDetail }) {
  const { t } = useWords()
  const { version, contentHash, unverified } = framework
  return (
    <p className="r-muted">
      {t('assess.report.version', { version, hash: contentHash.slice(0, 16) })}{' '}
      {unverified > 0 ? t('assess.example.count', { count: unverified }) : null}{' '}
      {t('assess.report.submitted')} {run.submittedAt ? <Time at={run.submittedAt} /> : '–'}
    </p>
  )
}

/** What of a report rests on an example: the sources in the order of their numbers. */
function sourcesIn(detail: RunDetail, score: ScoreShown): string[] {
  const { ladders } = score.verdict
  const all = [
    ...ladders.map(exampleOfLadder),
    ...score.nodes.filter(({ code }) => score.parts.includes(code)).map(({ example }) => example),
    ...detail.outline.questions.map(({ example }) => example),
  ]
  return [...new Set(all.filter((text) => text !== null))]
}

function exampleOfLadder({ steps, reached }: ScoreShown['verdict']['ladders'][number]): string | null {
  return steps.find(({ code }) => code === reached)?.example ?? steps[0]?.example ?? null
}

function Marked({ detail, score }: { detail: RunDetail; score: ScoreShown }) {
  const { t } = useWords()
  const sources = sourcesIn(detail, score)
  return (
    <>
      <Result runId={detail.run.id} score={score} sources={sources} />
      <Answers detail={detail} sources={sources} />
      {sources.length === 0 ? null : (
        <section>
          <h2>{t('assess.report.sources')}</h2>
          <p className="r-muted">{t('assess.example.hint')}</p>
          <ol className="assess-ordered">
            {sources.map((source) => (
              <li key={source}>{source}</li>
            ))}
          </ol>
        </section>
      )}
    </>
  )
}

/** 示例阈值 with the number of its source, that paper shows too. */
function Mark({ sources, of }: { sources: readonly string[]; of: string | null }) {
  const { t } = useWords()
  if (of === null) return null
  return (
    <span className="assess-example">
      {t('assess.example')} {sources.indexOf(of) + 1}
    </span>
  )
}

type ResultProps = { runId: string; score: ScoreShown; sources: readonly string[] }

function Result({ runId, score, sources }: ResultProps) {
  const { t } = useWords()
  const named = useNamed()
  return (
    <section>
      <h2>{t('assess.score.title')}</h2>
      <p>
        <Link className="r-figure-value assess-figure" to={`/assess/runs/${runId}?tab=score`}>
          {score.verdict.total ?? '–'}
        </Link>{' '}
        {t('assess.score.of', { high: score.high })}
      </p>
      <ul>
        {score.verdict.ladders.map((ladder) => {
          const step = ladder.steps.find((one) => one.code === ladder.reached)
          return (
            <li key={ladder.code}>
              {named(ladder.name)} {step ? named(step.name) : '–'}{' '}
              <Mark sources={sources} of={exampleOfLadder(ladder)} />
            </li>
          )
        })}
      </ul>
      {score.scoreHash ? <p className="assess-code">{score.scoreHash}</p> : null}
      <SimpleTable
        caption={t('assess.score.parts')}
        rowKey="code"
        rows={score.nodes.filter(({ code }) => score.parts.includes(code))}
        columns={[
          {
            key: 'name',
            title: t('assess.column.node'),
            render: (node) => (
              <>
                {named(node.name)} <Mark sources={sources} of={node.example} />
              </>
            ),
          },
          {
            key: 'value',
            title: t('assess.gaps.value'),
            align: 'end',
            render: (node) => (
              <Link
                className="r-figure-value assess-figure"
                to={`/assess/runs/${runId}?tab=score&node=${node.code}`}
              >
                {shortScore(node.value)}
              </Link>
            ),
          },
        ]}
      />
    </section>
  )
}

function Answers({ detail, sources }: { detail: RunDetail; sources: readonly string[] }) {
  const { t } = useWords()
  const named = useNamed()
  const showText = useAnswerText()
  const answerOf = (code: string) => detail.answers.find(({ question }) => question === code)
  const { sections, questions } = detail.outline
  return sections.map((section) => (
    <section key={section.code}>
      <h2>{[...section.path.slice(1), section.name].map(named).join(' / ')}</h2>
      <SimpleTable
        caption={named(section.name)}
        rowKey="code"
        rows={questions.filter((question) => question.section === section.code)}
        columns={[
          {
            key: 'name',
            title: t('assess.column.question'),
            render: (question) => (
              <>
                {named(question.name)} <Mark sources={sources} of={question.example} />
              </>
            ),
          },
          {
            key: 'answer',
            title: t('assess.column.value'),
            render: (question) => showText(question, answerOf(question.code)?.value ?? null),
          },
          {
            key: 'basis',
            title: t('assess.column.basis'),
            render: (question) => {
              const answer = answerOf(question.code)
              if (!answer || answer.value === null) return '–'
              const word = t(`ui.figure.${answer.basis}`)
              return answer.evidenceId ? (
                <Link to={`/assess/evidence/${answer.evidenceId}`}>{word}</Link>
              ) : (
                word
              )
            },
          },
          {
            key: 'reason',
            title: t('assess.column.reason'),
            render: (question) => answerOf(question.code)?.reason ?? '',
          },
        ]}
      />
    </section>
  ))
}
