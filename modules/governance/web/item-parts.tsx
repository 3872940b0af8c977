import {
  ConfirmButton,
  FormDialog,
  Panel,
  SimpleTable,
  Stack,
  StatusTag,
  say,
  useApi,
  useMay,
  usePhone,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import type { Item } from './item.tsx'
import { LightTag } from './light.tsx'

type Part = Item['parts'][number]

/** The bodies of an item with their lights, and what the reader may do for each. */
export function ItemParts({ item }: { item: Item }) {
  const { t } = useWords()
  const phone = usePhone()
  return (
    <Panel title={t('governance.item.parts')}>
      {phone ? (
        <Stack>
          {item.parts.map((part) => (
            <PartCard key={part.departmentCode} item={item} part={part} />
          ))}
        </Stack>
      ) : (
        <PartTable item={item} />
      )}
    </Panel>
  )
}

/** On a phone a part is a card, so that what one may do is in view. */
function PartCard({ item, part }: { item: Item; part: Part }) {
  const { t } = useWords()
  return (
    <section className="governance-part">
      <Body part={part} />
      <div className="governance-actions">
        <LightTag light={part.light} reason={part.lightReason} />
        <span>{t(`governance.part.${part.state}`)}</span>
        <span className="governance-excerpt">
          {t('governance.column.dueOn')} {part.dueOn}
        </span>
      </div>
      <PartActions item={item} part={part} />
    </section>
  )
}

function Body({ part }: { part: Part }) {
  const { t, name } = useWords()
  return (
    <div className="governance-lead">
      {name(part)} {part.isLead ? <StatusTag tone="info" text={t('governance.item.lead')} /> : null}
      {part.isOffPlatform ? <p className="governance-excerpt">{t('governance.item.offPlatform')}</p> : null}
    </div>
  )
}

function PartTable({ item }: { item: Item }) {
  const { t } = useWords()
  const title = (key: string) => t(`governance.${key}`)
  return (
    <SimpleTable
      caption={title('item.parts')}
      rowKey="departmentCode"
      rows={item.parts}
      columns={[
        {
          key: 'departmentCode',
          title: title('column.department'),
          render: (part) => <Body part={part} />,
        },
        { key: 'state', title: title('column.state'), render: ({ state }) => title(`part.${state}`) },
        {
          key: 'light',
          title: title('column.light'),
          render: (part) => <LightTag light={part.light} reason={part.lightReason} />,
        },
        { key: 'dueOn', title: title('column.dueOn') },
        { key: 'signedOn', title: title('item.signedOn'), render: ({ signedOn }) => signedOn ?? '–' },
        { key: 'reportedOn', title: title('item.reportedOn'), render: (part) => part.reportedOn ?? '–' },
        {
          key: 'isMine',
          title: title('item.actions'),
          render: (part) => <PartActions item={item} part={part} />,
        },
      ]}
    />
  )
}

function PartActions({ item, part }: { item: Item; part: Part }) {
  const may = useMay()
  if (item.state !== 'running') return null
  const handles = may('governance.handle') && (part.isMine || (part.isOffPlatform && item.isOurs))
  return (
    <div className="governance-actions">
      {handles ? <Handle item={item} part={part} /> : null}
      {item.isOurs && may('governance.supervise') ? <Review item={item} part={part} /> : null}
    </div>
  )
}

type Asked = 'progress' | 'report' | 'extension'

function Handle({ item, part }: { item: Item; part: Part }) {
  const { t } = useWords()
  const [asked, setAsked] = useState<Asked | null>(null)
  const act = useMutation(useApi(governance).tell.handlePart({ forgets: '*' }))
  const params = { itemId: item.id, departmentCode: part.departmentCode }
  if (part.state === 'issued') {
    return (
      <ConfirmButton
        size="small"
        type="primary"
        title={t('governance.item.ask.sign')}
        onConfirm={async () => {
          await act.mutateAsync({ params, body: { action: 'sign', version: item.version } })
          say.done('governance.item.done')
        }}
      >
        {t('governance.action.sign')}
      </ConfirmButton>
    )
  }
  if (part.state !== 'signed' && part.state !== 'handling') return null
  return (
    <>
      {(['progress', 'report', 'extension'] as const).map((one) => (
        <Button
          key={one}
          size="small"
          type={one === 'report' ? 'primary' : 'default'}
          onClick={() => setAsked(one)}
        >
          {t(`governance.action.${one}`)}
        </Button>
      ))}
      {asked === 'progress' || asked === 'report' ? (
        <HandleDialog item={item} part={part} action={asked} onClose={() => setAsked(null)} />
      ) : null}
      {asked === 'extension' ? (
        <FormDialog
          open
          onClose={() => setAsked(null)}
          title={t('governance.action.extension')}
          contract={governance}
          route="askExtension"
          input={{ params }}
          fields={{ until: { control: 'day' }, reason: { control: 'longText', wide: true } }}
        />
      ) : null}
    </>
  )
}

function HandleDialog(props: { item: Item; part: Part; action: 'progress' | 'report'; onClose: () => void }) {
  const { item, part, action, onClose } = props
  const { t } = useWords()
  const isLate = action === 'report' && part.light === 'red'
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t(`governance.action.${action}`)}
      contract={governance}
      route="handlePart"
      input={{ params: { itemId: item.id, departmentCode: part.departmentCode } }}
      initial={{ action, version: item.version }}
      fields={{
        action: { hidden: true },
        version: { hidden: true },
        comment: { control: 'longText', wide: true },
        explanation: { control: 'longText', wide: true, hidden: !isLate },
      }}
    />
  )
}

function Review({ item, part }: { item: Item; part: Part }) {
  const { t } = useWords()
  const act = useMutation(useApi(governance).tell.reviewPart({ forgets: '*' }))
  async function run(action: 'accept' | 'return' | 'urge', comment?: string): Promise<void> {
    const params = { itemId: item.id, departmentCode: part.departmentCode }
    await act.mutateAsync({
      params,
      body: { action, version: item.version, ...(comment ? { comment } : {}) },
    })
    say.done('governance.item.done')
  }
  if (part.state === 'reported') {
    return (
      <>
        <ConfirmButton
          size="small"
          type="primary"
          title={t('governance.item.ask.accept')}
          onConfirm={() => run('accept')}
        >
          {t('governance.action.accept')}
        </ConfirmButton>
        <ConfirmButton
          size="small"
          danger
          reason
          title={t('governance.item.ask.return')}
          onConfirm={(reason) => run('return', reason)}
        >
          {t('governance.action.return')}
        </ConfirmButton>
      </>
    )
  }
  if (part.state === 'accepted') return null
  return (
    <ConfirmButton
      size="small"
      reason
      title={t('governance.item.ask.urge')}
      onConfirm={(reason) => run('urge', reason)}
    >
      {t('governance.action.urge')}
    </ConfirmButton>
  )
}
