import type { ControlProps } from '@ronghe/kit/ui'
import { Allowed, FormDialog, Link, ListView, Panel, SampleTag, useApi, useWords } from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { useFinders } from './finders.ts'
import { useMachines } from './machine-choice.tsx'
import type { EnergyReport } from './types.ts'

const forgets = ['energyMeters', 'energyOverview', 'energyReport'] as const

type Meter = EnergyReport['meter']

/** The meters of a firm: what each feeds, what it reads, and below which other one it stands. */
export function EnergyMeters() {
  const { t, name } = useWords()
  const [edited, setEdited] = useState<Meter | 'new' | null>(null)
  const retire = useMutation(useApi(factory).tell.retireEnergyMeter({ forgets }))
  return (
    <Panel
      title={t('factory.energy.meters')}
      extra={
        <Allowed may="factory.write">
          <Button type="primary" onClick={() => setEdited('new')}>
            {t('factory.route.addEnergyMeter')}
          </Button>
        </Allowed>
      }
    >
      <ListView
        contract={factory}
        route="energyMeters"
        name="meters"
        rowKey="id"
        label={t('factory.energy.meters')}
        empty={{ text: t('factory.energy.none') }}
        rowActions={(row) => [
          {
            key: 'edit',
            text: t('factory.action.edit'),
            may: 'factory.write',
            onClick: () => setEdited(row),
          },
          {
            key: 'retire',
            text: t('factory.route.retireEnergyMeter'),
            may: 'factory.write',
            danger: true,
            onClick: () => retire.mutate({ params: { meterId: row.id } }),
          },
        ]}
        columns={[
          {
            key: 'name',
            main: true,
            sort: true,
            render: (row) => (
              <>
                <Link to={`/factory/energy/meters/${row.id}`}>
                  {name({ nameZh: row.name, nameEn: row.nameEn })}
                </Link>{' '}
                {row.isSample ? <SampleTag /> : null}
              </>
            ),
          },
          { key: 'parentName' },
          { key: 'unitName', sort: true },
          { key: 'equipmentName' },
          { key: 'tagName' },
          { key: 'reading', render: (row) => t(`factory.value.reading.${row.reading}`) },
          { key: 'measuredIn' },
        ]}
      />
      {edited ? (
        <MeterDialog meter={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      ) : null}
    </Panel>
  )
}

function MeterDialog({ meter, onClose }: { meter: Meter | null; onClose: () => void }) {
  const { t } = useWords()
  const { findUnits, findMeters, findMachines } = useFinders()
  const now = (id: string | null | undefined, text: string | null | undefined) =>
    id ? [{ value: id, text: text ?? '' }] : []
  const fields = {
    unitId: { find: findUnits, options: now(meter?.unitId, meter?.unitName) },
    parentId: {
      find: async (q: string) => (await findMeters(q)).filter(({ value }) => value !== meter?.id),
      options: now(meter?.parentId, meter?.parentName),
    },
    equipmentId: { find: findMachines, options: now(meter?.equipmentId, meter?.equipmentName) },
    tagId: {
      wide: true,
      render: (props: ControlProps) => <SignalChoice {...props} machine={meter?.tagEquipmentId ?? null} />,
    },
  }
  const order = ['name', 'nameEn', 'unitId', 'equipmentId', 'parentId', 'tagId', 'reading', 'measuredIn']
  if (meter)
    return (
      <FormDialog
        contract={factory}
        route="changeEnergyMeter"
        open
        onClose={onClose}
        title={t('factory.route.changeEnergyMeter')}
        input={{ params: { meterId: meter.id } }}
        initial={meter}
        fields={{ ...fields, version: { hidden: true } }}
        order={order}
        forgets={forgets}
      />
    )
  return (
    <FormDialog
      contract={factory}
      route="addEnergyMeter"
      open
      onClose={onClose}
      title={t('factory.route.addEnergyMeter')}
      initial={{ reading: 'counter', measuredIn: 'kWh' }}
      fields={fields}
      order={order}
      forgets={forgets}
    />
  )
}

/** A machine first, then a number among its signals. */
export function SignalChoice({ value, onChange, machine, id }: ControlProps & { machine: string | null }) {
  const { t, name } = useWords()
  const api = useApi(factory)
  const [chosen, setChosen] = useState(machine)
  const machines = useMachines()
  const tags = useQuery({
    ...api.ask.tags({ params: { equipmentId: chosen ?? '' } }),
    enabled: chosen !== null,
  })
  const search = { optionFilterProp: 'label' } as const
  return (
    <div style={{ display: 'flex', gap: 8 }}>
      <Select
        aria-label={t('factory.page.machine')}
        placeholder={t('factory.page.machine')}
        style={{ flex: 1, minInlineSize: 0 }}
        showSearch={search}
        value={chosen}
        onChange={(next: string) => {
          setChosen(next)
          onChange?.(undefined)
        }}
        options={machines}
      />
      <Select
        {...(id ? { id } : {})}
        aria-label={t('factory.column.tagName')}
        placeholder={t('factory.column.tagName')}
        style={{ flex: 1, minInlineSize: 0 }}
        showSearch={search}
        disabled={chosen === null}
        value={tags.data ? ((value as string | undefined) ?? null) : null}
        onChange={(next: string) => onChange?.(next)}
        options={(tags.data?.rows ?? [])
          .filter((tag) => tag.valueType === 'number')
          .map((tag) => ({
            value: tag.id,
            label: [
              name({ nameZh: tag.label ?? tag.name, nameEn: tag.labelEn ?? tag.name }),
              tag.unit ? `(${tag.unit})` : '',
            ].join(' '),
          }))}
      />
    </div>
  )
}
