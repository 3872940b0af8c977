import {
  Facts,
  FormDialog,
  Page as Frame,
  HistoryDrawer,
  Loaded,
  Panel,
  Quantity,
  SampleTag,
  SimpleTable,
  StatusTag,
  Time,
  useApi,
  useMay,
  useMe,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { trace } from '../../contract.ts'
import { DocumentsOf } from './documents-of.tsx'
import { fieldsOf, hiddenFor, type Master } from './fields.ts'

/** One product, place or party: what is said of it, in which languages, with its papers. */
export function Page() {
  const { masterId } = useParams('masterId')
  const api = useApi(trace)
  const master = useQuery(api.ask.master({ params: { masterId } }))
  return <Loaded ask={master}>{(data) => <Entry master={data} />}</Loaded>
}

function Entry({ master }: { master: Master }) {
  const { t } = useWords()
  const may = useMay()
  const me = useMe()
  const [open, setOpen] = useState<'edit' | 'history' | null>(null)
  const mayChange = may('trace.capture') && me.organisation?.id === master.organisationId
  return (
    <Frame
      title={master.name}
      subtitle={master.identifier}
      breadcrumbs={[{ title: t('trace.page.masters'), to: '/trace/masters' }]}
      tags={
        <>
          <StatusTag
            tone={master.state === 'active' ? 'success' : 'neutral'}
            text={t(`trace.value.state.${master.state}`)}
          />
          {master.isSample ? <SampleTag /> : null}
        </>
      }
      actions={
        <>
          <Button onClick={() => setOpen('history')}>{t('trace.master.history')}</Button>
          {mayChange ? (
            <Button type="primary" onClick={() => setOpen('edit')}>
              {t('trace.master.edit')}
            </Button>
          ) : null}
        </>
      }
    >
      <Panel title={t(`trace.value.kind.${master.kind}`)}>
        <Facts items={factsOf(master, t)} />
      </Panel>
      <Texts master={master} mayChange={mayChange} />
      <DocumentsOf about={master.key} mayChange={mayChange} />
      <Edit master={master} open={open === 'edit'} onClose={() => setOpen(null)} />
      {open === 'history' ? <Versions master={master} onClose={() => setOpen(null)} /> : null}
    </Frame>
  )
}

function factsOf(master: Master, t: (key: string) => string) {
  const shown = fieldsOf[master.kind].filter((field) => field !== 'unit' && field !== 'addressEn')
  const valueFor = (field: (typeof shown)[number]) => {
    if (field === 'netContent')
      return master.netContent === undefined ? null : (
        <Quantity value={master.netContent} unit={master.unit ?? ''} />
      )
    if (field === 'placeKind') return master.placeKind ? t(`trace.value.placeKind.${master.placeKind}`) : null
    return master[field as 'brand'] ?? null
  }
  return [
    { label: t('trace.column.identifier'), value: master.identifier },
    ...shown.map((field) => ({ label: t(`trace.column.${field}`), value: valueFor(field) ?? '–' })),
    { label: t('trace.column.version'), value: master.version },
    { label: t('trace.column.changedAt'), value: <Time at={master.changedAt} /> },
    { label: t('trace.column.changedBy'), value: master.changedBy ?? '–' },
  ]
}

function Texts({ master, mayChange }: { master: Master; mayChange: boolean }) {
  const { t } = useWords()
  const api = useApi(trace)
  const [text, setText] = useState<Master['texts'][number] | null>(null)
  return (
    <Panel title={t('trace.master.texts')}>
      <SimpleTable
        caption={t('trace.master.texts')}
        rowKey="language"
        rows={master.texts}
        columns={[
          {
            key: 'language',
            title: t('trace.column.language'),
            render: ({ language }) => t(`trace.value.language.${language}`),
          },
          {
            key: 'name',
            title: t('trace.field.name'),
            render: ({ name, language }) => <span lang={language}>{name || '–'}</span>,
          },
          {
            key: 'description',
            title: t('trace.field.description'),
            render: ({ description, language }) => <span lang={language}>{description}</span>,
          },
          {
            key: 'address',
            title: t('trace.field.address'),
            render: ({ address, language }) => <span lang={language}>{address}</span>,
          },
          {
            key: 'edit',
            title: '',
            render: (row) =>
              mayChange ? (
                <Button type="link" size="small" onClick={() => setText(row)}>
                  {t('trace.master.translate')}
                </Button>
              ) : null,
          },
        ]}
      />
      {text ? (
        <FormDialog
          open
          title={t(`trace.value.language.${text.language}`)}
          onClose={() => setText(null)}
          contract={trace}
          route="translateMaster"
          input={{ params: { masterId: master.id, language: text.language } }}
          initial={{ name: text.name, description: text.description, address: text.address }}
          fields={{ description: { control: 'longText' } }}
          onDone={() => api.forget()}
        />
      ) : null}
    </Panel>
  )
}

function Edit({ master, open, onClose }: { master: Master; open: boolean; onClose: () => void }) {
  const { t } = useWords()
  const api = useApi(trace)
  const zh = master.texts.find(({ language }) => language === 'zh')
  const en = master.texts.find(({ language }) => language === 'en')
  const { brand, model, category, netContent, unit, origin, shelfLifeDays, placeKind } = master
  const { regionCode, latitude, longitude, creditCode, website, phone, email, state, version } = master
  const given = {
    ...{ name: zh?.name ?? '', nameEn: en?.name, description: zh?.description, address: zh?.address },
    ...{ descriptionEn: en?.description, addressEn: en?.address },
    ...{ brand, model, category, netContent, unit, origin, shelfLifeDays, placeKind, regionCode },
    ...{ latitude, longitude, creditCode, website, phone, email, state, version },
  }
  const known = Object.entries(given).filter(([, value]) => value !== undefined && value !== '')
  return (
    <FormDialog
      open={open}
      title={t('trace.master.edit')}
      onClose={onClose}
      contract={trace}
      route="changeMaster"
      input={{ params: { masterId: master.id } }}
      initial={Object.fromEntries(known)}
      fields={{ ...hiddenFor(master.kind), version: { hidden: true } }}
      order={['name', 'nameEn']}
      onDone={() => api.forget()}
    />
  )
}

function Versions({ master, onClose }: { master: Master; onClose: () => void }) {
  const { t } = useWords()
  const api = useApi(trace)
  const history = useQuery(api.ask.masterHistory({ params: { masterId: master.id } }))
  const rows = history.data?.rows ?? []
  const flat = (row: (typeof rows)[number] | undefined) =>
    row && {
      ...row.fields,
      state: t(`trace.value.state.${row.state}`),
      ...Object.fromEntries(
        row.texts
          .filter(({ name }) => name)
          .map(({ language, ...text }) => [
            t(`trace.value.language.${language}`),
            Object.values(text).filter(Boolean).join(' · '),
          ]),
      ),
    }
  return (
    <HistoryDrawer
      open
      onClose={onClose}
      title={t('trace.master.history')}
      loading={history.isPending}
      error={history.error}
      nameOf={(field) => (/^[a-z]/.test(field) ? t(`trace.column.${field}`) : field)}
      entries={rows.map((row, at) => ({
        id: String(row.version),
        at: row.at,
        who: row.personName ?? '–',
        what: `${t('trace.column.version')} ${row.version}`,
        before: flat(rows[at + 1]),
        after: flat(row),
      }))}
    />
  )
}
