import {
  Facts,
  Page as Frame,
  formatNumber,
  Link,
  Loaded,
  Panel,
  SampleTag,
  SimpleTable,
  Stack,
  StatusTag,
  Time,
  useApi,
  useParams,
  usePhone,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { assess } from '../contract.ts'
import { ExampleMark, useNamed } from './parts.tsx'
import './assess.css'

type Answer = Awaited<ReturnType<ReturnType<typeof useApi<typeof assess>>['call']['evidence']>>

/** Evidence as it was kept: value, query, time, hash, and the rows that it follows from. */
export function Page() {
  const { t } = useWords()
  const { evidenceId } = useParams('evidenceId')
  const asked = useQuery(useApi(assess).ask.evidence({ params: { evidenceId } }))
  return (
    <Loaded ask={asked}>
      {(one) => (
        <Frame
          title={t(`assess.query.${one.query}`)}
          breadcrumbs={[{ title: t('assess.page.runs'), to: '/assess/runs' }]}
          subtitle={one.organisationName}
          tags={one.isSample ? <SampleTag /> : undefined}
        >
          <Stack>
            <About one={one} />
            <Answers one={one} />
            <Rows one={one} />
          </Stack>
        </Frame>
      )}
    </Loaded>
  )
}

function About({ one }: { one: Answer }) {
  const { t } = useWords()
  const unit = one.unit === 'P1' ? '%' : ''
  const shown =
    one.value === null
      ? t(one.reason ?? 'ui.figure.noReason')
      : (one.valueText ?? `${one.value} ${unit}`.trim())
  const word = t(one.isEqual ? 'assess.evidence.equal' : 'assess.evidence.unequal')
  const code = (text: string) => <span className="assess-code">{text}</span>
  return (
    <Panel title={t('assess.page.evidence')}>
      <Facts
        items={[
          { label: t('assess.evidence.value'), value: <strong>{shown}</strong> },
          { label: t('assess.evidence.at'), value: <Time at={one.at} /> },
          { label: t('assess.evidence.query'), value: code(`${one.query}@${one.version}`) },
          {
            label: t('assess.evidence.recomputed'),
            value: <StatusTag tone={one.isEqual ? 'success' : 'error'} text={word} />,
          },
          { label: t('assess.evidence.inputsHash'), value: code(one.inputsHash), wide: true },
          { label: t('assess.evidence.hash'), value: code(one.hash), wide: true },
          {
            label: t('assess.evidence.proof'),
            value: one.proof ? <Link to={one.proof}>{t('assess.evidence.open')}</Link> : null,
          },
        ]}
      />
    </Panel>
  )
}

/** The questions that it answers: by which threshold, and where that comes from. */
function Answers({ one }: { one: Answer }) {
  const { t } = useWords()
  const phone = usePhone()
  if (one.answers.length === 0) return null
  const unit = one.unit === 'P1' ? '%' : ''
  const caption = t('assess.evidence.answers')
  return (
    <Panel title={caption}>
      {phone ? (
        <ul className="assess-rows" aria-label={caption}>
          {one.answers.map((row) => (
            <li key={`${row.runId} ${row.question}`}>
              <OfQuestion row={row} />
              <Says row={row} />
              <div>
                <Threshold row={row} unit={unit} />
              </div>
            </li>
          ))}
        </ul>
      ) : (
        <SimpleTable
          caption={caption}
          rowKey={(row) => `${row.runId} ${row.question}`}
          rows={one.answers}
          columns={[
            {
              key: 'question',
              title: t('assess.column.question'),
              render: (row) => <OfQuestion row={row} />,
            },
            { key: 'says', title: t('assess.evidence.says'), render: (row) => <Says row={row} /> },
            {
              key: 'threshold',
              title: t('assess.evidence.threshold'),
              render: (row) => <Threshold row={row} unit={unit} />,
            },
          ]}
        />
      )}
    </Panel>
  )
}

type OfAnswer = { row: Answer['answers'][number] }

function OfQuestion({ row }: OfAnswer) {
  const named = useNamed()
  return (
    <>
      <div className="r-muted">
        {named(row.frameworkName)} · {row.year}
      </div>
      <Link to={`/assess/runs/${row.runId}?tab=score&node=${row.question}`}>{named(row.questionName)}</Link>
    </>
  )
}

function Says({ row }: OfAnswer) {
  const { t } = useWords()
  const named = useNamed()
  return (
    <div>
      {row.options.length > 0 ? <Options row={row} /> : row.says ? named(row.says) : '–'}
      {row.isOverridden ? <strong> {t('assess.evidence.overridden')}</strong> : null}
    </div>
  )
}

function Threshold({ row, unit }: OfAnswer & { unit: string }) {
  return (
    <>
      {row.threshold === null ? null : `≥ ${row.threshold}${unit} `}
      {row.example ? <ExampleMark source={row.example} /> : null}
    </>
  )
}

/** Several options, each with what proves it and the rows that prove it by themselves. */
function Options({ row: { options } }: OfAnswer) {
  const { t } = useWords()
  const named = useNamed()
  return (
    <ul className="assess-options">
      {options.map((option) => (
        <li key={named(option.name)}>
          {named(option.name)}
          <div className="r-muted">
            {option.by}
            {option.threshold === null ? null : ` ≥ ${option.threshold}%`}
            {t('assess.evidence.provedBy')}
            {option.rows.map((one, at) => (
              <span key={one.id}>
                {at > 0 ? ' · ' : null}
                <RowName row={{ ...one, facts: {}, words: {} }} />
              </span>
            ))}
          </div>
        </li>
      ))}
    </ul>
  )
}

/** More facts of a row are no table any more. */
const columnsMax = 8

/** What of a row is shown, in which order; of other kinds everything is. */
const factsOf: Readonly<Record<string, readonly string[]>> = {
  'registry.system': [
    ...['status', 'decidedBy', 'decidedFor', 'isInUse', 'processes', 'covered', 'outOf', 'coverageOf'],
    ...['countedHow', 'papers', 'paperHashes', 'usedSince', 'usedUntil'],
  ],
  'registry.systemLink': ['exchanged', 'isAutomatic'],
}

/** A table for each kind of row. */
function Rows({ one }: { one: Answer }) {
  const { t } = useWords()
  const title = t('assess.evidence.rows', { count: one.rows.length })
  const kinds = [...Map.groupBy(one.rows, ({ kind }) => kind)]
  return (
    <Panel title={title}>
      <Stack>
        {kinds.length === 0 ? <Table title={title} kind="" rows={[]} /> : null}
        {kinds.map(([kind, rows]) => (
          <Table key={kind} title={title} kind={kind} rows={rows} />
        ))}
      </Stack>
    </Panel>
  )
}

function Table({ title, kind, rows }: { title: string; kind: string; rows: readonly Row[] }) {
  const { t } = useWords()
  const phone = usePhone()
  const facts = factsOf[kind] ?? [...new Set(rows.flatMap((row) => Object.keys(row.facts)))]
  if (phone || facts.length > columnsMax) return <Listed title={title} facts={facts} rows={rows} />
  return (
    <SimpleTable
      caption={title}
      rowKey="id"
      rows={rows}
      columns={[
        {
          key: 'label',
          title: t('assess.evidence.row'),
          render: (row) => <RowName row={row} />,
        },
        ...facts.map((fact) => ({
          key: fact,
          title: t(`assess.rowFact.${fact}`),
          align: 'end' as const,
          render: (row: Row) => <Fact row={row} fact={fact} />,
        })),
      ]}
    />
  )
}

type Row = Answer['rows'][number]

/** A row with many facts, or on a phone, stands by itself: a table of them would go out of sight. */
function Listed({ title, facts, rows }: { title: string; facts: readonly string[]; rows: readonly Row[] }) {
  const { t } = useWords()
  return (
    <ul className="assess-rows" aria-label={title}>
      {rows.map((row) => (
        <li key={row.id}>
          <RowName row={row} />
          <dl>
            {facts.map((fact) => (
              <div key={fact}>
                <dt>{t(`assess.rowFact.${fact}`)}</dt>
                <dd>
                  <Fact row={row} fact={fact} />
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}

/** The pages of rows that have one. */
const pagesOf: Readonly<Record<string, (row: Row) => string>> = {
  'factory.equipment': ({ id }) => `/factory/equipment/${id}`,
  'registry.system': ({ id }) => `/registry/systems/${id}`,
  'assess.step': () => '/assess/steps',
  'registry.tenant': ({ id }) => `/registry/organisations/${id}`,
  'assess.run': ({ id }) => `/assess/runs/${id}?tab=score`,
  'assess.certificate': ({ label }) => `/assess/certificates/${label}`,
}

/** A row by its word, the code small beside it. */
function RowName({ row }: { row: Row }) {
  const { label, words, kind } = row
  const page = pagesOf[kind]?.(row)
  const name = words.label ?? label
  return (
    <>
      {page ? <Link to={page}>{name}</Link> : name}
      {words.label ? <span className="assess-rule"> {label}</span> : null}
    </>
  )
}

function Fact({ row, fact }: { row: Row; fact: string }) {
  const { t, locale } = useWords()
  const value = row.facts[fact] ?? null
  if (value === null) return '–'
  if (typeof value === 'boolean') return t(value ? 'assess.yes' : 'assess.no')
  if (fact.endsWith('Fen')) return formatNumber(Number(value) / 100, locale, 2)
  if (typeof value === 'number') return value.toLocaleString(locale)
  const word = row.words[fact]
  if (fact === 'paperHashes') return <Hashes text={value} />
  if (word && fact === 'processes') return word
  if (word) {
    return (
      <>
        {word} <span className="assess-rule">{value}</span>
      </>
    )
  }
  return /^\d{4}-\d\d-\d\dT/.test(value) ? <Time at={value} /> : value
}

/** Hashes of papers by their beginnings. */
function Hashes({ text }: { text: string }) {
  const short = text.split(' ').map((one) => one.slice(0, 8))
  return (
    <span className="assess-code" title={text}>
      {short.join(' ')}
    </span>
  )
}
