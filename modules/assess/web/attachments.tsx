import { Button, ConfirmButton, lazyPart, useApi, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { assess } from '../contract.ts'
import type { Question, RunDetail } from './types.ts'

const AttachDialog = lazyPart(() => import('./attach-dialog.tsx').then((file) => file.AttachDialog))

/** Papers of a question. */
export function Attachments({ detail, question }: { detail: RunDetail; question: Question }) {
  const { t } = useWords()
  const api = useApi(assess)
  const [isAdding, setAdding] = useState(false)
  const remove = useMutation(api.tell.removeAttachment({ forgets: ['run'] }))
  const runId = detail.run.id
  const own = detail.attachments.filter((one) => one.question === question.code)
  return (
    <>
      {own.map((one) => (
        <span key={one.id}>
          <Button
            type="link"
            size="small"
            onClick={() => void api.download.attachment({ params: { runId, attachmentId: one.id } })}
          >
            {one.fileName}
          </Button>
          {detail.mayFill ? (
            <ConfirmButton
              title={t('assess.ask.removeAttachment', { name: one.fileName })}
              onConfirm={async () =>
                void (await remove.mutateAsync({ params: { runId, attachmentId: one.id } }))
              }
            >
              {t('assess.action.remove')}
            </ConfirmButton>
          ) : null}
        </span>
      ))}
      {detail.mayFill ? (
        <Button type="link" size="small" onClick={() => setAdding(true)}>
          {t('assess.action.attach')}
        </Button>
      ) : null}
      {isAdding ? (
        <Suspense>
          <AttachDialog runId={runId} question={question} onClose={() => setAdding(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
