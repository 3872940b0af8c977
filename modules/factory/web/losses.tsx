import './losses.css'
import {
  Page as Frame,
  Loaded,
  Nothing,
  Stack,
  TabBar,
  useApi,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { factory } from '../contract.ts'
import { LossComparison } from './loss-comparison.tsx'
import { LossHeat } from './loss-heat.tsx'
import { LossOverview } from './loss-overview.tsx'
import { LossReasons } from './loss-reasons.tsx'
import { LossScopeBar, useLossScope } from './loss-scope.tsx'
import { LossTrend } from './loss-trend.tsx'
import type { Losses } from './loss-types.ts'

const tabs = ['overview', 'reasons', 'heat', 'comparison', 'trend'] as const

/** Where planned time went: for a machine, a line, a site or the firm. */
export function Page() {
  const { t } = useWords()
  const scope = useLossScope()
  const [tab, setTab] = useSearchState('tab', 'overview')
  const [weighting] = useSearchState('weighting', 'plannedTime')
  const query = { ...scope, weighting: weighting as Losses['weighting'] }
  const losses = useQuery(useApi(factory).ask.losses({ query }))
  return (
    <Frame title={t('factory.page.losses')} subtitle={t('factory.losses.subtitle')}>
      <Stack>
        <LossScopeBar scope={scope} shiftNames={losses.data?.shiftNames ?? []} />
        <TabBar
          label={t('factory.page.losses')}
          tabs={tabs.map((key) => ({ key, title: t(`factory.losses.${key}`) }))}
          value={tab}
          onChange={setTab}
        />
        <Loaded ask={losses}>
          {(data) => {
            if (data.parts.length === 0) return <Nothing text={t('factory.losses.none')} />
            if (tab === 'reasons') return <LossReasons losses={data} scope={scope} />
            if (tab === 'heat') return <LossHeat scope={scope} />
            if (tab === 'comparison') return <LossComparison scope={scope} />
            if (tab === 'trend') return <LossTrend scope={scope} target={data.target} />
            return <LossOverview losses={data} scope={scope} />
          }}
        </Loaded>
      </Stack>
    </Frame>
  )
}
