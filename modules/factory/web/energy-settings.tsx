import {
  Allowed,
  FormDialog,
  Page as Frame,
  ListView,
  Panel,
  SampleTag,
  Stack,
  StatusTag,
  TabBar,
  Time,
  useApi,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { EnergyMeters } from './energy-meters.tsx'
import { TariffDialog, TariffPeriods } from './energy-tariff.tsx'
import { useFinders } from './finders.ts'
import type { EnergyTariff } from './types.ts'

const tabs = ['meters', 'tariffs', 'factors', 'targets', 'passes'] as const
const forgets = ['energyOverview', 'energyReport', 'energyDays', 'energyHours'] as const

/** Meters, prices, carbon factors and targets: what energy figures are made by. */
export function Page() {
  const { t } = useWords()
  const [tab, setTab] = useSearchState('tab', 'meters')
  return (
    <Frame
      title={t('factory.page.energySettings')}
      breadcrumbs={[{ title: t('factory.page.energy'), to: '/factory/energy' }]}
    >
      <Stack>
        <TabBar
          label={t('factory.page.energySettings')}
          tabs={tabs.map((key) => ({ key, title: t(`factory.energy.${key}`) }))}
          value={tab}
          onChange={setTab}
        />
        {tab === 'meters' ? <EnergyMeters /> : null}
        {tab === 'tariffs' ? <Tariffs /> : null}
        {tab === 'factors' ? <Factors /> : null}
        {tab === 'targets' ? <Targets /> : null}
        {tab === 'passes' ? <Passes /> : null}
      </Stack>
    </Frame>
  )
}

function Verified({ isVerified, isSample }: { isVerified: boolean; isSample: boolean }) {
  const { t } = useWords()
  const word = isVerified ? 'factory.energy.verified' : 'factory.energy.unverified'
  return (
    <>
      <StatusTag tone={isVerified ? 'success' : 'warning'} text={t(word)} /> {isSample ? <SampleTag /> : null}
    </>
  )
}

/** Asks before something of the past counts no more. */
function useWithdraw(word: string, run: (id: string) => void) {
  const { t } = useWords()
  return (id: string) => [
    { key: 'withdraw', text: t(word), danger: true, may: 'factory.write', onClick: () => run(id) },
  ]
}

function Tariffs() {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const [shown, setShown] = useState<EnergyTariff | null>(null)
  const withdraw = useMutation(
    useApi(factory).tell.withdrawEnergyTariff({ forgets: ['energyTariffs', ...forgets] }),
  )
  const actions = useWithdraw('factory.route.withdrawEnergyTariff', (tariffId) =>
    withdraw.mutate({ params: { tariffId } }),
  )
  return (
    <Panel
      title={t('factory.energy.tariffs')}
      extra={
        <Allowed may="factory.write">
          <Button type="primary" onClick={() => setOpen(true)}>
            {t('factory.route.addEnergyTariff')}
          </Button>
        </Allowed>
      }
    >
      <ListView
        contract={factory}
        route="energyTariffs"
        name="tariffs"
        rowKey="id"
        label={t('factory.energy.tariffs')}
        empty={{ text: t('factory.energy.noTariffs') }}
        rowActions={(row) => [
          { key: 'show', text: t('factory.energy.showPeriods'), onClick: () => setShown(row) },
          ...actions(row.id),
        ]}
        columns={[
          { key: 'name', main: true },
          { key: 'validFrom' },
          { key: 'source', wideOnly: true },
          { key: 'isVerified', render: (row) => <Verified {...row} /> },
          { key: 'personName', wideOnly: true },
          { key: 'createdAt', wideOnly: true, render: (row) => <Time at={row.createdAt} as="day" /> },
        ]}
      />
      {shown ? <TariffPeriods name={shown.name} periods={shown.periods} /> : null}
      {open ? <TariffDialog start={shown} onClose={() => setOpen(false)} /> : null}
    </Panel>
  )
}

function Factors() {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const withdraw = useMutation(
    useApi(factory).tell.withdrawEnergyFactor({ forgets: ['energyFactors', ...forgets] }),
  )
  const actions = useWithdraw('factory.route.withdrawEnergyFactor', (factorId) =>
    withdraw.mutate({ params: { factorId } }),
  )
  return (
    <Panel
      title={t('factory.energy.factors')}
      extra={
        <Allowed may="factory.write">
          <Button type="primary" onClick={() => setOpen(true)}>
            {t('factory.route.addEnergyFactor')}
          </Button>
        </Allowed>
      }
    >
      <ListView
        contract={factory}
        route="energyFactors"
        name="factors"
        rowKey="id"
        label={t('factory.energy.factors')}
        empty={{ text: t('factory.energy.noFactors') }}
        rowActions={(row) => actions(row.id)}
        columns={[
          { key: 'validFrom', main: true },
          { key: 'kgPerKwh', align: 'end' },
          { key: 'source' },
          { key: 'isVerified', render: (row) => <Verified {...row} /> },
          { key: 'personName', wideOnly: true },
          { key: 'createdAt', wideOnly: true, render: (row) => <Time at={row.createdAt} as="day" /> },
        ]}
      />
      <FormDialog
        contract={factory}
        route="addEnergyFactor"
        open={open}
        onClose={() => setOpen(false)}
        title={t('factory.route.addEnergyFactor')}
        initial={{ isVerified: false }}
        forgets={['energyFactors', ...forgets]}
      />
    </Panel>
  )
}

function Targets() {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const { tell } = useApi(factory)
  const withdraw = useMutation(tell.withdrawEnergyTarget({ forgets: ['energyTargets', ...forgets] }))
  const actions = useWithdraw('factory.route.withdrawEnergyTarget', (targetId) =>
    withdraw.mutate({ params: { targetId } }),
  )
  const { findMeters } = useFinders()
  return (
    <Panel
      title={t('factory.energy.targets')}
      extra={
        <Allowed may="factory.write">
          <Button type="primary" onClick={() => setOpen(true)}>
            {t('factory.route.addEnergyTarget')}
          </Button>
        </Allowed>
      }
    >
      <ListView
        contract={factory}
        route="energyTargets"
        name="targets"
        rowKey="id"
        label={t('factory.energy.targets')}
        empty={{ text: t('factory.energy.noTargets') }}
        rowActions={(row) => actions(row.id)}
        columns={[
          { key: 'meterName', main: true },
          { key: 'period', render: (row) => t(`factory.value.period.${row.period}`) },
          { key: 'kwh', align: 'end' },
          { key: 'validFrom' },
          { key: 'note', wideOnly: true },
          { key: 'personName', wideOnly: true },
        ]}
      />
      <FormDialog
        contract={factory}
        route="addEnergyTarget"
        open={open}
        onClose={() => setOpen(false)}
        title={t('factory.route.addEnergyTarget')}
        initial={{ period: 'day' }}
        fields={{ meterId: { find: findMeters } }}
        forgets={['energyTargets', ...forgets]}
      />
    </Panel>
  )
}

function Passes() {
  const { t } = useWords()
  return (
    <Panel title={t('factory.energy.passes')}>
      <ListView
        contract={factory}
        route="energyPasses"
        name="passes"
        rowKey={(row) => `${row.targetId}-${row.day}`}
        label={t('factory.energy.passes')}
        empty={{ text: t('factory.energy.noPasses') }}
        columns={[
          { key: 'meterName', main: true },
          { key: 'period', render: (row) => t(`factory.value.period.${row.period}`) },
          { key: 'day' },
          { key: 'limit', align: 'end' },
          { key: 'kwh', align: 'end', render: (row) => row.kwh.toFixed(1) },
          { key: 'passedAt', render: (row) => <Time at={row.passedAt} /> },
        ]}
      />
    </Panel>
  )
}
