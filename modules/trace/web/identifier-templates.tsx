import {
  Allowed,
  Page as Frame,
  Loaded,
  Panel,
  SampleTag,
  SimpleTable,
  Stack,
  say,
  Time,
  useApi,
  useMay,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Tag } from 'antd'
import { useState } from 'react'
import { trace } from '../contract.ts'
import type { Template } from '../identifier/contract.ts'
import { Fields, Preview } from './identifier-fields.tsx'
import { Field } from './rule-fields.tsx'
import { exportTemplate, ImportTemplate } from './template-file.tsx'
import { useTemplateTitle } from './template-title.ts'
import './trace.css'

/** Which attributes identifiers of the national scheme have, in versions, with who may read them. */
export function Page() {
  const { t } = useWords()
  const titleOf = useTemplateTitle()
  const may = useMay()
  const [chosen, choose] = useSearchState('template', 'product')
  const templates = useQuery(useApi(trace).ask.identifierTemplates({}))
  return (
    <Frame
      title={t('trace.page.identifierTemplates')}
      breadcrumbs={[{ title: t('trace.page.identifiers'), to: '/trace/identifiers' }]}
    >
      <Loaded ask={templates}>
        {({ rows }) => {
          const found = rows.find(({ name }) => name === chosen)
          return (
            <Stack>
              <Panel title={t('trace.template.list')}>
                <div className="trace-actions">
                  {rows.map((one) => (
                    <Button
                      key={one.name}
                      type={one.name === chosen ? 'primary' : 'default'}
                      onClick={() => choose(one.name)}
                    >
                      {titleOf(one)}
                    </Button>
                  ))}
                  {may('trace.rule') ? (
                    <Button type="dashed" onClick={() => choose('new')}>
                      {t('trace.template.new')}
                    </Button>
                  ) : null}
                </div>
              </Panel>
              <Editor
                key={found ? `${found.name} ${found.version}` : 'new'}
                template={found ?? blank}
                open={choose}
              />
            </Stack>
          )
        }}
      </Loaded>
    </Frame>
  )
}

const blank: Template = {
  ...{ name: '', title: '', titleEn: null, version: 0, isBuiltIn: false, isSample: false, note: null },
  fields: [{ name: 'name', title: '', type: 'text', isRequired: true, audience: 'public' }],
  ...{ changedAt: null, changedBy: null },
}

function Editor({ template, open }: { template: Template; open: (name: string) => void }) {
  const { t } = useWords()
  const api = useApi(trace)
  const [draft, setDraft] = useState(() => titled(template, (name) => t(`trace.column.${name}`)))
  const [note, setNote] = useState('')
  const set = (part: Partial<Template>) => setDraft({ ...draft, ...part })
  const isWhole =
    draft.title.trim() !== '' &&
    /^[a-z][a-zA-Z0-9]{1,39}$/.test(draft.name) &&
    draft.fields.every(({ name, title }) => name.trim() !== '' && title.trim() !== '')
  async function save(): Promise<void> {
    const { title, titleEn, fields } = draft
    try {
      await api.call.saveIdentifierTemplate({
        params: { templateName: draft.name },
        body: {
          ...{ title, fields, version: template.version, ...(note ? { note } : {}) },
          ...(titleEn ? { titleEn } : {}),
        },
      })
      say.done('trace.template.saved')
      api.forget()
      open(draft.name)
    } catch (error) {
      say.fault(error)
    }
  }
  return (
    <>
      <Panel
        title={<Head template={template} />}
        extra={
          <div className="trace-actions">
            <Button onClick={() => exportTemplate(draft)}>{t('trace.template.export')}</Button>
            <Allowed may="trace.rule">
              <ImportTemplate
                put={(part) => set(template.name === '' ? part : { ...part, name: template.name })}
              />
            </Allowed>
          </div>
        }
      >
        <Titles draft={draft} set={set} isNew={template.name === ''} />
        <Fields fields={draft.fields} change={(fields) => set({ fields })} />
        <Save note={note} setNote={setNote} isWhole={isWhole} save={save} />
      </Panel>
      <Preview fields={draft.fields} />
      {template.version > 0 ? (
        <Versions name={template.name} load={(one) => setDraft({ ...one, version: template.version })} />
      ) : null}
    </>
  )
}

