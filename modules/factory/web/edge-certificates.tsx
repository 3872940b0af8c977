import type { Answer } from '@ronghe/kit/contract'
import {
  ConfirmButton,
  Loaded,
  Nothing,
  Panel,
  SimpleTable,
  Stack,
  StatusTag,
  saveBlob,
  Time,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { factory } from '../contract.ts'
import './cards.css'
import type { Edge } from './types.ts'

/** Certificates of OPC UA servers that the edge met, and its own, which those servers must trust. */
export function EdgeCertificates({ edge }: { edge: Edge }) {
  const { t } = useWords()
  const { certificates, decide } = useCertificates(edge)
  return (
    <Loaded ask={certificates}>
      {({ own, rows }) => (
        <Stack>
          <Panel title={t('factory.route.edgeCertificates')}>
            <p>{t('factory.certificate.how')}</p>
            {rows.length === 0 ? (
              <Nothing text={t('factory.certificate.none')} />
            ) : (
              <Servers rows={rows} decide={decide} />
            )}
          </Panel>
          <Own edge={edge} own={own} />
        </Stack>
      )}
    </Loaded>
  )
}

/** Those that nobody trusts yet, where a server was refused: trusting one goes on from there. */
export function UnknownCertificates({ edge, onTrusted }: { edge: Edge; onTrusted: () => void }) {
  const { t } = useWords()
  const { certificates, decide } = useCertificates(edge)
  const rows = (certificates.data?.rows ?? []).filter((one) => !one.isTrusted)
  if (rows.length === 0) return null
  const trust = (thumbprint: string, trusted: boolean) => async (reason: string) => {
    await decide(thumbprint, trusted)(reason)
    onTrusted()
  }
  return (
    <>
      <p>{t('factory.certificate.how')}</p>
      <Servers rows={rows} decide={trust} />
    </>
  )
}

function useCertificates(edge: Edge) {
  const api = useApi(factory)
  const params = { edgeId: edge.id }
  const certificates = useQuery({ ...api.ask.edgeCertificates({ params }), retry: false })
  const trust = useMutation(api.tell.trustCertificate({ forgets: ['edgeCertificates', 'oneEdge'] }))
  const decide = (thumbprint: string, trusted: boolean) => async (reason: string) =>
    void (await trust.mutateAsync({ params, body: { thumbprint, trusted, reason } }))
  return { certificates, decide }
}

type Answered = Answer<(typeof factory)['routes']['edgeCertificates']>

function Servers(props: {
  rows: Answered['rows']
  decide: (thumbprint: string, trusted: boolean) => (reason: string) => unknown
}) {
  const { t } = useWords()
  return (
    <div className="factory-cards">
      <SimpleTable
        caption={t('factory.route.edgeCertificates')}
        rowKey="thumbprint"
        columns={[
          { key: 'subject', title: t('factory.certificate.subject') },
          {
            key: 'thumbprint',
            title: t('factory.certificate.thumbprint'),
            render: ({ thumbprint }) => <code style={{ overflowWrap: 'anywhere' }}>{thumbprint}</code>,
          },
          {
            key: 'validTo',
            title: t('factory.certificate.validTo'),
            render: ({ validTo }) => <Time at={validTo} />,
          },
          {
            key: 'isTrusted',
            title: t('factory.column.state'),
            render: ({ isTrusted }) => (
              <StatusTag
                tone={isTrusted ? 'success' : 'warning'}
                text={t(isTrusted ? 'factory.certificate.trusted' : 'factory.certificate.unknown')}
              />
            ),
          },
          {
            key: 'action',
            title: '',
            render: ({ thumbprint, isTrusted }) => (
              <ConfirmButton
                reason
                danger={isTrusted}
                size="small"
                title={t(isTrusted ? 'factory.certificate.distrustAsk' : 'factory.certificate.trustAsk')}
                onConfirm={props.decide(thumbprint, !isTrusted)}
              >
                {t(isTrusted ? 'factory.certificate.distrust' : 'factory.certificate.trust')}
              </ConfirmButton>
            ),
          },
        ]}
        rows={props.rows}
      />
    </div>
  )
}

function Own({ edge, own }: { edge: Edge; own: Answered['own'] }) {
  const { t } = useWords()
  return (
    <Panel title={t('factory.certificate.own')}>
      {own.length === 0 ? (
        <Nothing text={t('factory.certificate.ownNone')} />
      ) : (
        own.map(({ thumbprint, subject, pem }) => (
          <p key={thumbprint} style={{ overflowWrap: 'anywhere' }}>
            {subject} <code>{thumbprint}</code>{' '}
            <Button size="small" onClick={() => saveBlob(new Blob([pem]), `ronghe-${edge.code}.pem`)}>
              {t('factory.certificate.download')}
            </Button>
          </p>
        ))
      )}
    </Panel>
  )
}
