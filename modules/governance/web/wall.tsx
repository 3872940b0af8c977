import {
  Link,
  LiveBadge,
  Loaded,
  SampleTag,
  Time,
  useApi,
  useChangeSearch,
  useLive,
  useSearch,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { governance } from '../contract.ts'
import { WallGoals, WallTrend } from './wall-goals.tsx'
import { WallMap } from './wall-map.tsx'
import { WallItems, WallMovements } from './wall-rows.tsx'
import './wall.css'

export type Wall = Awaited<ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['wall']>>
export type WallGoalAnswer = Wall['goals'][number]

const refreshMs = 60_000

/** The target wall (大屏): the plan’s figures, the map, what is red, and what moved; refreshed by itself. */
export function Page() {
  const { t } = useWords()
  const api = useApi(governance)
  const { region, year } = useSearch() as { region?: string | number; year?: string | number }
  const query = {
    ...(region === undefined ? {} : { region: String(region) }),
    ...(year === undefined ? {} : { year: Number(year) }),
  }
  const wall = useQuery({ ...api.ask.wall({ query }), refetchInterval: refreshMs })
  const live = useLive('factory.board', () => api.forget('wall'))
  useEffect(() => {
    document.title = t('governance.page.wall')
  }, [t])
  return (
    <div className="wall">
      <Loaded ask={wall}>
        {(data) => (
          <>
            <Head data={data} live={<LiveBadge {...live} />} />
            <Body data={data} />
          </>
        )}
      </Loaded>
    </div>
  )
}

function Head({ data, live }: { data: Wall; live: React.ReactNode }) {
  const { t, name } = useWords()
  const change = useChangeSearch()
  return (
    <header className="wall-head">
      <h1>
        {name(data)} · {t('governance.page.wall')}
      </h1>
      {data.isSample ? <SampleTag /> : null}
      <div className="wall-tools">
        <Time at={data.at} />
        {live}
        <label>
          {t('governance.wall.city')}
          <select
            value={data.isCity ? data.code : ''}
            onChange={(event) => change({ region: event.target.value || null })}
          >
            <option value="">{t('governance.wall.whole')}</option>
            {data.cities.map((city) => (
              <option key={city.code} value={city.code}>
                {name(city)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('governance.wall.year')}
          <select value={data.year} onChange={(event) => change({ year: event.target.value })}>
            {[...new Set([data.year, ...data.years])].map((year) => (
              <option key={year} value={year}>
                {year}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => window.print()}>
          {t('governance.wall.print')}
        </button>
        <Link to="/governance/goals">{t('governance.wall.leave')}</Link>
      </div>
    </header>
  )
}

function Body({ data }: { data: Wall }) {
  const { goal } = useSearch() as { goal?: string }
  const counted = data.goals.filter((one) => one.target !== null || one.evidenced.value !== null)
  const chosen = data.goals.find((one) => one.key === goal) ?? counted[0]
  return (
    <div className="wall-body">
      <WallGoals goals={counted} chosen={chosen?.key ?? null} />
      <div className="wall-column">
        <WallMap data={data} chosen={chosen ?? null} />
        {chosen ? <WallTrend goal={chosen} year={data.year} /> : null}
      </div>
      <div className="wall-column">
        <WallItems data={data} />
        <WallMovements data={data} />
      </div>
    </div>
  )
}
