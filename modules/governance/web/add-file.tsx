import { UploadForm, useWords } from '@ronghe/kit/ui'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'

type AddFileProps = { onDone(): void } & (
  | { route: 'addItemFile'; params: { itemId: string } }
  | { route: 'addAppealFile'; params: { appealId: string } }
  | { route: 'addPolicyFile'; params: { policyId: string } }
)

/** A button that opens the dialog by which a file is put beside something. */
export function AddFile({ route, params, onDone }: AddFileProps) {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('governance.action.addFile')}
      </Button>
      <Modal
        open={isOpen}
        footer={null}
        title={t('governance.action.addFile')}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <UploadForm
          contract={governance}
          route={route}
          params={params}
          onDone={() => {
            setOpen(false)
            onDone()
          }}
        />
      </Modal>
    </>
  )
}
