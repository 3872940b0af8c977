import { useMay, useWords } from '@ronghe/kit/ui'
import { DatePicker, Input, Radio } from 'antd'
import dayjs from 'dayjs'
import type { Finding } from '../recall/contract.ts'
import { MachineChoice } from './machine-choice.tsx'

type Props = { finding: Finding; onChange: (finding: Finding) => void }

/** Stands outside of the form, which would draw its parts one by one. */
export const findingFields = Object.fromEntries(
  ['kind', 'things', 'equipmentId', 'from', 'until'].map((name) => [`finding.${name}`, { hidden: true }]),
)

/** What was found: things by their codes, one a line, or whatever a machine made in a span. */
export function FindingField({ finding, onChange }: Props) {
  const { t } = useWords()
  const may = useMay()
  const set = (change: Partial<Finding>) => onChange({ ...finding, ...change })
  const setMoment = (name: 'from' | 'until', at: string | undefined) => {
    const { [name]: _, ...others } = finding
    onChange(at ? { ...others, [name]: at } : others)
  }
  return (
    <div className="trace-finding">
      <Radio.Group
        value={finding.kind}
        onChange={(event) => onChange({ kind: event.target.value })}
        options={[
          { value: 'things', label: t('trace.finding.things') },
          ...(may('factory.read') ? [{ value: 'machine', label: t('trace.finding.machine') }] : []),
        ]}
      />
      {finding.kind === 'things' ? (
        <Input.TextArea
          rows={4}
          aria-label={t('trace.finding.things')}
          placeholder={t('trace.finding.hint')}
          value={(finding.things ?? []).join('\n')}
          onChange={(event) => set({ things: event.target.value.split('\n') })}
          onBlur={() => set({ things: (finding.things ?? []).map((one) => one.trim()).filter(Boolean) })}
        />
      ) : (
        <MachineChoice value={finding.equipmentId} onChange={(equipmentId) => set({ equipmentId })} />
      )}
      <div className="trace-finding-span">
        <Moment
          label={t('trace.finding.from')}
          value={finding.from}
          onChange={(at) => setMoment('from', at)}
        />
        {finding.kind === 'machine' ? (
          <Moment
            label={t('trace.finding.until')}
            value={finding.until}
            onChange={(at) => setMoment('until', at)}
          />
        ) : null}
      </div>
    </div>
  )
}

type MomentProps = { label: string; value: string | undefined; onChange: (at: string | undefined) => void }

function Moment({ label, value, onChange }: MomentProps) {
  return (
    <DatePicker
      showTime
      aria-label={label}
      placeholder={label}
      value={value ? dayjs(value) : null}
      onChange={(at) => onChange(at?.toISOString())}
    />
  )
}
