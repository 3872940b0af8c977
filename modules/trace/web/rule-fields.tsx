import { useWords } from '@ronghe/kit/ui'
import { Button, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import type { RuleSays } from '../rules/contract.ts'
import { MachineChoice } from './machine-choice.tsx'
import { Checks } from './rule-checks.tsx'
import { Starts } from './rule-starts.tsx'
import './trace.css'

export const emptySays: RuleSays = {
  ...{ product: '', numbering: 'serial', prefix: '', width: 6 },
  ...{ inputs: [], checks: [], packEvery: 0 },
}

/** Is there enough of it to be tried and saved? */
export function isWhole({ equipmentId, product, starts, checks }: RuleSays): boolean {
  if (starts?.on === 'inspection') return true
  if (!equipmentId) return false
  if (starts?.on === 'instrument') return product !== '' && starts.codeTagId !== '' && checks.length > 0
  return starts?.on === 'state' ? starts.thing.trim() !== '' : product !== ''
}

type Props = {
  name: string
  setName: (name: string) => void
  says: RuleSays
  setSays: (says: RuleSays) => void
}

/** What a rule says, field by field, as far as it starts from that. */
export function RuleFields({ name, setName, says, setSays }: Props) {
  const { t } = useWords()
  const set = (part: Partial<RuleSays>) => setSays({ ...says, ...part })
  const on = says.starts?.on ?? 'parts'
  const makesItems = on === 'parts' || on === 'shift'
  return (
    <div className="trace-rule-fields">
      <Field label={t('trace.making.name')}>
        <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
      </Field>
      {on === 'inspection' ? null : (
        <Field label={t('trace.making.machine')}>
          <MachineChoice
            value={says.equipmentId}
            onChange={(equipmentId) => set({ equipmentId, checks: [] })}
          />
        </Field>
      )}
      <Starts says={says} set={set} setSays={setSays} />
      {makesItems ? <ItemFields says={says} set={set} setSays={setSays} /> : null}
      <Field label={t('trace.making.place')}>
        <Input
          placeholder="(414)6901234000139"
          value={says.place ?? ''}
          onChange={({ target }) => {
            const { place: _, ...rest } = says
            setSays(target.value.trim() === '' ? rest : { ...rest, place: target.value })
          }}
        />
      </Field>
      {makesItems ? <Inputs says={says} set={set} /> : null}
      {makesItems || on === 'instrument' ? <Checks says={says} set={set} /> : null}
    </div>
  )
}

/** What an item is, how it is numbered and packed, and what fails it. */
function ItemFields({ says, set, setSays }: PartProps & Pick<Props, 'setSays'>) {
  const { t } = useWords()
  return (
    <>
      <ProductField says={says} set={set} />
      <NumberingField says={says} set={set} label={t('trace.making.numbering')} />
      <Field label={t('trace.making.prefix')} hint={t('trace.making.prefixHint')}>
        <Input
          value={says.prefix}
          maxLength={14}
          onChange={(event) => set({ prefix: event.target.value.trim() })}
        />
      </Field>
      <Field label={t('trace.making.width')}>
        <InputNumber min={1} max={12} value={says.width} onChange={(width) => set({ width: width ?? 6 })} />
      </Field>
      <Field label={t('trace.making.packEvery')}>
        <InputNumber
          min={0}
          max={1000}
          value={says.packEvery}
          onChange={(packEvery) => set({ packEvery: packEvery ?? 0 })}
        />
      </Field>
      <Field label={t('trace.making.alarmsFail')}>
        <Select<NonNullable<RuleSays['alarmsFail']> | 'none'>
          value={says.alarmsFail ?? 'none'}
          onChange={(value) => {
            const { alarmsFail: _, ...rest } = says
            setSays(value === 'none' ? rest : { ...rest, alarmsFail: value })
          }}
          options={(['none', 'critical', 'high', 'medium', 'low'] as const).map((value) => ({
            value,
            label: t(`trace.making.alarms.${value}`),
          }))}
        />
      </Field>
    </>
  )
}

/** The product of what is made or inspected. */
export function ProductField({ says, set, label }: PartProps & { label?: string }) {
  const { t } = useWords()
  return (
    <Field label={label ?? t('trace.making.product')}>
      <Input
        placeholder="06901234001013"
        value={says.product}
        maxLength={14}
        onChange={(event) => set({ product: event.target.value.trim() })}
      />
    </Field>
  )
}

export function NumberingField({ says, set, label }: PartProps & { label: string }) {
  const { t } = useWords()
  return (
    <Field label={label}>
      <Select
        value={says.numbering}
        onChange={(numbering) => set({ numbering })}
        options={(['serial', 'lot'] as const).map((value) => ({
          value,
          label: t(value === 'serial' ? 'trace.making.serial' : 'trace.making.lot'),
        }))}
      />
    </Field>
  )
}

export function Field({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="trace-rule-field">
      <span>{label}</span>
      {children}
      {hint ? <small>{hint}</small> : null}
    </label>
  )
}

export type PartProps = { says: RuleSays; set: (part: Partial<RuleSays>) => void }

function Inputs({ says, set }: PartProps) {
  const { t } = useWords()
  const change = (at: number, part: Partial<RuleSays['inputs'][number]>) =>
    set({ inputs: says.inputs.map((one, index) => (index === at ? { ...one, ...part } : one)) })
  return (
    <fieldset className="trace-rule-list">
      <legend>{t('trace.making.inputs')}</legend>
      {says.inputs.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
        <div key={at} className="trace-rule-row">
          <Input
            aria-label={t('trace.making.input')}
            placeholder="(01)06901234001013(10)A1"
            value={one.item}
            onChange={(event) => change(at, { item: event.target.value })}
          />
          <InputNumber
            aria-label={t('trace.making.perPart')}
            min={0.000001}
            value={one.perPart}
            onChange={(perPart) => change(at, { perPart: perPart ?? 1 })}
          />
          <Input
            aria-label={t('trace.making.uom')}
            placeholder="KGM"
            maxLength={3}
            value={one.uom ?? ''}
            onChange={({ target }) => {
              const { uom: _, ...rest } = one
              const next = target.value.trim() === '' ? rest : { ...rest, uom: target.value.toUpperCase() }
              set({ inputs: says.inputs.map((other, index) => (index === at ? next : other)) })
            }}
          />
          <Button onClick={() => set({ inputs: says.inputs.filter((_, index) => index !== at) })}>
            {t('trace.making.remove')}
          </Button>
        </div>
      ))}
      <Button onClick={() => set({ inputs: [...says.inputs, { item: '', perPart: 1 }] })}>
        {t('trace.making.addInput')}
      </Button>
    </fieldset>
  )
}
