import { type ComponentType, type ReactNode, Suspense } from 'react'
import type { Contract } from '../../contract/index.ts'
import { lazyPart } from '../lazy-part.tsx'
import { Waiting } from '../loaded.tsx'
import { type Crumb, Page, Panel, Stack } from '../page.tsx'
import type { ListRoute, ListViewProps } from './types.ts'

const LazyView = lazyPart(() =>
  import('./list-view.tsx').then((file) => file.ListView as ComponentType<object>),
)

/** The list without a page around it; loads its table when it is first drawn. */
export function ListView<C extends Contract, K extends ListRoute<C>>(props: ListViewProps<C, K>) {
  return (
    <Suspense fallback={<Waiting lines={8} />}>
      <LazyView {...props} />
    </Suspense>
  )
}

type ListPageProps<C extends Contract, K extends ListRoute<C>> = ListViewProps<C, K> & {
  title: string
  subtitle?: ReactNode
  breadcrumbs?: readonly Crumb[]
  actions?: ReactNode
  tags?: ReactNode
  /** Figures or hints between the title and the list. */
  before?: ReactNode
  /** Another part of the page below the list. */
  below?: ReactNode
}

/** A whole page that is a list. */
export function ListPage<C extends Contract, K extends ListRoute<C>>(props: ListPageProps<C, K>) {
  const { title, subtitle, breadcrumbs, actions, tags, before, below, ...list } = props
  return (
    <Page
      title={title}
      subtitle={subtitle}
      actions={actions}
      tags={tags}
      wide
      {...(breadcrumbs ? { breadcrumbs } : {})}
    >
      {before}
      <Stack>
        <Panel>
          <ListView {...(list as unknown as ListViewProps<C, K>)} label={title} />
        </Panel>
        {below}
      </Stack>
    </Page>
  )
}
