import {
  Page as Frame,
  LiveBadge,
  Loaded,
  SampleTag,
  Stack,
  TabBar,
  useApi,
  useLive,
  useParams,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { factory } from '../contract.ts'
import { AlarmsTab } from './alarms-tab.tsx'
import { NameplateTab } from './nameplate-tab.tsx'
import { OeeTab } from './oee-tab.tsx'
import { PlanTab } from './plan-tab.tsx'
import { RulesTab } from './rules-tab.tsx'
import { SignalsTab } from './signals-tab.tsx'
import { StateTag } from './state-tag.tsx'
import { StatesTab } from './states-tab.tsx'
import { TrendTab } from './trend-tab.tsx'
import type { Machine } from './types.ts'

const tabs = ['trend', 'signals', 'states', 'alarms', 'oee', 'plan', 'rules', 'nameplate'] as const

/** One machine: live signals, trends with states beneath, losses and OEE, nameplate. */
export function Page() {
  const { equipmentId } = useParams('equipmentId')
  const api = useApi(factory)
  const machine = useQuery(api.ask.oneEquipment({ params: { equipmentId } }))
  return <Loaded ask={machine}>{(data) => <Shown machine={data} />}</Loaded>
}

function Shown({ machine }: { machine: Machine }) {
  const { t, name } = useWords()
  const api = useApi(factory)
  const [tab, setTab] = useSearchState('tab', 'trend')
  const { status, lastAt } = useLive(
    `factory.equipment.${machine.id}`,
    (message) => {
      if ((message as { state?: string }).state) api.forget('oneEquipment')
      api.forget('tags')
    },
    { onResume: () => api.forget('oneEquipment', 'tags') },
  )
  return (
    <Frame
      title={name({ nameZh: machine.name, nameEn: machine.nameEn })}
      breadcrumbs={[
        { title: t('factory.page.equipment'), to: '/factory/equipment' },
        { title: machine.organisationName, to: `/factory/equipment?organisation=${machine.organisationId}` },
      ]}
      subtitle={[machine.unitName, [machine.maker, machine.model].filter(Boolean).join(' ')]
        .filter(Boolean)
        .join(' · ')}
      tags={
        <>
          <StateTag state={machine.state} /> {machine.isSample ? <SampleTag /> : null}{' '}
          {machine.edgeId ? <LiveBadge status={status} lastAt={lastAt} /> : null}
        </>
      }
    >
      <Stack>
        <TabBar
          label={t('factory.page.machine')}
          tabs={tabs.map((key) => ({ key, title: t(`factory.tab.${key}`) }))}
          value={tab}
          onChange={setTab}
        />
        {tab === 'trend' ? <TrendTab machine={machine} /> : null}
        {tab === 'signals' ? <SignalsTab machine={machine} /> : null}
        {tab === 'states' ? <StatesTab machine={machine} /> : null}
        {tab === 'alarms' ? <AlarmsTab machine={machine} /> : null}
        {tab === 'oee' ? <OeeTab machine={machine} /> : null}
        {tab === 'plan' ? <PlanTab machine={machine} /> : null}
        {tab === 'rules' ? <RulesTab machine={machine} /> : null}
        {tab === 'nameplate' ? <NameplateTab machine={machine} /> : null}
      </Stack>
    </Frame>
  )
}
