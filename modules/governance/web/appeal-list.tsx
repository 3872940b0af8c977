import { FormDialog, StatusTag, Time, useApi, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import { AddFile } from './add-file.tsx'

type Appeal = Awaited<
  ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['appraisalAppeals']>
>['rows'][number]

/** Appeals with their decision, one below the other. */
export function AppealList({ rows }: { rows: readonly Appeal[] }) {
  return (
    <ul className="governance-trail">
      {rows.map((one) => (
        <li key={one.id}>
          {one.indicator ? <About kind={one.indicator} /> : null}
          {one.text} · {one.madeByName} · <Time at={one.madeAt} /> <AppealDecision one={one} />
          <AppealFiles one={one} />
        </li>
      ))}
    </ul>
  )
}

function About({ kind }: { kind: NonNullable<Appeal['indicator']> }) {
  const { t } = useWords()
  return <em>{t('governance.appraisal.about', { indicator: t(`governance.value.indicator.${kind}`) })} · </em>
}

/** What was decided and why; before that the leader's button. */
export function AppealDecision({ one }: { one: Appeal }) {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  if (one.decision !== null)
    return (
      <>
        <StatusTag
          tone={one.decision === 'upheld' ? 'success' : 'error'}
          text={t(`governance.value.decision.${one.decision}`)}
        />{' '}
        {[one.reason, one.decidedByName].filter(Boolean).join(' · ')}
      </>
    )
  if (!one.mayDecide) return <StatusTag tone="warning" text={t('governance.column.isOpen')} />
  return (
    <>
      <Button size="small" type="primary" onClick={() => setOpen(true)}>
        {t('governance.route.decideAppeal')}
      </Button>
      {isOpen ? (
        <FormDialog
          open
          onClose={() => setOpen(false)}
          title={t('governance.route.decideAppeal')}
          contract={governance}
          route="decideAppeal"
          input={{ params: { appealId: one.id } }}
          initial={{ decision: 'uphold' }}
          fields={{
            reason: { control: 'longText', wide: true },
            decision: {
              control: 'choice',
              options: (['uphold', 'refuse'] as const).map((value) => ({
                value,
                text: t(`governance.appraisal.${value}`),
              })),
            },
          }}
          order={['decision', 'reason', 'points']}
        />
      ) : null}
    </>
  )
}

/** Files beside the appeal; its own body adds some as long as it is open. */
export function AppealFiles({ one }: { one: Appeal }) {
  const api = useApi(governance)
  const params = { appealId: one.id }
  return (
    <div className="governance-actions">
      {one.files.map(({ id, name, hash }) => (
        <Button
          key={id}
          type="link"
          size="small"
          title={`SHA-256 ${hash}`}
          onClick={() => void api.download.appealFile({ params: { ...params, fileId: id } })}
        >
          {name}
        </Button>
      ))}
      {one.mayAttach ? <AddFile route="addAppealFile" params={params} onDone={() => api.forget()} /> : null}
    </div>
  )
}
