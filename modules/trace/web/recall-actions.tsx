import { ConfirmButton, Duration, Link, say, useApi, useMay, useMinute, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { trace } from '../contract.ts'
import type { Recall } from '../recall/contract.ts'
import { moved } from '../recall/steps.ts'

/** What the reader may do next with a recall. */
export function RecallActions({ recall }: { recall: Recall }) {
  const { t } = useWords()
  const may = useMay()
  const api = useApi(trace)
  const forgets = ['recall', 'recalls', 'recallItems', 'recallParties', 'recallTrail'] as const
  const freeze = useMutation(api.tell.freezeRecall({ forgets }))
  const notify = useMutation(api.tell.notifyRecall({ forgets }))
  const close = useMutation(api.tell.closeRecall({ forgets }))
  const input = { params: { recallId: recall.id }, body: { version: recall.version } }
  const isMine = recall.part === 'maker' && may('trace.recall')
  const can = (act: Parameters<typeof moved>[1]) => isMine && moved(recall.state, act) !== null
  const end = (isCancelled: boolean) => async (conclusion: string) => {
    await close.mutateAsync({ ...input, body: { ...input.body, conclusion, isCancelled } })
  }
  return (
    <>
      {recall.isDrill && recall.closedAt === null ? <Timer since={recall.openedAt} /> : null}
      {can('freeze') ? (
        <ConfirmButton
          type={recall.state === 'draft' ? 'primary' : 'default'}
          title={t('trace.recall.freezeAsk')}
          onConfirm={async () => {
            const { added } = await freeze.mutateAsync(input)
            say.done('trace.recall.frozenDone', { count: added })
          }}
        >
          {t(recall.state === 'draft' ? 'trace.recall.freeze' : 'trace.recall.extend')}
        </ConfirmButton>
      ) : null}
      {can('notify') ? (
        <ConfirmButton
          type={recall.state === 'frozen' ? 'primary' : 'default'}
          title={t(recall.isDrill ? 'trace.recall.notifyDrillAsk' : 'trace.recall.notifyAsk')}
          onConfirm={async () => {
            const { organisations } = await notify.mutateAsync(input)
            say.done('trace.recall.notifiedDone', { count: organisations })
          }}
        >
          {t(recall.state === 'frozen' ? 'trace.recall.notify' : 'trace.recall.notifyNew')}
        </ConfirmButton>
      ) : null}
      {can('close') ? (
        <ConfirmButton reason title={t('trace.recall.closeAsk')} onConfirm={end(false)}>
          {t('trace.recall.close')}
        </ConfirmButton>
      ) : null}
      {can('cancel') ? (
        <ConfirmButton reason danger title={t('trace.recall.cancelAsk')} onConfirm={end(true)}>
          {t('trace.recall.cancel')}
        </ConfirmButton>
      ) : null}
      <Link to={`/trace/recalls/${recall.id}/report`}>
        <Button>{t('trace.page.recallReport')}</Button>
      </Link>
    </>
  )
}

function Timer({ since }: { since: string }) {
  const { t } = useWords()
  const now = useMinute()
  const seconds = Math.max(0, (Number(now) - Date.parse(since)) / 1000)
  return (
    <span className="trace-timer">
      {t('trace.recall.running')} <Duration seconds={seconds} />
    </span>
  )
}
