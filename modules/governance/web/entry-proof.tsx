import {
  Facts,
  Figure,
  Page as Frame,
  Link,
  Loaded,
  Panel,
  SimpleTable,
  Stack,
  StatusTag,
  Time,
  useApi,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'
import './governance.css'

type Proof = Awaited<ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['entryProof']>>
type Row = Proof['rows'][number]

/** What an entry of an application was made of on the day when it was filled in. */
export function Page() {
  const { t } = useWords()
  const { applicationId, key } = useParams('applicationId', 'key')
  const params = { applicationId, key: key as Proof['key'] }
  const asked = useQuery(useApi(governance).ask.entryProof({ params }))
  return (
    <Loaded ask={asked}>
      {(one) => (
        <Frame
          title={t(`governance.entry.${one.key}`)}
          breadcrumbs={[
            { title: t('governance.page.applications'), to: '/governance/applications' },
            { title: one.title, to: `/governance/applications/${applicationId}` },
          ]}
          subtitle={one.organisationName}
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

function About({ one }: { one: Proof }) {
  const { t } = useWords()
  const { value, unit, at, basis, query, version, isEqual, hash } = one
  const label = t(`governance.entry.${one.key}`)
  const figure = { value: value === null ? null : Number(value), unit, at, basis }
  const word = t(isEqual ? 'governance.entryProof.equal' : 'governance.entryProof.unequal')
  return (
    <Panel title={t('governance.page.entryProof')}>
      <p className="governance-excerpt">{t('governance.entryProof.hint')}</p>
      <Facts
        items={[
          { label, value: <Figure compact label={label} figure={figure} digits={2} /> },
          { label: t('governance.entryProof.at'), value: <Time at={at} /> },
          {
            label: t('governance.entryProof.recomputed'),
            value: <StatusTag tone={isEqual ? 'success' : 'error'} text={word} />,
          },
          { label: t('governance.entryProof.query'), value: <code>{`${query}@${version}`}</code> },
          {
            label: t('governance.entryProof.hash'),
            value: <code className="governance-long">{hash}</code>,
            wide: true,
          },
        ]}
      />
    </Panel>
  )
}

function Rows({ one: { rows } }: { one: Proof }) {
  const { t } = useWords()
  const title = t('governance.entryProof.rows', { count: rows.length })
  const facts = [...new Set(rows.flatMap((row) => Object.keys(row.facts)))]
  return (
    <Panel title={title}>
      <SimpleTable
        caption={title}
        rowKey="id"
        rows={rows}
        columns={[
          {
            key: 'label',
            title: t('governance.entryProof.row'),
            render: ({ id, label }) => <Link to={`/factory/equipment/${id}`}>{label}</Link>,
          },
          ...facts.map((fact) => ({
            key: fact,
            title: t(`assess.rowFact.${fact}`),
            align: 'end' as const,
            render: (row: Row) => <Fact value={row.facts[fact] ?? null} />,
          })),
        ]}
      />
    </Panel>
  )
}

function Fact({ value }: { value: Row['facts'][string] }) {
  const { t, locale } = useWords()
  if (value === null) return '–'
  if (typeof value === 'boolean') return t(value ? 'assess.yes' : 'assess.no')
  if (typeof value === 'number') return value.toLocaleString(locale)
  return value
}
