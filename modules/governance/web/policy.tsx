import {
  ConfirmButton,
  Facts,
  Page as Frame,
  Link,
  Loaded,
  Panel,
  SampleTag,
  Stack,
  say,
  Time,
  useApi,
  useMay,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import { AddFile } from './add-file.tsx'
import './governance.css'
import { JudgedTable } from './judged-table.tsx'
import { PolicyForm } from './policy-form.tsx'
import { Fits, Force } from './policy-state.tsx'

export type Policy = Awaited<ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['policy']>>

/** A policy or notice: its text, from when until when, its files, and whom it is meant for. */
export function Page() {
  const { policyId } = useParams('policyId')
  const asked = useQuery(useApi(governance).ask.policy({ params: { policyId } }))
  return <Loaded ask={asked}>{(policy) => <Detail policy={policy} />}</Loaded>
}

function Detail({ policy }: { policy: Policy }) {
  const { t, name } = useWords()
  const isFirm = useMay()('governance.apply')
  return (
    <Frame
      title={name({ nameZh: policy.titleZh, nameEn: policy.titleEn })}
      breadcrumbs={[{ title: t('governance.page.policies'), to: '/governance/policies' }]}
      tags={
        <>
          <Force row={policy} /> {isFirm ? <Fits fits={policy.fits} /> : null}{' '}
          {policy.isSample ? <SampleTag /> : null}
        </>
      }
      actions={policy.isOurs ? <Actions policy={policy} /> : null}
    >
      <Stack>
        <About policy={policy} />
        <Panel title={t('governance.policy.text')}>
          {policy.reason ? (
            <p>
              <strong>{t('governance.policy.withdrawnFor', { reason: policy.reason })}</strong>
            </p>
          ) : null}
          <p className="governance-text">{name({ nameZh: policy.textZh, nameEn: policy.textEn })}</p>
        </Panel>
        <Panel title={t('governance.policy.whom')}>
          {policy.conditions.length === 0 ? (
            <p>{t('governance.policy.everybody')}</p>
          ) : (
            <JudgedTable rows={policy.conditions} />
          )}
        </Panel>
        <Files policy={policy} />
      </Stack>
    </Frame>
  )
}

function About({ policy }: { policy: Policy }) {
  const { t, name } = useWords()
  const { programme } = policy
  return (
    <Panel>
      <Facts
        items={[
          { label: t('governance.policy.number'), value: policy.number || '–' },
          {
            label: t('governance.column.policyKind'),
            value: t(`governance.value.policyKind.${policy.kind}`),
          },
          {
            label: t('governance.column.issuer'),
            value: name({ nameZh: policy.issuerZh, nameEn: policy.issuerEn }),
          },
          { label: t('governance.column.issuedOn'), value: policy.issuedOn },
          { label: t('governance.column.validUntil'), value: policy.validUntil ?? '–' },
          {
            label: t('governance.policy.programme'),
            value: programme ? (
              <Link to={`/governance/programmes/${programme.id}`}>
                {name({ nameZh: programme.titleZh, nameEn: programme.titleEn })}
              </Link>
            ) : (
              '–'
            ),
          },
          ...(policy.source
            ? [
                {
                  label: t('governance.policy.source'),
                  value: (
                    <a href={policy.source} rel="noreferrer noopener" target="_blank">
                      {policy.source}
                    </a>
                  ),
                  wide: true,
                },
              ]
            : []),
        ]}
      />
    </Panel>
  )
}

/** The files of the original, each with the hash of its content. */
function Files({ policy }: { policy: Policy }) {
  const { t } = useWords()
  const api = useApi(governance)
  const canAdd = policy.isOurs && policy.state === 'draft'
  if (policy.files.length === 0 && !canAdd) return null
  return (
    <Panel
      title={t('governance.policy.files')}
      extra={
        canAdd ? (
          <AddFile
            route="addPolicyFile"
            params={{ policyId: policy.id }}
            onDone={() => api.forget('policy')}
          />
        ) : undefined
      }
    >
      {policy.files.length === 0 ? <p>{t('governance.policy.noFiles')}</p> : null}
      <ul className="governance-trail">
        {policy.files.map((file) => (
          <li key={file.id}>
            <Button
              type="link"
              size="small"
              onClick={() =>
                void api.download.policyFile({ params: { policyId: policy.id, fileId: file.id } })
              }
            >
              {file.name}
            </Button>{' '}
            <Time at={file.at} as="day" /> <code title={file.hash}>{file.hash.slice(0, 12)}…</code>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Actions({ policy }: { policy: Policy }) {
  const { t } = useWords()
  const [isEditing, setEditing] = useState(false)
  const move = useMutation(useApi(governance).tell.movePolicy({ forgets: '*' }))
  const { version } = policy
  async function to(state: 'published' | 'withdrawn', reason?: string): Promise<void> {
    const body = { state, version, ...(reason ? { reason } : {}) }
    await move.mutateAsync({ params: { policyId: policy.id }, body })
    say.done('governance.item.done')
  }
  if (policy.state === 'withdrawn') return null
  if (policy.state === 'published')
    return (
      <ConfirmButton
        may="governance.fund"
        danger
        reason
        title={t('governance.policy.askWithdraw')}
        onConfirm={(reason) => to('withdrawn', reason)}
      >
        {t('governance.policy.withdraw')}
      </ConfirmButton>
    )
  return (
    <>
      <Button onClick={() => setEditing(true)}>{t('governance.policy.edit')}</Button>{' '}
      <ConfirmButton
        may="governance.fund"
        title={t('governance.policy.askPublish')}
        onConfirm={() => to('published')}
      >
        {t('governance.policy.publish')}
      </ConfirmButton>
      {isEditing ? <PolicyForm policy={policy} onClose={() => setEditing(false)} /> : null}
    </>
  )
}
