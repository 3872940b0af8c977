import {
  Facts,
  Page as Frame,
  Link,
  Loaded,
  Panel,
  SampleTag,
  Stack,
  useApi,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { QRCode } from 'antd'
import { assess } from '../contract.ts'
import { DueDay, Status } from './parts.tsx'
import './assess.css'

/** A certificate as anybody verifies it, with a code that leads here. */
export function Page() {
  const { t, name } = useWords()
  const { number } = useParams('number')
  const asked = useQuery(useApi(assess).ask.certificate({ params: { number } }))
  return (
    <Loaded ask={asked}>
      {(one) => (
        <Frame
          title={one.number}
          breadcrumbs={[{ title: t('assess.page.certificates'), to: '/assess/certificates' }]}
          tags={
            <>
              <Status value={one.status} /> {one.isSample ? <SampleTag /> : null}
            </>
          }
        >
          <Stack>
            <Panel title={t('assess.page.certificate')}>
              <p className="r-muted">{t('assess.certificate.verified')}</p>
              <Facts
                items={[
                  { label: t('assess.column.procedure'), value: name(one) },
                  { label: t('assess.column.holder'), value: one.holder },
                  { label: t('assess.column.issuedOn'), value: one.issuedOn },
                  { label: t('assess.column.validUntil'), value: one.validUntil },
                  {
                    label: t('assess.column.reviewDueOn'),
                    value: one.reviewDueOn ? <DueDay certificate={one} /> : null,
                  },
                  { label: t('assess.column.status'), value: <Status value={one.status} /> },
                  ...(one.reason
                    ? [{ label: t('assess.column.reason'), value: one.reason, wide: true }]
                    : []),
                  ...(one.replacedBy
                    ? [
                        {
                          label: t('assess.value.status.replaced'),
                          value: <Link to={`/assess/certificates/${one.replacedBy}`}>{one.replacedBy}</Link>,
                        },
                      ]
                    : []),
                ]}
              />
            </Panel>
            <Panel title={t('assess.certificate.code')}>
              <QRCode
                aria-label={t('assess.certificate.code')}
                value={window.location.href}
                bgColor="#ffffff"
                color="#000000"
              />
            </Panel>
          </Stack>
        </Frame>
      )}
    </Loaded>
  )
}
