import {
  ConfirmButton,
  FormDialog,
  ImportForm,
  Link,
  Loaded,
  Panel,
  Row,
  say,
  useApi,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import type { Plan } from './plan.tsx'
import { PlanFileImport } from './plan-file.tsx'
import { useNodeFields } from './plan-node-fields.ts'

const pageSize = 200
type Node = Awaited<
  ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['planNodes']>
>['rows'][number]

/** The tree of a version, indented by depth; a draft can be changed node by node or by a sheet. */
export function PlanTree({ answer }: { answer: Plan }) {
  const { t } = useWords()
  const api = useApi(governance)
  const params = { planId: answer.plan.id }
  const [page, setPage] = useSearchState('page', '1')
  const nodes = useQuery(api.ask.planNodes({ params, query: { page: Number(page), pageSize } }))
  const [edited, setEdited] = useState<Node | 'new' | null>(null)
  const [importing, setImporting] = useState<'sheet' | 'file' | null>(null)
  const isDraft = answer.plan.state === 'drafted' && answer.isOurs
  return (
    <Panel
      title={t('governance.plan.tab.tree')}
      extra={
        <Row>
          <Button onClick={() => void api.download.planNodes({ params, query: { format: 'xlsx' } })}>
            {t('governance.plan.export')}
          </Button>
          <Button onClick={() => void api.download.planFile({ params })}>
            {t('governance.plan.exportFile')}
          </Button>
          <Button onClick={() => window.print()}>{t('governance.wall.print')}</Button>
          {isDraft ? (
            <>
              {(['sheet', 'file'] as const).map((from) => (
                <Button key={from} onClick={() => setImporting(importing === from ? null : from)}>
                  {t(from === 'sheet' ? 'governance.plan.import' : 'governance.plan.importFile')}
                </Button>
              ))}
              <Button type="primary" onClick={() => setEdited('new')}>
                {t('governance.plan.addNode')}
              </Button>
            </>
          ) : null}
        </Row>
      }
    >
      {importing ? (
        <Import from={importing} planId={answer.plan.id} onEnd={() => setImporting(null)} />
      ) : null}
      <Loaded ask={nodes}>
        {({ rows, total }) => (
          <>
            <ol className="governance-tree">
              {rows.map((node) => (
                <Line key={node.key} node={node} answer={answer} onEdit={isDraft ? setEdited : null} />
              ))}
            </ol>
            {total > pageSize ? (
              <Button onClick={() => setPage(String((Number(page) % Math.ceil(total / pageSize)) + 1))}>
                {t('governance.plan.more', { page, total })}
              </Button>
            ) : null}
          </>
        )}
      </Loaded>
      {edited === null ? null : (
        <EditNode answer={answer} node={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </Panel>
  )
}

type ImportProps = { from: 'sheet' | 'file'; planId: string; onEnd: () => void }

function Import({ from, planId, onEnd }: ImportProps) {
  const api = useApi(governance)
  const params = { planId }
  if (from === 'file') return <PlanFileImport planId={planId} onWritten={onEnd} />
  return (
    <ImportForm
      contract={governance}
      route="importPlan"
      params={params}
      onTemplate={() => void api.download.planNodes({ params, query: { format: 'xlsx' } })}
      onWritten={() => {
        say.done('ui.import.written')
        onEnd()
      }}
    />
  )
}

type LineProps = { node: Node; answer: Plan; onEdit: ((node: Node) => void) | null }

function Line({ node, answer, onEdit }: LineProps) {
  const { t, name } = useWords()
  const units = name({ nameZh: node.unitsZh, nameEn: node.unitsEn })
  const text = name({ nameZh: node.textZh, nameEn: node.textEn })
  const title = name({ nameZh: node.titleZh, nameEn: node.titleEn })
  return (
    <li className={`is-${node.kind}`} style={{ paddingInlineStart: `${node.depth * 20}px` }}>
      <span className="governance-tree-kind">{t(`governance.value.kind.${node.kind}`)}</span>
      <div>
        <strong>
          {node.goalKey ? <Link to={`/governance/goals/${node.goalKey}`}>{title}</Link> : title}
        </strong>
        <span className="governance-tree-clause">{node.clause}</span>
        {text && text !== title ? <p className="governance-excerpt">{text}</p> : null}
        <p className="governance-tree-facts">
          {[
            units && node.kind !== 'measure' ? t('governance.plan.units', { units }) : '',
            node.targets ? t('governance.plan.targets', { targets: node.targets.replaceAll('=', ': ') }) : '',
            node.dueOn ? t('governance.plan.due', { day: node.dueOn }) : '',
          ]
            .filter((part) => part !== '')
            .join(' · ')}
        </p>
      </div>
      {onEdit ? (
        <Row>
          <Button size="small" onClick={() => onEdit(node)}>
            {t('governance.plan.edit')}
          </Button>
          <Remove node={node} answer={answer} />
        </Row>
      ) : null}
    </li>
  )
}

function Remove({ node, answer }: { node: Node; answer: Plan }) {
  const { t } = useWords()
  const remove = useMutation(useApi(governance).tell.removePlanNode({ forgets: '*' }))
  return (
    <ConfirmButton
      danger
      size="small"
      title={t('governance.plan.ask.remove', { title: node.titleZh })}
      onConfirm={async () => {
        const { id, version } = answer.plan
        await remove.mutateAsync({ params: { planId: id, nodeKey: node.key }, query: { version } })
        say.done('governance.item.done')
      }}
    >
      {t('governance.plan.remove')}
    </ConfirmButton>
  )
}

type EditProps = { answer: Plan; node: Node | null; onClose: () => void }

function EditNode({ answer, node, onClose }: EditProps) {
  const { t } = useWords()
  const [key, setKey] = useState(node?.key ?? '')
  const fields = useNodeFields()
  const { id, version } = answer.plan
  const own = node
    ? {
        ...{ kind: node.kind, clause: node.clause, titleZh: node.titleZh, titleEn: node.titleEn },
        ...{ parentKey: node.parentKey, place: node.place, textZh: node.textZh, textEn: node.textEn },
        units: node.units.split('; ').filter((one) => one !== ''),
        targets: node.targets,
        ...(node.dueOn ? { dueOn: node.dueOn } : {}),
        ...(node.goalKey ? { goalKey: node.goalKey } : {}),
      }
    : {}
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t(node ? 'governance.plan.edit' : 'governance.plan.addNode')}
      contract={governance}
      route="setPlanNode"
      input={{ params: { planId: id, nodeKey: key } }}
      initial={{ ...own, version }}
      fields={fields}
    >
      {node ? null : (
        <label className="governance-key">
          {t('governance.column.key')}
          <input value={key} onChange={(event) => setKey(event.target.value)} required />
        </label>
      )}
    </FormDialog>
  )
}
