import { Page as Frame, Stack, TabBar, useSearchState, useWords } from '@ronghe/kit/ui'
import { useSpan } from './span.ts'
import { SpanTabs } from './span-tabs.tsx'
import { StopChanges } from './stop-changes.tsx'
import { AllStops } from './stop-list.tsx'
import { OpenStops } from './stop-open.tsx'

const tabs = ['open', 'all', 'changes'] as const

/** Stops of the firm: those that still want a word, all of them, and who said what. */
export function Page() {
  const { t } = useWords()
  const [tab, setTab] = useSearchState('tab', 'open')
  const [unit] = useSearchState('unit', '')
  const [equipment] = useSearchState('equipment', '')
  const span = useSpan('day')
  const scope = { ...(unit ? { unit } : {}), ...(equipment ? { equipment } : {}) }
  return (
    <Frame title={t('factory.page.stops')} subtitle={t('factory.stops.subtitle')}>
      <Stack>
        <TabBar
          label={t('factory.page.stops')}
          tabs={tabs.map((key) => ({ key, title: t(`factory.stops.${key}`) }))}
          value={tab}
          onChange={setTab}
        />
        <SpanTabs span={span} />
        {tab === 'open' ? <OpenStops from={span.from} to={span.to} scope={scope} /> : null}
        {tab === 'all' ? <AllStops from={span.from} to={span.to} scope={scope} /> : null}
        {tab === 'changes' ? <StopChanges from={span.from} to={span.to} scope={scope} /> : null}
      </Stack>
    </Frame>
  )
}
