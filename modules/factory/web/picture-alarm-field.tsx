import { useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { givenMachine } from '../contract/picture-shapes.ts'
import { factory } from '../contract.ts'
import type { PictureItem } from '../pictures/check.ts'
import { useMachines } from './machine-choice.tsx'

const optionsMax = 200

/** Whose alarms a symbol marks: all of a machine's, or one by its code. */
export function AlarmField({
  item,
  machine,
  change,
}: {
  item: PictureItem
  machine: string | null
  change: (change: Partial<PictureItem>) => void
}) {
  const { t } = useWords()
  const { ask } = useApi(factory)
  const { alarms } = item
  const machines = useMachines()
  const shown = alarms?.machine === givenMachine ? machine : (alarms?.machine ?? null)
  const points = useQuery({
    ...ask.alarmWatches({ query: { equipment: shown ?? '', pageSize: optionsMax } }),
    enabled: shown !== null,
  })
  const none = { alarms: undefined } as unknown as Partial<PictureItem>
  return (
    <div className="pic-wide">
      <small>{t('factory.picture.alarmsOf')}</small>
      <Select
        size="small"
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('factory.picture.alarmsOf')}
        style={{ inlineSize: '100%' }}
        value={alarms?.machine ?? null}
        onChange={(id: string | undefined) => change(id ? { alarms: { machine: id } } : none)}
        options={[{ value: givenMachine, label: t('factory.picture.givenMachine') }, ...machines]}
      />
      {alarms ? (
        <Select
          size="small"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('factory.picture.alarmPoint')}
          placeholder={t('factory.picture.alarmAll')}
          style={{ inlineSize: '100%' }}
          value={alarms.code ?? null}
          onChange={(code: string | undefined) =>
            change({ alarms: { machine: alarms.machine, ...(code ? { code } : {}) } })
          }
          options={(points.data?.rows ?? []).map((row) => ({
            value: row.alarmCode,
            label: `${row.alarmCode} ${row.name}`,
          }))}
        />
      ) : null}
    </div>
  )
}
