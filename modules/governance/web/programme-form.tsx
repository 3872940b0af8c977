import { FormDialog, useGo, useWords } from '@ronghe/kit/ui'
import { InputNumber, Select } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import { modes } from '../funds/contract.ts'
import { ConditionsField } from './conditions-field.tsx'
import { ModeFields } from './mode-fields.tsx'
import { type Mode, termsParts } from './mode-parts.ts'

/** A new programme; amounts are typed in yuan. */
export function ProgrammeForm({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const go = useGo()
  const [mode, setMode] = useState<Mode>('grant')
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('governance.route.addProgramme')}
      contract={governance}
      route="addProgramme"
      initial={{ mode: 'grant', experts: 5, spreadMaxTenths: 200, shareBasisPoints: 2000, conditions: [] }}
      fields={{
        guideZh: { control: 'longText', wide: true },
        guideEn: { control: 'longText', wide: true },
        opensAt: { control: 'instant' },
        closesAt: { control: 'instant' },
        budgetFen: { unit: 'CNY' },
        capFen: { unit: 'CNY' },
        titleEn: { wide: true },
        shareBasisPoints: { render: (props) => <Scaled {...props} times={100} unit="%" /> },
        spreadMaxTenths: {
          render: (props) => <Scaled {...props} times={10} unit={t('governance.points')} />,
        },
        mode: {
          render: ({ id, onChange }) => (
            <Select
              {...(id ? { id } : {})}
              value={mode}
              options={modes.map((one) => ({ value: one, label: t(`governance.value.mode.${one}`) }))}
              onChange={(next: Mode) => {
                setMode(next)
                onChange?.(next)
              }}
            />
          ),
        },
        terms: {
          wide: true,
          hidden: mode === 'grant',
          render: (props) => <ModeFields {...props} mode={mode} parts={termsParts[mode]} />,
        },
        conditions: { wide: true, render: (props) => <ConditionsField {...props} /> },
      }}
      prepare={({ terms, ...body }) => ({
        ...body,
        ...(mode === 'grant' ? {} : { terms: { ...(terms as object), mode } }),
        budgetFen: Math.round(Number(body.budgetFen) * 100),
        capFen: Math.round(Number(body.capFen) * 100),
      })}
      onDone={({ id }) => go(`/governance/programmes/${id}`)}
    />
  )
}

type ScaledProps = { id?: string; value?: unknown; onChange?: (value: unknown) => void }

/** A number that is kept in hundredths or tenths and typed as people say it. */
function Scaled({ id, value, onChange, times, unit }: ScaledProps & { times: number; unit: string }) {
  return (
    <InputNumber
      {...(id ? { id } : {})}
      value={typeof value === 'number' ? value / times : null}
      min={0}
      precision={Math.log10(times)}
      suffix={unit}
      className="r-number-input"
      onChange={(next) => onChange?.(next === null ? undefined : Math.round(Number(next) * times))}
    />
  )
}
