import { ConfirmButton, say, useApi, useGo, useMay, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { governance } from '../contract.ts'
import type { Appraisal } from './appraisal.tsx'

const nextActs = {
  drafted: ['submit'],
  issued: ['compute'],
  computed: ['compute', 'show'],
  shown: ['close'],
} as const

/** What the appraiser and its leader may do at this step. */
export function AppraisalActions({ one }: { one: Appraisal }) {
  const may = useMay()
  return (
    <>
      {may('governance.supervise') ? <Owner one={one} /> : null}
      {one.isOurs && may('governance.approve') ? <Leader one={one} /> : null}
    </>
  )
}

function Owner({ one }: { one: Appraisal }) {
  const { t } = useWords()
  const go = useGo()
  const act = useMutation(useApi(governance).tell.moveAppraisal({}))
  const acts = nextActs[one.state as keyof typeof nextActs] ?? []
  const isEarly = ['drafted', 'submitted', 'issued', 'computed'].includes(one.state)
  async function run(action: (typeof acts)[number] | 'withdraw', comment?: string) {
    const body = { action, version: one.version, ...(comment ? { comment } : {}) }
    await act.mutateAsync({ params: { appraisalId: one.id }, body })
    say.done('governance.item.done')
  }
  return (
    <>
      <Button onClick={() => go(`/governance/appraisals/new?from=${one.id}`)}>
        {t('governance.appraisal.do.copy')}
      </Button>
      {one.isOurs && one.state === 'drafted' ? (
        <Button onClick={() => go(`/governance/appraisals/new?edit=${one.id}`)}>
          {t('governance.appraisal.do.edit')}
        </Button>
      ) : null}
      {one.isOurs && isEarly ? (
        <ConfirmButton
          danger
          reason
          title={t('governance.appraisal.ask.withdraw')}
          onConfirm={(reason) => run('withdraw', reason)}
        >
          {t('governance.appraisal.do.withdraw')}
        </ConfirmButton>
      ) : null}
      {one.isOurs
        ? acts.map((action) => (
            <ConfirmButton
              key={action}
              type={action === acts.at(-1) ? 'primary' : 'default'}
              title={t(`governance.appraisal.ask.${action}`)}
              onConfirm={() => run(action)}
            >
              {t(`governance.appraisal.do.${action}`)}
            </ConfirmButton>
          ))
        : null}
    </>
  )
}

function Leader({ one }: { one: Appraisal }) {
  const { t } = useWords()
  const api = useApi(governance)
  const decide = useMutation(api.tell.decideAppraisal({}))
  const publish = useMutation(api.tell.publishAppraisal({}))
  const params = { appraisalId: one.id }
  async function run(decision: 'approve' | 'return', comment?: string) {
    const body = { decision, version: one.version, ...(comment ? { comment } : {}) }
    await decide.mutateAsync({ params, body })
    say.done('governance.item.done')
  }
  if (one.state === 'final') {
    const word = one.isPublished ? 'unpublish' : 'publish'
    return (
      <ConfirmButton
        title={t(`governance.appraisal.ask.${word}`)}
        onConfirm={async () => {
          await publish.mutateAsync({ params, body: { isPublished: !one.isPublished, version: one.version } })
          say.done('governance.item.done')
        }}
      >
        {t(`governance.appraisal.do.${word}`)}
      </ConfirmButton>
    )
  }
  if ((one.state !== 'submitted' && one.state !== 'closing') || one.isDraftedByMe) return null
  return (
    <>
      <ConfirmButton
        danger
        reason
        title={t('governance.appraisal.ask.return')}
        onConfirm={(reason) => run('return', reason)}
      >
        {t('governance.appraisal.do.return')}
      </ConfirmButton>
      <ConfirmButton
        type="primary"
        title={t('governance.appraisal.ask.approve')}
        onConfirm={() => run('approve')}
      >
        {t('governance.appraisal.do.approve')}
      </ConfirmButton>
    </>
  )
}
