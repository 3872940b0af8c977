import {
  Allowed,
  FormDialog,
  ListPage,
  SampleTag,
  StatusTag,
  say,
  Time,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { trace } from '../../contract.ts'
import { type LinkLine, linkTypes, shortType } from './link-types.ts'

/** Where the organisation's codes lead. */
export function Page() {
  const { t } = useWords()
  const api = useApi(trace)
  const [edited, setEdited] = useState<LinkLine | 'new' | null>(null)
  async function remove({ id }: LinkLine): Promise<void> {
    await api.call.removeLink({ params: { linkId: id } })
    api.forget()
    say.done('trace.document.removed')
  }
  return (
    <>
      <ListPage
        contract={trace}
        route="links"
        title={t('trace.page.links')}
        rowKey="id"
        columns={[
          {
            key: 'anchor',
            sort: true,
            main: true,
            render: ({ anchor, isSample }) => (
              <>
                <a href={`${anchor}?linkType=linkset`}>{anchor}</a> {isSample ? <SampleTag /> : null}
              </>
            ),
          },
          { key: 'linkType', sort: true, render: ({ linkType }) => nameOf(linkType, t) },
          { key: 'title', sort: true },
          { key: 'href' },
          {
            key: 'languages',
            render: ({ languages }) => languages.map((one) => t(`trace.value.language.${one}`)).join(' '),
          },
          {
            key: 'isDefault',
            render: ({ isDefault }) =>
              isDefault ? <StatusTag tone="success" text={t('trace.column.isDefault')} /> : null,
          },
          { key: 'changedAt', sort: true, render: ({ changedAt }) => <Time at={changedAt} as="ago" /> },
        ]}
        rowActions={(row) => [
          { key: 'edit', text: t('trace.master.edit'), may: 'trace.capture', onClick: () => setEdited(row) },
          {
            key: 'remove',
            text: t('trace.document.remove'),
            may: 'trace.capture',
            danger: true,
            onClick: () => remove(row),
          },
        ]}
        actions={
          <Allowed may="trace.capture">
            <Button type="primary" onClick={() => setEdited('new')}>
              {t('trace.link.add')}
            </Button>
          </Allowed>
        }
      />
      {edited ? <EditLink link={edited} onClose={() => setEdited(null)} /> : null}
    </>
  )
}

function nameOf(linkType: string, t: (key: string) => string): string {
  const short = shortType(linkType)
  const known = linkTypes.find((one) => `gs1:${one}` === short)
  return known ? t(`trace.linkType.${known}`) : short
}

function EditLink({ link, onClose }: { link: LinkLine | 'new'; onClose: () => void }) {
  const { t } = useWords()
  const api = useApi(trace)
  const shared = {
    open: true,
    onClose,
    contract: trace,
    onDone: () => api.forget(),
    fields: {
      linkType: {
        options: linkTypes.map((one) => ({ value: `gs1:${one}`, text: t(`trace.linkType.${one}`) })),
      },
    },
  } as const
  if (link === 'new') {
    return (
      <FormDialog
        {...shared}
        title={t('trace.link.add')}
        route="addLink"
        initial={{ linkType: 'gs1:pip', forwardsQuery: true, isDefault: false }}
        order={['about', 'linkType', 'href', 'title']}
      />
    )
  }
  const { href, title, languages, mediaType, contexts, isDefault, forwardsQuery } = link
  return (
    <FormDialog
      {...shared}
      title={link.anchor}
      route="changeLink"
      input={{ params: { linkId: link.id } }}
      initial={{
        ...{ linkType: shortType(link.linkType), href, title, languages, contexts, isDefault, forwardsQuery },
        ...(mediaType === null ? {} : { mediaType }),
      }}
      order={['linkType', 'href', 'title']}
    />
  )
}
