import {
  Facts,
  Figure,
  Page as Frame,
  Grid,
  Link,
  Loaded,
  Panel,
  SampleTag,
  SimpleTable,
  Stack,
  useApi,
  useMay,
  useMe,
  useSearch,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'
import { DivisionTable } from './division-table.tsx'

type Overview = Awaited<ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['overview']>>

const columns = [
  'firms',
  'firmsConnected',
  'machines',
  'machinesConnected',
  'machinesOnline',
  'firmsWithKeyProcess',
  'keyProcess',
  'keyProcessControlledEvidenced',
  'keyProcessControlledDeclared',
  'rateEvidenced',
  'rateDeclared',
] as const

/**
 * What a public figure comes from: the counts of each division, how they are joined, and where the proof goes
 * on.
 */
export function Page() {
  const { t, name } = useWords()
  const api = useApi(governance)
  const { region, isKey } = useSearch() as { region?: string; isKey?: string }
  const query = { ...(region ? { region } : {}), ...(isKey === 'true' ? { isKey: true } : {}) }
  const overview = useQuery(api.ask.overview({ query }))
  return (
    <Loaded ask={overview}>
      {(data) => (
        <Frame
          title={`${name(data)} · ${t('governance.page.divisions')}`}
          breadcrumbs={[{ title: t('governance.page.overview'), to: `/?region=${data.code}` }]}
          tags={data.isSample ? <SampleTag /> : undefined}
          subtitle={query.isKey ? t('governance.proof.keyOnly') : undefined}
        >
          <Stack>
            <Method data={data} />
            <Sources data={data} more={query.isKey ? '&isKey=true' : ''} />
            {query.isKey ? null : <Efficiency oee={data.oee} />}
          </Stack>
        </Frame>
      )}
    </Loaded>
  )
}

function Method({ data: { rateEvidenced, rateDeclared } }: { data: Overview }) {
  const { t } = useWords()
  const { proof: _evidenced, ...evidenced } = rateEvidenced
  const { proof: _declared, ...declared } = rateDeclared
  return (
    <Panel title={t('governance.proof.how')}>
      <Stack>
        <Grid columns={{ phone: 1, tablet: 2, desktop: 2 }}>
          <Figure label={t('governance.figure.rateEvidenced')} figure={evidenced} digits={1} />
          <Figure label={t('governance.figure.rateDeclared')} figure={declared} digits={1} />
        </Grid>
        <Facts
          items={[
            { label: t('governance.proof.formula'), value: t('governance.proof.formulaText') },
            { label: t('governance.proof.evidenced'), value: t('governance.proof.evidencedText') },
          ]}
        />
      </Stack>
    </Panel>
  )
}

/** The means of a week over the machines, and how these are spread, by tenths and without names. */
function Efficiency({ oee }: { oee: Overview['oee'] }) {
  const { t } = useWords()
  const { proof: _mean, ...mean } = oee.mean
  const { proof: _availability, ...availability } = oee.meanAvailability
  const rows = oee.oee.map((count, at) => ({
    key: `${at * 10}–${at * 10 + 10}%`,
    oee: count,
    availability: oee.availability[at] ?? 0,
  }))
  return (
    <Panel title={t('governance.proof.efficiency')}>
      <Stack>
        <Grid columns={{ phone: 1, tablet: 2, desktop: 2 }}>
          <Figure label={t('governance.spread.meanOee')} figure={mean} digits={1} />
          <Figure label={t('governance.spread.meanAvailability')} figure={availability} digits={1} />
        </Grid>
        <p className="r-muted">
          {t('governance.proof.machines', { machines: oee.machines, without: oee.machinesWithoutOee })}
        </p>
        <SimpleTable
          caption={t('governance.proof.efficiency')}
          rowKey="key"
          rows={rows}
          columns={[
            { key: 'key', title: t('governance.proof.tenth') },
            { key: 'oee', title: t('governance.proof.withOee'), align: 'end' },
            { key: 'availability', title: t('governance.proof.withAvailability'), align: 'end' },
          ]}
        />
      </Stack>
    </Panel>
  )
}

function Sources({ data, more }: { data: Overview; more: string }) {
  const { t } = useWords()
  const me = useMe()
  const may = useMay()
  const firms = `/governance/firms?region=${data.code}${more}`
  const next = `/sign-in?next=${encodeURIComponent(firms)}`
  const caption = t(`governance.divisions.${data.level}`)
  return (
    <Panel title={caption}>
      <DivisionTable
        caption={caption}
        rows={data.divisions}
        total={data.total}
        columns={columns}
        to={(code) => (code === data.code ? null : `/governance/divisions?region=${code}${more}`)}
      />
      {me.person ? null : (
        <p>
          <Link to={next}>{t('governance.proof.signIn')}</Link>
        </p>
      )}
      {may('factory.read') ? (
        <p>
          <Link to={firms}>{t('governance.proof.firms')}</Link>
        </p>
      ) : null}
    </Panel>
  )
}
