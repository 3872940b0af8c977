import { Stack, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Input, Select } from 'antd'
import { useId } from 'react'
import { sensitivities } from '../contract.ts'
import { Labelled } from './alarm-fields.tsx'
import { useMachineSignals } from './machine-signals.ts'
import type { AnomalySettings } from './types.ts'

const steps = [1, 2, 5, 10, 30, 60, 300, 600] as const
const spans = [1, 3, 7, 14, 30] as const
export const dayMs = 86_400_000
const signalsMax = 40

export type Part = {
  settings: AnomalySettings
  onChange: (change: Partial<AnomalySettings>) => void
  faults: Record<string, string>
}

export function Signals({ machine, settings, onChange, faults }: Part & { machine: string }) {
  const { t, name } = useWords()
  const signalsOf = useMachineSignals()
  const signals = useQuery({
    queryKey: ['factory', 'historySignals', 'machine', machine],
    queryFn: () => signalsOf(machine),
    enabled: machine !== '',
  })
  const options = (signals.data ?? [])
    .filter((row) => !/^anomaly\.\d+$/.test(row.name))
    .map((row) => ({
      value: row.tagId,
      label: name({ nameZh: row.label ?? row.name, nameEn: row.labelEn ?? row.label ?? row.name }),
    }))
  return (
    <Field
      label={t('factory.anomaly.signals', { count: settings.tagIds.length })}
      fault={Object.entries(faults).find(([field]) => field.startsWith('settings.tagIds'))?.[1]}
    >
      {(id) => (
        <Stack>
          <Select
            id={id}
            mode="multiple"
            maxCount={signalsMax}
            disabled={machine === ''}
            loading={signals.isLoading}
            value={settings.tagIds}
            onChange={(tagIds) => onChange({ tagIds })}
            options={options}
            showSearch={{ optionFilterProp: 'label' }}
          />
          <Button
            size="small"
            disabled={options.length === 0}
            onClick={() => onChange({ tagIds: options.slice(0, signalsMax).map((one) => one.value) })}
          >
            {t('factory.anomaly.allSignals')}
          </Button>
        </Stack>
      )}
    </Field>
  )
}

/** Over which span, at which step, and how sensitive. */
export function Learning({ settings, now, onChange, faults }: Part & { now: number }) {
  const { t } = useWords()
  const days = (Date.parse(settings.learnTo) - Date.parse(settings.learnFrom)) / dayMs
  const rows = Math.round((days * 86_400) / settings.stepSeconds)
  return (
    <>
      <Moments settings={settings} now={now} onChange={onChange} faults={faults} />
      <Field label={t('factory.anomaly.step')} fault={faults['settings.stepSeconds']}>
        {(id) => (
          <Select
            id={id}
            value={settings.stepSeconds}
            onChange={(stepSeconds) => onChange({ stepSeconds })}
            options={steps.map((value) => ({ value, label: t('factory.anomaly.seconds', { count: value }) }))}
          />
        )}
      </Field>
      <small>{t('factory.anomaly.rows', { count: rows })}</small>
      <Field label={t('factory.anomaly.sensitivity')}>
        {(id) => (
          <Select
            id={id}
            value={settings.sensitivity}
            onChange={(sensitivity) => onChange({ sensitivity })}
            options={sensitivities.map((value) => ({
              value,
              label: t(`factory.value.sensitivity.${value}`),
            }))}
          />
        )}
      </Field>
      <Checkbox
        checked={settings.onlyProduction}
        onChange={(event) => onChange({ onlyProduction: event.target.checked })}
      >
        {t('factory.anomaly.onlyProduction')}
      </Checkbox>
    </>
  )
}

/** A moment in the reader's own zone, as the browser's control has it. */
function local(iso: string): string {
  const at = new Date(iso)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

function Moments({ settings, now, onChange, faults }: Part & { now: number }) {
  const { t } = useWords()
  return (
    <>
      <span className="factory-buttons">
        {spans.map((count) => (
          <Button
            key={count}
            size="small"
            onClick={() =>
              onChange({
                learnFrom: new Date(now - count * dayMs).toISOString(),
                learnTo: new Date(now).toISOString(),
              })
            }
          >
            {t('factory.anomaly.lastDays', { count })}
          </Button>
        ))}
      </span>
      {(['learnFrom', 'learnTo'] as const).map((field) => (
        <Field key={field} label={t(`factory.anomaly.${field}`)} fault={faults[`settings.${field}`]}>
          {(id) => (
            <Input
              id={id}
              type="datetime-local"
              value={local(settings[field])}
              onChange={(event) =>
                event.target.value && onChange({ [field]: new Date(event.target.value).toISOString() })
              }
            />
          )}
        </Field>
      ))}
    </>
  )
}

/** A control with its label and what is wrong with it. */
export function Field({
  label,
  fault,
  children,
}: {
  label: string
  fault?: string | undefined
  children: (id: string) => React.ReactNode
}) {
  const id = useId()
  return (
    <Labelled id={id} label={label} fault={fault}>
      {children(id)}
    </Labelled>
  )
}
