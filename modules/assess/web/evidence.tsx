import {
  Facts,
  Page as Frame,
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
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { assess } from '../contract.ts'
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
  const shown = one.value === null ? t(one.reason ?? 'ui.figure.noReason') : `${one.value}${unit}`
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

function Rows({ one }: { one: Answer }) {
  const { t, locale } = useWords()
  const facts = [...new Set(one.rows.flatMap((row) => Object.keys(row.facts)))]
  const title = t('assess.evidence.rows', { count: one.rows.length })
  return (
    <Panel title={title}>
      <SimpleTable
        caption={title}
        rowKey="id"
        rows={one.rows}
        columns={[
          {
            key: 'label',
            title: t('assess.evidence.row'),
            render: ({ kind, id, label }) =>
              kind === 'factory.equipment' ? <Link to={`/factory/equipment/${id}`}>{label}</Link> : label,
          },
          ...facts.map((fact) => ({
            key: fact,
            title: t(`assess.rowFact.${fact}`),
            align: 'end' as const,
            render: (row: Answer['rows'][number]) => factText(row.facts[fact] ?? null, t, locale),
          })),
        ]}
      />
    </Panel>
  )
}

function factText(
  value: string | number | boolean | null,
  t: (key: string) => string,
  locale: string,
): string {
  if (value === null) return '–'
  if (typeof value === 'boolean') return t(value ? 'assess.yes' : 'assess.no')
  return typeof value === 'number' ? value.toLocaleString(locale) : value
}
