import {
  Basis,
  Facts,
  Page as Frame,
  Link,
  Loaded,
  Nothing,
  Panel,
  SimpleTable,
  Stack,
  Time,
  useApi,
  useParams,
  usePhone,
  useSearch,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { assess } from '../contract.ts'
import { ByName, Status, useAnswerText, useNamed } from './parts.tsx'
import type { AnswerShown, Question, RunDetail } from './types.ts'
import './assess.css'

type Row = {
  question: Question
  path: { zh: string; en: string }[]
  answer: AnswerShown | null
  /** What the run says that this one is compared with. */
  other: AnswerShown | null
}

/** What each count of a run counts. */
const counts = {
  asked: () => true,
  answered: ({ answer }: Row) => isAnswered(answer),
  evidenced: ({ answer }: Row) => isAnswered(answer) && answer?.basis === 'evidenced',
  declared: ({ answer }: Row) => isAnswered(answer) && answer?.basis === 'declared',
  open: ({ answer }: Row) => !isAnswered(answer),
  provable: ({ question }: Row) => question.evidence !== null,
  both: (row: Row) => isDeclaredByBoth(row),
  same: (row: Row) =>
    isDeclaredByBoth(row) && JSON.stringify(row.answer?.value) === JSON.stringify(row.other?.value),
} as const
type Count = keyof typeof counts
const ofTwo: readonly string[] = ['both', 'same']
const keys = Object.keys(counts) as Count[]

function isDeclaredByBoth({ answer, other }: Row): boolean {
  return [answer, other].every((one) => isAnswered(one) && one?.basis === 'declared')
}

function isAnswered(answer: AnswerShown | null): boolean {
  return answer !== null && answer.value !== null
}

/** The answers of a run that one of its counts counts, each with its basis, its evidence and its score. */
export function Page() {
  const { t, name } = useWords()
  const { runId } = useParams('runId')
  const { only, with: otherId } = useSearch() as Partial<Record<'only' | 'with', string>>
  const chosen = keys.find((one) => one === only) ?? 'asked'
  const { ask } = useApi(assess)
  const asked = useQuery(ask.run({ params: { runId } }))
  const beside = useQuery({
    ...ask.run({ params: { runId: otherId ?? '' } }),
    enabled: otherId !== undefined,
  })
  const other = beside.data ?? null
  return (
    <Loaded ask={asked}>
      {(detail) => (
        <Frame
          title={t('assess.page.answers')}
          breadcrumbs={[
            { title: t('assess.page.runs'), to: '/assess/runs' },
            { title: `${name(detail.framework)} · ${detail.run.year}`, to: `/assess/runs/${runId}` },
          ]}
          subtitle={detail.run.organisationName}
          tags={<Status value={detail.run.status} />}
        >
          <Stack>
            <Counts detail={detail} other={other} />
            <Answers detail={detail} other={other} chosen={chosen} />
          </Stack>
        </Frame>
      )}
    </Loaded>
  )
}

type Two = { detail: RunDetail; other: RunDetail | null }

function rowsOf({ detail: { outline, answers }, other }: Two): Row[] {
  const said = (all: readonly AnswerShown[] | undefined, code: string) =>
    all?.find((one) => one.question === code) ?? null
  const sections = new Map(outline.sections.map((one) => [one.code, one]))
  return outline.questions.map((question) => {
    const section = sections.get(question.section)
    const path = section ? [...section.path.slice(1), section.name] : []
    return {
      question,
      path,
      answer: said(answers, question.code),
      other: said(other?.answers, question.code),
    }
  })
}

function Counts({ detail, other }: Two) {
  const { t } = useWords()
  const rows = rowsOf({ detail, other })
  const beside = other ? `&with=${other.run.id}` : ''
  const shown = keys.filter((key) => other !== null || !ofTwo.includes(key))
  return (
    <Panel title={t('assess.run.state')}>
      <Facts
        columns={3}
        items={shown.map((key) => ({
          label: t(`assess.answers.${key}`),
          value: (
            <Link
              className="r-figure-value"
              to={`/assess/runs/${detail.run.id}/answers?only=${key}${beside}`}
            >
              {rows.filter(counts[key]).length}
            </Link>
          ),
        }))}
      />
    </Panel>
  )
}

function Answers({ detail, other, chosen }: Two & { chosen: Count }) {
  const { t } = useWords()
  const rows = rowsOf({ detail, other }).filter(counts[chosen])
  const title = t('assess.answers.title', { what: t(`assess.answers.${chosen}`), count: rows.length })
  return (
    <Panel title={title}>
      {rows.length === 0 ? (
        <Nothing text={t('assess.answers.none')} />
      ) : (
        <AnswerTable {...{ detail, other, rows, title }} />
      )}
    </Panel>
  )
}

type TableProps = Two & { rows: readonly Row[]; title: string }

function AnswerTable({ detail, other, rows, title }: TableProps) {
  const { t } = useWords()
  const phone = usePhone()
  const named = useNamed()
  const showText = useAnswerText()
  return (
    <SimpleTable
      caption={title}
      rowKey={({ question }) => question.code}
      rows={rows}
      columns={[
        {
          key: 'question',
          title: t('assess.column.question'),
          render: ({ question, path }) => (
            <>
              <div className="r-muted">{path.map(named).join(' / ')}</div>
              <Link to={`/assess/runs/${detail.run.id}?tab=score&node=${question.code}`}>
                {named(question.name)}
              </Link>
            </>
          ),
        },
        {
          key: 'value',
          title: t('assess.column.value'),
          render: ({ question, answer }) => showText(question, answer?.value ?? null),
        },
        ...(other
          ? [
              {
                key: 'other',
                title: other.run.organisationName,
                render: ({ question, other: one }: Row) => showText(question, one?.value ?? null),
              },
            ]
          : []),
        {
          key: 'basis',
          title: t('assess.column.basis'),
          render: ({ answer }) => (
            <>
              <Proof answer={answer} />
              {phone ? <By answer={answer} /> : null}
            </>
          ),
        },
        ...(phone
          ? []
          : [
              {
                key: 'byName',
                title: t('assess.column.byName'),
                render: ({ answer }: Row) => <By answer={answer} />,
              },
            ]),
      ]}
    />
  )
}

function By({ answer }: { answer: AnswerShown | null }) {
  if (!answer) return null
  return (
    <div className="r-muted">
      <ByName name={answer.byName} /> <Time at={answer.at} />
    </div>
  )
}

/** The basis of an answer, the evidence beside it, and why a person says otherwise. */
function Proof({ answer }: { answer: AnswerShown | null }) {
  const { t } = useWords()
  if (!answer || answer.value === null) return '–'
  return (
    <>
      <Basis basis={answer.basis} />{' '}
      {answer.evidenceId ? (
        <Link to={`/assess/evidence/${answer.evidenceId}`}>{t('assess.score.evidence')}</Link>
      ) : null}
      {answer.reason ? <div className="r-muted">{answer.reason}</div> : null}
    </>
  )
}
