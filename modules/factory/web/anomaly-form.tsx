import { Stack, say, useApi, useMinute, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { faultsOf } from './alarm-editor.tsx'
import { dayMs, Field, Learning, Signals } from './anomaly-learning.tsx'
import { MachineChoice } from './machine-choice.tsx'
import type { AnomalySettings } from './types.ts'

const priorities = ['critical', 'high', 'medium', 'low'] as const

type Existing = { watchId: string; equipmentId: string; settings: AnomalySettings }

/** A new watch, or what an existing one is to learn anew. */
export function AnomalyForm({ watch, onDone }: { watch?: Existing; onDone: () => void }) {
  const { t } = useWords()
  const { tell } = useApi(factory)
  // The minute that is over: a span to learn from must not lie in the future.
  const now = useMinute() - 60_000
  const [machine, setMachine] = useState(watch?.equipmentId ?? '')
  const [name, setName] = useState('')
  const [alarm, setAlarm] = useState<(typeof priorities)[number] | null>(null)
  const [settings, setSettings] = useState<AnomalySettings>(() => ({
    tagIds: [],
    stepSeconds: 30,
    onlyProduction: false,
    sensitivity: 'usual',
    ...watch?.settings,
    learnFrom: new Date(now - 7 * dayMs).toISOString(),
    learnTo: new Date(now).toISOString(),
  }))
  const set = (change: Partial<AnomalySettings>) => setSettings({ ...settings, ...change })
  const forgets = ['anomalyWatches', 'oneAnomalyWatch'] as const
  const add = useMutation(tell.addAnomalyWatch({ forgets }))
  const learn = useMutation(tell.learnAnomalyWatch({ forgets }))
  const faults = faultsOf(watch ? learn.error : add.error)
  const done = () => {
    say.done('factory.anomaly.asked')
    onDone()
  }
  const save = () => {
    if (watch) learn.mutate({ params: { watchId: watch.watchId }, body: { settings } }, { onSuccess: done })
    else
      add.mutate(
        {
          params: { equipmentId: machine },
          body: { name: name.trim(), settings, ...(alarm ? { alarmPriority: alarm } : {}) },
        },
        { onSuccess: done },
      )
  }
  const isWhole =
    settings.tagIds.length > 0 && (watch !== undefined || (machine !== '' && name.trim() !== ''))
  return (
    <Stack>
      <Alert type="info" showIcon title={t('factory.anomaly.hint')} />
      {watch ? null : (
        <>
          <MachineChoice
            value={machine}
            onChange={(next) => {
              setMachine(next)
              set({ tagIds: [] })
            }}
          />
          <Field label={t('factory.column.name')} fault={faults.name}>
            {(id) => (
              <Input id={id} maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
            )}
          </Field>
        </>
      )}
      <Signals machine={machine} settings={settings} onChange={set} faults={faults} />
      <Learning settings={settings} now={now} onChange={set} faults={faults} />
      {watch ? null : <AlarmChoice value={alarm} onChange={setAlarm} />}
      <div>
        <Button type="primary" disabled={!isWhole} loading={add.isPending || learn.isPending} onClick={save}>
          {t('factory.anomaly.learn')}
        </Button>
      </div>
    </Stack>
  )
}

type Priority = (typeof priorities)[number]

function AlarmChoice({
  value,
  onChange,
}: {
  value: Priority | null
  onChange: (next: Priority | null) => void
}) {
  const { t } = useWords()
  return (
    <Field label={t('factory.anomaly.alarm')}>
      {(id) => (
        <Select
          id={id}
          allowClear
          placeholder={t('factory.anomaly.noAlarm')}
          value={value}
          onChange={(next) => onChange(next ?? null)}
          options={priorities.map((one) => ({ value: one, label: t(`factory.value.priority.${one}`) }))}
        />
      )}
    </Field>
  )
}
