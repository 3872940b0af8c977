import {
  Allowed,
  Facts,
  FormDialog,
  Page as Frame,
  Grid,
  Loaded,
  Nothing,
  Panel,
  SampleTag,
  SimpleTable,
  Stack,
  StatusTag,
  useApi,
  useSearch,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button, QRCode, Segmented, Space } from 'antd'
import { useState } from 'react'
import { type Passport, trace } from '../contract.ts'
import { FindBox } from './find-box.tsx'
import { readable } from './parts.tsx'
import { ImportPassport } from './passport-import.tsx'
import './trace.css'

type SeenAs = Passport['seenAs']

/** The digital product passport of a product, lot or item, as each audience sees it. */
export function Page() {
  const { t } = useWords()
  const id = String(useSearch().id ?? '')
  if (id) return <One id={id} />
  return (
    <Frame title={t('trace.page.passport')}>
      <Stack>
        <Panel title={t('trace.passport.find')}>
          <FindBox to="/trace/passport" />
        </Panel>
        <Allowed may="trace.capture">
          <ImportPassport />
        </Allowed>
      </Stack>
    </Frame>
  )
}

function One({ id }: { id: string }) {
  const { t } = useWords()
  const [as, setAs] = useState<SeenAs | null>(null)
  const passport = useQuery(useApi(trace).ask.passport({ query: { id, ...(as ? { seenAs: as } : {}) } }))
  return (
    <Frame
      title={t('trace.page.passport')}
      subtitle={readable(id)}
      breadcrumbs={[{ title: t('trace.page.story'), to: `/trace/story?id=${encodeURIComponent(id)}` }]}
      tags={passport.data?.isSample ? <SampleTag /> : null}
      actions={<Downloads id={id} seenAs={as} />}
    >
      <Loaded ask={passport}>{(data) => <Shown passport={data} seenAs={as} setSeenAs={setAs} />}</Loaded>
    </Frame>
  )
}

function Downloads({ id, seenAs }: { id: string; seenAs: SeenAs | null }) {
  const { t } = useWords()
  const api = useApi(trace)
  const query = { id, ...(seenAs ? { seenAs } : {}) }
  return (
    <>
      {(['json', 'aasx'] as const).map((kind) => (
        <Button
          key={kind}
          onClick={() => void api.download.passportFile({ query: { ...query, package: kind } })}
        >
          {t(`trace.passport.${kind}`)}
        </Button>
      ))}
    </>
  )
}

const below: Readonly<Record<SeenAs, readonly SeenAs[]>> = {
  public: ['public'],
  partner: ['partner', 'public'],
  authority: ['authority', 'partner', 'public'],
  own: ['own', 'authority', 'partner', 'public'],
}

type ShownProps = { passport: Passport; seenAs: SeenAs | null; setSeenAs: (one: SeenAs) => void }

function Shown({ passport, setSeenAs }: ShownProps) {
  const { t } = useWords()
  const [most] = useState(passport.seenAs)
  return (
    <Stack>
      <Panel title={t('trace.passport.seenAs')}>
        <Segmented
          value={passport.seenAs}
          onChange={setSeenAs}
          options={below[most].map((value) => ({ value, label: t(`trace.passport.as.${value}`) }))}
        />
      </Panel>
      <Grid columns={{ phone: 1, tablet: 2, desktop: 2 }}>
        <Panel title={t('trace.passport.link')}>
          <Space wrap align="start">
            <QRCode
              value={passport.compressed}
              size={132}
              bgColor="#ffffff"
              color="#000000"
              aria-label={t('trace.passport.compressed')}
            />
            <Facts
              columns={1}
              items={[
                {
                  label: t('trace.passport.public'),
                  value: <a href={passport.publicUrl}>{passport.publicUrl}</a>,
                },
                { label: t('trace.passport.compressed'), value: passport.compressed },
              ]}
            />
          </Space>
        </Panel>
        <FootprintPanel passport={passport} />
      </Grid>
      {passport.submodels.map(({ name, rows }) => (
        <Panel key={name} title={t(`trace.passport.submodel.${name}`)}>
          <SimpleTable
            caption={t(`trace.passport.submodel.${name}`)}
            rowKey="path"
            rows={rows}
            columns={[
              {
                key: 'path',
                title: t('trace.passport.element'),
                render: ({ path }) => <span className="trace-wrap">{path}</span>,
              },
              {
                key: 'value',
                title: t('trace.passport.value'),
                render: ({ value }) => <span className="trace-wrap">{value}</span>,
              },
            ]}
          />
        </Panel>
      ))}
    </Stack>
  )
}

function FootprintPanel({ passport }: { passport: Passport }) {
  const { t } = useWords()
  const api = useApi(trace)
  const [isOpen, setOpen] = useState(false)
  const { footprint } = passport
  return (
    <Panel
      title={t('trace.passport.footprint')}
      extra={
        passport.mayImport ? (
          <Button onClick={() => setOpen(true)}>{t('trace.passport.declare')}</Button>
        ) : null
      }
    >
      {footprint ? (
        <Facts
          columns={1}
          items={[
            {
              label: t('trace.field.kilograms'),
              value: (
                <>
                  {t('trace.passport.amount', amountOf(footprint))}{' '}
                  <StatusTag tone="neutral" text={t('trace.passport.declared')} />
                </>
              ),
            },
            { label: t('trace.field.method'), value: footprint.method },
            { label: t('trace.field.phases'), value: footprint.phases.join(', ') },
            { label: t('trace.field.publishedOn'), value: footprint.publishedOn },
            { label: t('trace.column.validUntil'), value: footprint.validUntil ?? '–' },
          ]}
        />
      ) : (
        <Nothing text={t('trace.passport.noFootprint')} />
      )}
      <FormDialog
        open={isOpen}
        title={t('trace.passport.declare')}
        onClose={() => setOpen(false)}
        contract={trace}
        route="declareFootprint"
        initial={{ about: passport.id, quantity: '1', unit: 'C62', ...known(footprint) }}
        onDone={() => api.forget()}
      />
    </Panel>
  )
}

function known(footprint: Passport['footprint']) {
  if (!footprint) return {}
  const { changedAt: _, changedBy: __, validUntil, ...rest } = footprint
  return { ...rest, ...(validUntil ? { validUntil } : {}) }
}

function amountOf({ kilograms, quantity, unit }: NonNullable<Passport['footprint']>) {
  return { kilograms, quantity, unit }
}
