import type { Answer } from '@ronghe/kit/contract'
import {
  Allowed,
  ConfirmButton,
  FormDialog,
  Page as Frame,
  Link,
  ListView,
  Panel,
  SampleTag,
  SimpleTable,
  Stack,
  say,
  Time,
  useApi,
  useMay,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { trace } from '../contract.ts'
import type { IdentifierLine, Template } from '../identifier/contract.ts'
import { Describe } from './identifier-describe.tsx'
import { readable } from './parts.tsx'
import { useTemplateTitle } from './template-title.ts'

/** Identifiers of the national industrial internet: prefixes, registration, and the items they stand for. */
export function Page() {
  const { t } = useWords()
  const api = useApi(trace)
  const prefixes = useQuery(api.ask.identifierPrefixes({}))
  const templates = useQuery(api.ask.identifierTemplates({})).data?.rows ?? []
  const [isAdding, setAdding] = useState(false)
  const [edited, setEdited] = useState<IdentifierLine | null>(null)
  const rows = prefixes.data?.rows ?? []
  return (
    <Frame
      title={t('trace.page.identifiers')}
      actions={
        <>
          <Link to="/trace/identifier-templates">{t('trace.page.identifierTemplates')}</Link>
          <Allowed may="trace.capture">
            <Link to="/trace/identifiers/import">{t('trace.page.importIdentifiers')}</Link>
          </Allowed>
        </>
      }
    >
      <Stack>
        <Alert type="info" showIcon title={t('trace.identifier.unverified')} />
        <Prefixes rows={rows} onAdd={() => setAdding(true)} />
        <Allowed may="trace.capture">
          {rows.length > 0 ? (
            <Register prefixes={rows.map(({ prefix }) => prefix)} templates={templates} />
          ) : null}
        </Allowed>
        <Lines templates={templates} describe={setEdited} />
      </Stack>
      {edited ? (
        <Describe
          line={edited}
          template={templates.find(({ name }) => name === edited.template)}
          onClose={() => setEdited(null)}
        />
      ) : null}
      <FormDialog
        open={isAdding}
        title={t('trace.identifier.addPrefix')}
        onClose={() => setAdding(false)}
        contract={trace}
        route="addIdentifierPrefix"
        onDone={() => api.forget()}
      />
    </Frame>
  )
}

type LinesProps = { templates: readonly Template[]; describe: (line: IdentifierLine) => void }

function Lines({ templates, describe }: LinesProps) {
  const { t } = useWords()
  const titleOf = useTemplateTitle()
  const may = useMay()
  return (
    <ListView
      contract={trace}
      route="identifiers"
      rowKey="identifier"
      filters={[
        {
          key: 'template',
          options: templates.map((one) => ({ value: one.name, text: titleOf(one) })),
        },
        'identifierState',
      ]}
      rowActions={(row) =>
        may('trace.capture')
          ? [{ key: 'describe', text: t('trace.identifier.describe'), onClick: () => describe(row) }]
          : []
      }
      columns={[
        {
          key: 'identifier',
          main: true,
          render: ({ identifier, isSample }) => (
            <>
              <a href={`/identifiers/${encodeURI(identifier)}`} title={t('trace.identifier.answer')}>
                {identifier}
              </a>{' '}
              {isSample ? <SampleTag /> : null}
            </>
          ),
        },
        {
          key: 'template',
          render: ({ template }) => {
            const found = templates.find(({ name }) => name === template)
            return found ? titleOf(found) : template
          },
        },
        {
          key: 'key',
          render: ({ key }) =>
            key ? <Link to={`/trace/story?id=${encodeURIComponent(key)}`}>{readable(key)}</Link> : '–',
        },
        {
          key: 'identifierState',
          render: (row) => <State identifier={row.identifier} state={row.identifierState} />,
        },
        { key: 'changedAt', render: ({ changedAt }) => <Time at={changedAt} /> },
      ]}
    />
  )
}

type PrefixRows = Answer<(typeof trace.routes)['identifierPrefixes']>['rows']

function Prefixes({ rows, onAdd }: { rows: PrefixRows; onAdd: () => void }) {
  const { t } = useWords()
  return (
    <Panel
      title={t('trace.identifier.prefixes')}
      extra={
        <Allowed may="trace.subscribe">
          <Button onClick={() => onAdd()}>{t('trace.identifier.addPrefix')}</Button>
        </Allowed>
      }
    >
      <SimpleTable
        caption={t('trace.identifier.prefixes')}
        rowKey="prefix"
        rows={rows}
        columns={[
          { key: 'prefix', title: t('trace.column.identifierPrefix') },
          { key: 'used', title: t('trace.column.used') },
          {
            key: 'addedAt',
            title: t('trace.column.addedAt'),
            render: (row) => <Time at={row.addedAt} />,
          },
        ]}
      />
    </Panel>
  )
}

function State({ identifier, state }: { identifier: string; state: 'active' | 'suspended' }) {
  const { t } = useWords()
  const api = useApi(trace)
  const next = state === 'active' ? 'suspended' : 'active'
  async function change(): Promise<void> {
    await api.call.stateIdentifier({ body: { identifier, identifierState: next } })
    api.forget()
  }
  return (
    <>
      {t(`trace.value.identifierState.${state}`)}{' '}
      <Allowed may="trace.capture">
        <ConfirmButton title={identifier} onConfirm={change}>
          {t(`trace.identifier.to.${next}`)}
        </ConfirmButton>
      </Allowed>
    </>
  )
}

type Faults = readonly { row: number; field: string; message: string }[]

/** A line an identifier: the suffix, and behind a comma the code of the item. */
type RegisterProps = { prefixes: readonly string[]; templates: readonly Template[] }

function Register({ prefixes, templates }: RegisterProps) {
  const { t } = useWords()
  const titleOf = useTemplateTitle()
  const api = useApi(trace)
  const [prefix, setPrefix] = useState(prefixes[0] ?? '')
  const [template, setTemplate] = useState('item')
  const [text, setText] = useState('')
  const [faults, setFaults] = useState<Faults>([])
  async function register(): Promise<void> {
    const rows = text.split('\n').flatMap((line) => {
      const [suffix = '', about = ''] = line.split(/[,，\t]/).map((one) => one.trim())
      return suffix === '' ? [] : [{ suffix, ...(about ? { about } : {}) }]
    })
    try {
      const answer = await api.call.registerIdentifiers({ body: { prefix, template, rows } })
      setFaults(answer.faults)
      if (answer.faults.length > 0) return
      setText('')
      api.forget()
      say.done('trace.identifier.registered')
    } catch (error) {
      say.fault(error)
    }
  }
  return (
    <Panel title={t('trace.identifier.register')}>
      <Stack>
        <div>
          <Select
            aria-label={t('trace.column.identifierPrefix')}
            value={prefix}
            onChange={setPrefix}
            options={prefixes.map((value) => ({ value, label: value }))}
          />{' '}
          <Select
            aria-label={t('trace.column.template')}
            value={template}
            onChange={setTemplate}
            options={templates.map((one) => ({ value: one.name, label: titleOf(one) }))}
          />
        </div>
        <Input.TextArea
          rows={4}
          value={text}
          aria-label={t('trace.identifier.lines')}
          placeholder={t('trace.identifier.lines')}
          onChange={({ target }) => setText(target.value)}
        />
        <div>
          <Button type="primary" disabled={text.trim() === ''} onClick={() => void register()}>
            {t('trace.identifier.register')}
          </Button>
        </div>
        {faults.length > 0 ? (
          <SimpleTable
            caption={t('trace.identifier.faults')}
            showCaption
            rowKey={(row) => `${row.row} ${row.field}`}
            rows={faults}
            columns={[
              { key: 'row', title: t('trace.identifier.row') },
              { key: 'field', title: t('trace.identifier.field') },
              { key: 'message', title: t('trace.passport.fault') },
            ]}
          />
        ) : null}
      </Stack>
    </Panel>
  )
}
