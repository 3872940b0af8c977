import {
  Page as Frame,
  Link,
  Loaded,
  Nothing,
  Panel,
  SampleTag,
  useApi,
  useLive,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { factory } from '../contract.ts'
import { StateTag } from './state-tag.tsx'

type Node = Awaited<ReturnType<ReturnType<typeof useApi<typeof factory>>['call']['tree']>>['rows'][number]

/** Firm, site, area, line, cell and machine (IEC 62264), each with its present state. */
export function Page() {
  const { t } = useWords()
  const api = useApi(factory)
  const tree = useQuery(api.ask.tree({}))
  useLive('factory.board', () => api.forget('tree'))
  return (
    <Frame title={t('factory.page.tree')}>
      <Loaded ask={tree}>
        {({ rows }) => {
          const children = Map.groupBy(rows, (node) => node.parentId ?? '')
          const roots = rows.filter((node) => node.kind === 'organisation')
          if (roots.length === 0) return <Nothing text={t('factory.tree.none')} />
          return roots.map((root) => (
            <Panel key={root.id} title={<Title node={root} />}>
              <Branch of={root.id} nodes={children} />
            </Panel>
          ))
        }}
      </Loaded>
    </Frame>
  )
}

function Branch({ of, nodes }: { of: string; nodes: ReadonlyMap<string, readonly Node[]> }) {
  const { t } = useWords()
  const below = nodes.get(of) ?? []
  if (below.length === 0) return null
  return (
    <ul style={{ listStyle: 'none', paddingInlineStart: 20, margin: 0 }}>
      {below.map((node) =>
        node.kind === 'equipment' ? (
          <li key={node.id} style={{ padding: '3px 0' }}>
            <Link to={`/factory/equipment/${node.id}`}>
              <Title node={node} />
            </Link>{' '}
            <StateTag state={node.state ?? 'unknown'} />
          </li>
        ) : (
          <li key={node.id} style={{ padding: '3px 0' }}>
            <details open>
              <summary>
                <Title node={node} /> <small>{t(`factory.kind.${node.kind}`)}</small>{' '}
                <small>
                  <Link to={`/factory/units/${node.id}`}>{t('factory.route.shifts')}</Link>
                </small>
              </summary>
              <Branch of={node.id} nodes={nodes} />
            </details>
          </li>
        ),
      )}
    </ul>
  )
}

function Title({ node }: { node: Node }) {
  const { name } = useWords()
  return (
    <>
      {name({ nameZh: node.name, nameEn: node.nameEn })}{' '}
      {node.isSample && node.kind === 'organisation' ? <SampleTag /> : null}
    </>
  )
}
