import { Allowed, ConfirmButton, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'

type Props = {
  /** The question before it is removed. */
  ask: string
  onEdit: () => void
  onRemove: () => Promise<unknown>
}

/** What those who may change it do with a row of a table. */
export function EditRemove({ ask, onEdit, onRemove }: Props) {
  const { t } = useWords()
  return (
    <Allowed may="factory.write">
      <Button type="link" size="small" onClick={onEdit}>
        {t('factory.action.edit')}
      </Button>
      <ConfirmButton
        type="link"
        size="small"
        danger
        title={ask}
        onConfirm={async () => void (await onRemove())}
      >
        {t('factory.shift.remove')}
      </ConfirmButton>
    </Allowed>
  )
}
