import {
  Bars,
  Facts,
  Page as Frame,
  Link,
  ListView,
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
import { governance } from '../contract.ts'
import { AppraisalActions } from './appraisal-actions.tsx'
import { appraisalTones } from './appraisal-tone.ts'
import { SchemeVersions } from './appraisal-versions.tsx'
import { indicatorName } from './indicator-name.ts'
import './governance.css'

export type Appraisal = Awaited<ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['appraisal']>>

/** One appraisal: its scheme, the ranking, and what was done. */
export function Page() {
  const { appraisalId } = useParams('appraisalId')
  const ask = useQuery(useApi(governance).ask.appraisal({ params: { appraisalId } }))
  return <Loaded ask={ask}>{(data) => <Detail one={data} />}</Loaded>
}

function Detail({ one }: { one: Appraisal }) {
  const { t, name } = useWords()
  return (
    <Frame
      title={name({ nameZh: one.titleZh, nameEn: one.titleEn })}
      breadcrumbs={[{ title: t('governance.page.appraisals'), to: '/governance/appraisals' }]}
      tags={
        <>
          <StatusTag tone={appraisalTones[one.state]} text={t(`governance.value.state.${one.state}`)} />
          {one.isPublished ? <StatusTag tone="info" text={t('governance.appraisal.published')} /> : null}
          {one.isSample ? <SampleTag /> : null}
        </>
      }
      actions={<AppraisalActions one={one} />}
    >
      <Stack>
        <Results one={one} />
        <SchemePanel one={one} />
        {one.trail.length > 0 ? <Trail one={one} /> : null}
      </Stack>
    </Frame>
  )
}

type Result = Awaited<
  ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['appraisalResults']>
>['rows'][number]

/** Where a body's result opens to what was counted. */
function unitPage(appraisalId: string, departmentCode: string): string {
  return `/governance/appraisals/${appraisalId}/units/${departmentCode}`
}

function useResults(appraisalId: string) {
  const input = { params: { appraisalId }, query: { pageSize: 100 } }
  return useQuery(useApi(governance).ask.appraisalResults(input))
}

function Results({ one }: { one: Appraisal }) {
  const { t, name } = useWords()
  const params = { appraisalId: one.id }
  const all = useResults(one.id)
  const scored = (all.data?.rows ?? []).filter((row) => row.total !== null)
  return (
    <Panel title={t('governance.appraisal.results')}>
      {scored.length > 0 ? (
        <Bars
          title={t('governance.appraisal.chart')}
          rows={scored.map((row) => ({ name: name(row), values: [row.total, row.totalBefore] }))}
          series={[t('governance.column.total'), t('governance.column.totalBefore')]}
          unit=""
          horizontal
        />
      ) : null}
      <ListView
        contract={governance}
        route="appraisalResults"
        name="results"
        params={params}
        label={t('governance.appraisal.results')}
        rowKey="departmentCode"
        columns={[
          { key: 'rank', align: 'end', render: (row) => row.rank ?? '–' },
          {
            key: 'name',
            title: 'governance.department.name',
            main: true,
            render: (row) => <Link to={unitPage(one.id, row.departmentCode)}>{name(row)}</Link>,
          },
          {
            key: 'total',
            align: 'end',
            render: (row) => (
              <>
                <Link to={unitPage(one.id, row.departmentCode)}>
                  <strong>{row.total ?? t('governance.appraisal.noTotal')}</strong>
                </Link>{' '}
                {row.isVetoed ? <StatusTag tone="error" text={t('governance.appraisal.vetoed')} /> : null}
              </>
            ),
          },
          ...one.scheme.indicators.map(({ kind, ...named }) => ({
            key: kind,
            align: 'end' as const,
            title: indicatorName({ t, name }, { kind, ...named }),
            render: (row: Result) =>
              row[kind] === null ? '–' : <Link to={unitPage(one.id, row.departmentCode)}>{row[kind]}</Link>,
          })),
          { key: 'adjusted', align: 'end' },
          { key: 'rankBefore', align: 'end', render: (row) => row.rankBefore ?? '–' },
          {
            key: 'change',
            align: 'end',
            render: (row) => (row.change === null ? '–' : `${row.change > 0 ? '+' : ''}${row.change}`),
          },
        ]}
      />
    </Panel>
  )
}

function SchemePanel({ one }: { one: Appraisal }) {
  const { t, name } = useWords()
  const { scheme } = one
  return (
    <Panel title={t('governance.appraisal.scheme', { number: one.schemeNumber })}>
      <Facts
        items={[
          { label: t('governance.appraisal.period'), value: `${one.fromOn} – ${one.toOn}` },
          {
            label: t('governance.appraisal.appeals'),
            value: one.appealUntil
              ? t('governance.appraisal.appealUntil', { day: one.appealUntil })
              : t('governance.appraisal.days', { count: one.appealDays }),
          },
          { label: t('governance.field.scheme.additionsMax'), value: scheme.additionsMax },
          { label: t('governance.field.scheme.deductionsMax'), value: scheme.deductionsMax },
          { label: t('governance.field.scheme.vetoAtMost'), value: scheme.vetoAtMost },
          {
            label: t('governance.field.scheme.missing'),
            value: t(`governance.value.scheme.missing.${scheme.missing}`),
          },
        ]}
      />
      <SimpleTable
        caption={t('governance.appraisal.indicators')}
        columns={[
          {
            key: 'name',
            title: t('governance.column.indicator'),
            render: (row) => indicatorName({ t, name }, row),
          },
          {
            key: 'kind',
            title: t('governance.column.kind'),
            render: (row) => t(`governance.value.indicator.${row.kind}`),
          },
          { key: 'weight', title: t('governance.appraisal.weight'), align: 'end' },
        ]}
        rows={scheme.indicators}
        rowKey="kind"
      />
      {one.schemes.length > 1 ? <SchemeVersions versions={one.schemes} /> : null}
    </Panel>
  )
}

function Trail({ one }: { one: Appraisal }) {
  const { t, name } = useWords()
  const { data } = useResults(one.id)
  const bodyOf = (code: string) => {
    const body = data?.rows.find(({ departmentCode }) => departmentCode === code)
    return body ? name(body) : code
  }
  return (
    <Panel title={t('governance.appraisal.trail')}>
      <ul className="governance-trail">
        {one.trail.map((event) => (
          <li key={event.id}>
            <Time at={event.at} /> · {event.personName} · {t(`governance.appraisal.event.${event.action}`)}
            {event.departmentCode ? (
              <>
                {' · '}
                <Link to={unitPage(one.id, event.departmentCode)}>{bodyOf(event.departmentCode)}</Link>
              </>
            ) : null}
            {event.comment ? ` · ${event.comment}` : ''}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
