import { FormDialog, useGo, useWords } from '@ronghe/kit/ui'
import { governance } from '../contract.ts'
import { ConditionsField } from './conditions-field.tsx'

/** A new programme; amounts are typed in yuan. */
export function ProgrammeForm({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const go = useGo()
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
        conditions: { wide: true, render: (props) => <ConditionsField {...props} /> },
      }}
      prepare={(body) => ({
        ...body,
        budgetFen: Math.round(Number(body.budgetFen) * 100),
        capFen: Math.round(Number(body.capFen) * 100),
      })}
      onDone={({ id }) => go(`/governance/programmes/${id}`)}
    />
  )
}
