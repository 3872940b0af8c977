import { Link, Nothing, Panel, SimpleTable, Stack, useSearch, useWords } from '@ronghe/kit/ui'
import type { FrameworkAnswer } from './framework.tsx'
import { ExampleMark, useNamed, useUnitText } from './parts.tsx'

type Question = FrameworkAnswer['outline']['questions'][number]
type Scoring = FrameworkAnswer['scoring'][number]

/** The questionnaire as it is asked, with how each answer counts and what proves it. */
export function Preview({ answer: { framework, outline, scoring } }: { answer: FrameworkAnswer }) {
  const { t } = useWords()
  const named = useNamed()
  const isNarrowed = useSearch().only === 'evidence'
  const words = new Map(scoring.map((one) => [one.code, one]))
  const shown = outline.questions.filter(({ evidence }) => !isNarrowed || evidence !== null)
  return (
    <Stack>
      <p className="r-muted">
        <strong className="r-sum">{shown.length}</strong>{' '}
        {t(isNarrowed ? 'assess.preview.provable' : 'assess.preview.all')}{' '}
        {isNarrowed ? (
          <Link to={`/assess/frameworks/${framework.id}?tab=preview`}>{t('assess.preview.showAll')}</Link>
        ) : null}
      </p>
      {shown.length === 0 ? <Nothing /> : null}
      {outline.sections.map((section) => {
        const rows = shown.filter((question) => question.section === section.code)
        const weight = words.get(section.code)?.weight.join(' / ')
        return rows.length === 0 ? null : (
          <Panel
            key={section.code}
            title={[...section.path.slice(1), section.name].map(named).join(' / ')}
            extra={weight ? t('assess.preview.weight', { weight }) : undefined}
          >
            <Questions caption={named(section.name)} rows={rows} words={words} />
          </Panel>
        )
      })}
    </Stack>
  )
}

type QuestionsProps = { caption: string; rows: Question[]; words: ReadonlyMap<string, Scoring> }

function Questions({ caption, rows, words }: QuestionsProps) {
  const { t } = useWords()
  const named = useNamed()
  return (
    <SimpleTable
      caption={caption}
      rowKey="code"
      rows={rows}
      columns={[
        {
          key: 'name',
          title: t('assess.column.question'),
          render: (question) => (
            <>
              {named(question.name)} {question.example ? <ExampleMark source={question.example} /> : null}
              {question.help ? <div className="r-muted">{named(question.help)}</div> : null}
            </>
          ),
        },
        { key: 'options', title: t('assess.column.options'), render: (row) => <Options question={row} /> },
        {
          key: 'scoring',
          title: t('assess.preview.scoring'),
          render: ({ code }) => <Counts one={words.get(code)} />,
        },
        {
          key: 'evidence',
          title: t('assess.column.evidence'),
          render: ({ code, evidence }) => (
            <>
              {evidence ? t(`assess.query.${evidence.query}`) : '–'}
              {words.get(code)?.proves.map((line) => (
                <div key={line} className="r-muted">
                  {line}
                </div>
              ))}
            </>
          ),
        },
      ]}
    />
  )
}

function Options({ question }: { question: Question }) {
  const { t } = useWords()
  const named = useNamed()
  const unitText = useUnitText()
  if (question.options.length > 0) return question.options.map(({ name }) => named(name)).join(' / ')
  return question.unit ? unitText(question.unit) : t('assess.question.number')
}

/** The weight within its section, and how an answer becomes a score. */
function Counts({ one }: { one: Scoring | undefined }) {
  const { t } = useWords()
  if (!one) return '–'
  return (
    <>
      {one.weight.length > 0 ? (
        <div>{t('assess.preview.weight', { weight: one.weight.join(' / ') })}</div>
      ) : null}
      <div className="r-muted">{one.rule}</div>
    </>
  )
}
