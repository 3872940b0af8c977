import {
  Allowed,
  Basis,
  Facts,
  Page as Frame,
  HistoryDrawer,
  LiveBadge,
  Loaded,
  Panel,
  SampleTag,
  Stack,
  TabBar,
  Time,
  useApi,
  useGo,
  useLive,
  useParams,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { MachineForm } from './machine-form.tsx'
import { OeeTab } from './oee-tab.tsx'
import { SignalsTab } from './signals-tab.tsx'
import { StateTag } from './state-tag.tsx'
import { StatesTab } from './states-tab.tsx'
import { TrendTab } from './trend-tab.tsx'
import type { Machine } from './types.ts'

const tabs = ['trend', 'signals', 'states', 'oee', 'nameplate'] as const

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
  const { status, lastAt } = useLive(`factory.equipment.${machine.id}`, (message) => {
    if ((message as { state?: string }).state) api.forget('oneEquipment')
    api.forget('tags')
  })
  return (
    <Frame
      title={name({ nameZh: machine.name, nameEn: machine.nameEn })}
      breadcrumbs={[
        { title: t('factory.page.equipment'), to: '/factory/equipment' },
        { title: machine.organisationName, to: `/factory/equipment?organisation=${machine.organisationId}` },
      ]}
      subtitle={`${machine.unitName} · ${[machine.maker, machine.model].filter(Boolean).join(' ')}`}
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
        {tab === 'oee' ? <OeeTab machine={machine} /> : null}
        {tab === 'nameplate' ? <Nameplate machine={machine} /> : null}
      </Stack>
    </Frame>
  )
}

function Nameplate({ machine }: { machine: Machine }) {
  const { t } = useWords()
  const api = useApi(factory)
  const go = useGo()
  const [mode, setMode] = useState<'view' | 'edit' | 'history'>('view')
  const history = useQuery({
    ...api.ask.equipmentHistory({ params: { equipmentId: machine.id }, query: { pageSize: 100 } }),
    enabled: mode === 'history',
  })
  if (mode === 'edit')
    return <MachineForm machine={machine} onDone={() => setMode('view')} onCancel={() => setMode('view')} />
  const day = (value: string | null) => value ?? '–'
  return (
    <Panel
      title={t('factory.tab.nameplate')}
      extra={
        <>
          <Button onClick={() => setMode('history')}>{t('factory.action.history')}</Button>{' '}
          <Allowed may="factory.write">
            <Button onClick={() => setMode('edit')}>{t('factory.action.edit')}</Button>
          </Allowed>
        </>
      }
    >
      <Facts
        items={[
          { label: t('factory.column.code'), value: machine.code },
          { label: t('factory.column.maker'), value: machine.maker ?? '–' },
          { label: t('factory.column.model'), value: machine.model ?? '–' },
          { label: t('factory.column.serialNumber'), value: machine.serialNumber ?? '–' },
          { label: t('factory.column.firmware'), value: machine.firmware ?? '–' },
          { label: t('factory.column.builtOn'), value: day(machine.builtOn) },
          { label: t('factory.column.commissionedOn'), value: day(machine.commissionedOn) },
          { label: t('factory.column.process'), value: machine.process ?? '–' },
          {
            label: t('factory.column.isKeyProcess'),
            value: t(machine.isKeyProcess ? 'factory.yes' : 'factory.no'),
          },
          {
            label: t('factory.column.isNumericalControl'),
            value: machine.isNumericalControl ? (
              <Basis basis={machine.numericalControlBasis} />
            ) : (
              t('factory.no')
            ),
          },
          {
            label: t('factory.column.isNetworked'),
            value: machine.isNetworked ? <Basis basis={machine.networkedBasis} /> : t('factory.no'),
          },
          { label: t('factory.column.edgeCode'), value: machine.edgeCode ?? '–' },
          { label: t('factory.column.device'), value: machine.device ?? '–' },
          {
            label: t('factory.column.firstSignalAt'),
            value: machine.firstSignalAt ? <Time at={machine.firstSignalAt} /> : '–',
          },
          {
            label: t('factory.column.lastSignalAt'),
            value: machine.lastSignalAt ? <Time at={machine.lastSignalAt} /> : '–',
          },
        ]}
      />
      <HistoryDrawer
        open={mode === 'history'}
        onClose={() => setMode('view')}
        title={t('factory.action.history')}
        entries={(history.data?.rows ?? []).map((row) => ({
          id: String(row.seq),
          at: row.at,
          who: row.personName,
          what: row.actionName,
          before: row.before,
          after: row.after,
          ...(row.reason ? { reason: row.reason } : {}),
        }))}
      />
      <p>
        <Button type="link" onClick={() => go(`/factory/equipment?organisation=${machine.organisationId}`)}>
          {t('factory.action.firmMachines')}
        </Button>
      </p>
    </Panel>
  )
}
