import {
  Facts,
  Page as Frame,
  Link,
  Loaded,
  Panel,
  SampleTag,
  Stack,
  StatusTag,
  useApi,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'
import { steps } from '../supervision/steps.ts'
import './governance.css'
import { ItemActions } from './item-actions.tsx'
import { ItemExtensions } from './item-extensions.tsx'
import { ItemFiles } from './item-files.tsx'
import { ItemParts } from './item-parts.tsx'
import { ItemTrail } from './item-trail.tsx'
import { LightTag } from './light.tsx'

export type Item = Awaited<ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['item']>>

/** One item: where it stands, who has done what, and what the reader may do next. */
export function Page() {
  const { itemId } = useParams('itemId')
  const item = useQuery(useApi(governance).ask.item({ params: { itemId } }))
  return <Loaded ask={item}>{(data) => <Detail item={data} />}</Loaded>
}

function Detail({ item }: { item: Item }) {
  const { t, name } = useWords()
  return (
    <Frame
      title={name({ nameZh: item.title, nameEn: item.titleEn })}
      breadcrumbs={[{ title: t('governance.page.items'), to: '/governance/items' }]}
      tags={
        <>
          <LightTag light={item.light} />
          {item.isUrgent ? <StatusTag tone="error" text={t('governance.item.urgent')} /> : null}
          {item.isSample ? <SampleTag /> : null}
        </>
      }
      actions={<ItemActions item={item} />}
    >
      <Stack>
        <Panel title={t('governance.item.steps')}>
          <StepBar item={item} />
          <Facts
            items={[
              { label: t('governance.column.number'), value: item.number },
              { label: t('governance.column.dueOn'), value: item.dueOn },
              { label: t('governance.item.draftedBy'), value: item.draftedByName },
              { label: t('governance.column.task'), value: <TaskLink taskKey={item.taskKey} /> },
              { label: t('governance.plan.under'), value: <PlanLink plan={item.plan} /> },
              { label: t('governance.column.goal'), value: <GoalLink goalKey={item.goalKey} /> },
              { label: t('governance.field.text'), value: <p className="governance-text">{item.text}</p> },
            ]}
          />
        </Panel>
        <ItemParts item={item} />
        <ItemExtensions item={item} />
        <ItemFiles item={item} />
        <ItemTrail item={item} />
      </Stack>
    </Frame>
  )
}

function TaskLink({ taskKey }: { taskKey: string | null }) {
  const { name } = useWords()
  const query = { q: taskKey ?? '' }
  const asked = useQuery({ ...useApi(governance).ask.tasks({ query }), enabled: taskKey !== null })
  const task = asked.data?.rows.find(({ key }) => key === taskKey)
  const title = task ? name({ nameZh: task.titleZh, nameEn: task.titleEn }) : ''
  return taskKey ? <Link to={`/governance/tasks?q=${taskKey}`}>{`${taskKey} ${title}`}</Link> : '–'
}

function PlanLink({ plan }: { plan: Item['plan'] }) {
  const { name } = useWords()
  if (!plan) return '–'
  const title = name({ nameZh: plan.titleZh, nameEn: plan.titleEn })
  return <Link to={`/governance/plans/${plan.id}`}>{`${title} · ${plan.number}`}</Link>
}

function GoalLink({ goalKey }: { goalKey: string | null }) {
  const { name } = useWords()
  const params = { goalKey: goalKey ?? '' }
  const asked = useQuery({ ...useApi(governance).ask.goal({ params }), enabled: goalKey !== null })
  const goal = asked.data?.goal
  const title = goal ? name({ nameZh: goal.titleZh, nameEn: goal.titleEn }) : goalKey
  return goalKey ? <Link to={`/governance/goals/${goalKey}`}>{title}</Link> : '–'
}

/** The eight steps; what is done, where it waits, what is to come. */
function StepBar({ item }: { item: Item }) {
  const { t } = useWords()
  const at = item.state === 'closed' ? steps.length : item.step === null ? -1 : steps.indexOf(item.step)
  return (
    <ol className="governance-steps">
      {steps.map((step, place) => {
        const standing = place < at ? 'done' : place === at ? 'now' : 'later'
        return (
          <li key={step} className={`is-${standing}`} aria-current={standing === 'now' ? 'step' : undefined}>
            {t(`governance.value.step.${step}`)}
          </li>
        )
      })}
    </ol>
  )
}
