import { FormDialog, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'

/** The limits, in working days, from which the lights follow. */
export function SupervisionRules({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const rules = useQuery(useApi(governance).ask.supervisionRules({}))
  if (!rules.data) return null
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('governance.item.rules')}
      contract={governance}
      route="changeSupervisionRules"
      initial={rules.data}
    />
  )
}
