import {
  Figure,
  Page as Frame,
  Grid,
  Histogram,
  Loaded,
  Panel,
  SampleTag,
  Stack,
  TabBar,
  useApi,
  useLive,
  useMe,
  useSearch,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'
import { Cartogram, percentText } from './cartogram.tsx'
import { DivisionTable } from './division-table.tsx'

type Overview = Awaited<ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['overview']>>

/** The region at a glance, or one of its cities: figures, the map of tiles, divisions, the spread of OEE. */
export function Page() {
  const { t } = useWords()
  const api = useApi(governance)
  const { region } = useSearch() as { region?: string }
  const overview = useQuery(api.ask.overview({ query: region ? { region } : {} }))
  useLive('factory.board', () => api.forget('overview'))
  return (
    <Loaded ask={overview}>{(data) => <Region data={data} title={t('governance.page.overview')} />}</Loaded>
  )
}

function Region({ data, title }: { data: Overview; title: string }) {
  const { t, name } = useWords()
  const me = useMe()
  const whole = { title: t('governance.overview.whole'), to: '/' }
  const above = { title: t('governance.overview.city'), to: `/?region=${data.parentCode}` }
  const crumbs = { province: [], city: [whole], county: [whole, above] }[data.level]
  return (
    <Frame
      title={`${name(data)} · ${title}`}
      breadcrumbs={crumbs}
      tags={data.isSample ? <SampleTag /> : undefined}
      subtitle={me.person ? undefined : t('governance.overview.publicHint')}
    >
      <Stack>
        <Grid columns={{ phone: 2, tablet: 4, desktop: 4 }}>
          <Figure label={t('governance.figure.firmsConnected')} figure={data.firmsConnected} size="large" />
          <Figure
            label={t('governance.figure.machinesConnected')}
            figure={data.machinesConnected}
            size="large"
          />
          <Figure
            label={t('governance.figure.rateEvidenced')}
            figure={data.rateEvidenced}
            digits={1}
            size="large"
          />
          <Figure
            label={t('governance.figure.rateDeclared')}
            figure={data.rateDeclared}
            digits={1}
            size="large"
          />
          <Figure label={t('governance.figure.machinesOnline')} figure={data.machinesOnline} />
          <Figure label={t('governance.figure.machines')} figure={data.machines} />
          <Figure label={t('governance.figure.firms')} figure={data.firms} />
          <Figure label={t('governance.figure.keyProcess')} figure={data.keyProcess} />
        </Grid>
        <Grid columns={{ phone: 1, tablet: 1, desktop: 2 }}>
          {data.level === 'province' ? <CityMap data={data} /> : null}
          <Spread data={data} />
          {data.level === 'city' ? <Divisions data={data} /> : null}
        </Grid>
        {data.level === 'province' ? <Divisions data={data} /> : null}
      </Stack>
    </Frame>
  )
}

const measures = ['connected', 'evidenced', 'declared'] as const

function CityMap({ data }: { data: Overview }) {
  const { t, locale } = useWords()
  const [measure, setMeasure] = useSearchState('map', 'connected')
  const most = Math.max(1, ...data.divisions.map((one) => one.machines.machinesConnected))
  const cities = data.divisions.map((one) => {
    const { machinesConnected, rateEvidenced, rateDeclared, machines } = one.machines
    if (measure === 'evidenced')
      return { ...one, share: rateEvidenced, text: percentText(locale, rateEvidenced) }
    if (measure === 'declared')
      return { ...one, share: rateDeclared, text: percentText(locale, rateDeclared) }
    return {
      ...one,
      share: machines === 0 ? null : machinesConnected / most,
      text: `${machinesConnected}/${machines}`,
    }
  })
  const label = t(`governance.map.${measure}`)
  return (
    <Panel title={t('governance.map.title')}>
      <TabBar
        label={label}
        tabs={measures.map((key) => ({ key, title: t(`governance.map.${key}`) }))}
        value={measure}
        onChange={setMeasure}
      />
      <Cartogram cities={cities} label={label} />
      <small>{t('governance.map.note')}</small>
    </Panel>
  )
}

/** How OEE, or availability where no ideal cycle is declared, is spread over the machines. */
function Spread({ data }: { data: Overview }) {
  const { t } = useWords()
  const { oee } = data
  const rows = oee.availability.map((count, tenth) => ({
    name: `${tenth * 10}%`,
    counts: [oee.oee[tenth] ?? 0, count],
  }))
  return (
    <Panel title={t('governance.spread.title')}>
      <Grid columns={{ phone: 2, tablet: 2, desktop: 2 }}>
        <Figure label={t('governance.spread.meanOee')} figure={oee.mean} digits={1} />
        <Figure label={t('governance.spread.meanAvailability')} figure={oee.meanAvailability} digits={1} />
      </Grid>
      <Histogram
        title={t('governance.spread.title')}
        rows={rows}
        series={[t('governance.spread.oee'), t('governance.spread.availability')]}
      />
      {oee.machinesWithoutOee > 0 ? (
        <small>{t('governance.spread.without', { count: oee.machinesWithoutOee })}</small>
      ) : null}
    </Panel>
  )
}

function Divisions({ data }: { data: Overview }) {
  const { t } = useWords()
  const caption = t(`governance.divisions.${data.level}`)
  return (
    <Panel title={caption}>
      <DivisionTable
        caption={caption}
        rows={data.divisions}
        total={data.total}
        columns={['firms', 'machines', 'machinesConnected', 'rateEvidenced', 'rateDeclared']}
        to={(code) => (code === data.code ? null : `/?region=${code}`)}
      />
    </Panel>
  )
}