type TitlesProps = { draft: Template; set: (part: Partial<Template>) => void; isNew: boolean }

function Titles({ draft, set, isNew }: TitlesProps) {
  const { t } = useWords()
  return (
    <div className="trace-rule-fields">
      <Field label={t('trace.template.name')}>
        <Input
          disabled={!isNew}
          maxLength={40}
          value={draft.name}
          onChange={({ target }) => set({ name: target.value.trim() })}
        />
      </Field>
      <Field label={t('trace.template.title')}>
        <Input maxLength={60} value={draft.title} onChange={({ target }) => set({ title: target.value })} />
      </Field>
      <Field label={t('trace.template.titleEn')}>
        <Input
          maxLength={60}
          value={draft.titleEn ?? ''}
          onChange={({ target }) => set({ titleEn: target.value || null })}
        />
      </Field>
    </div>
  )
}

type SaveProps = {
  note: string
  setNote: (note: string) => void
  isWhole: boolean
  save: () => Promise<void>
}

function Save({ note, setNote, isWhole, save }: SaveProps) {
  const { t } = useWords()
  return (
    <Allowed may="trace.rule">
      <div className="trace-rule-save">
        <Input
          aria-label={t('trace.template.note')}
          placeholder={t('trace.template.note')}
          maxLength={300}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
        <Button type="primary" disabled={!isWhole} onClick={() => void save()}>
          {t('trace.template.save')}
        </Button>
      </div>
    </Allowed>
  )
}

/** Those of the house have no titles of their own: the words of the list stand for them. */
function titled(template: Template, word: (name: string) => string): Template {
  if (!template.isBuiltIn) return template
  const fields = template.fields.map((field) => ({ ...field, title: word(field.name) }))
  return { ...template, fields }
}

function Head({ template }: { template: Template }) {
  const { t } = useWords()
  const titleOf = useTemplateTitle()
  if (template.name === '') return <>{t('trace.template.new')}</>
  return (
    <>
      {titleOf(template)}{' '}
      {template.isBuiltIn ? (
        <Tag>{t('trace.template.builtIn')}</Tag>
      ) : (
        <Tag>{t('trace.template.version', { version: template.version })}</Tag>
      )}
      {template.isSample ? <SampleTag /> : null}
    </>
  )
}

function Versions({ name, load }: { name: string; load: (template: Template) => void }) {
  const { t } = useWords()
  const versions = useQuery(useApi(trace).ask.identifierTemplate({ params: { templateName: name } }))
  return (
    <Panel title={t('trace.template.versions')}>
      <Loaded ask={versions}>
        {({ rows }) => (
          <SimpleTable
            caption={t('trace.template.versions')}
            rowKey="version"
            rows={rows.filter(({ isBuiltIn }) => !isBuiltIn)}
            columns={[
              { key: 'version', title: '#', render: ({ version }) => version },
              {
                key: 'changedAt',
                title: t('trace.column.changedAt'),
                render: ({ changedAt }) => (changedAt ? <Time at={changedAt} /> : '–'),
              },
              { key: 'changedBy', title: t('trace.column.changedBy'), render: (one) => one.changedBy ?? '–' },
              { key: 'fields', title: t('trace.template.fields'), render: ({ fields }) => fields.length },
              { key: 'note', title: t('trace.template.note'), render: (one) => one.note ?? '–' },
              {
                key: 'load',
                title: '',
                render: (one) => (
                  <Button size="small" onClick={() => load(one)}>
                    {t('trace.template.load')}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  )
}
