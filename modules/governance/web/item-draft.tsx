import { ContractForm, Page as Frame, useApi, useGo, useSearch, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'

/** The form of a new item; a task's or goal's page brings what it is about. */
export function Page() {
  const { t } = useWords()
  const go = useGo()
  const { task, goal } = useSearch() as { task?: string; goal?: string }
  const fields = useDraftFields()
  return (
    <Frame
      title={t('governance.page.draftItem')}
      breadcrumbs={[{ title: t('governance.page.items'), to: '/governance/items' }]}
    >
      <ContractForm
        contract={governance}
        route="draftItem"
        initial={{ ...(task ? { taskKey: task } : {}), ...(goal ? { goalKey: goal } : {}) }}
        fields={fields}
        order={['title', 'titleEn', 'text', 'departments', 'dueOn', 'isUrgent', 'taskKey', 'goalKey']}
        onDone={({ id }) => go(`/governance/items/${id}`)}
        onCancel={() => go('/governance/items')}
      />
    </Frame>
  )
}

/** Controls of a draft's fields, with the plan's bodies, tasks and goals to choose from. */
export function useDraftFields() {
  const { name } = useWords()
  const api = useApi(governance)
  const query = { pageSize: 200 }
  const departments = useQuery(api.ask.departments({ query }))
  const tasks = useQuery(api.ask.tasks({ query }))
  const goals = useQuery(api.ask.goals({ query }))
  const titled = (rows: readonly { key: string; titleZh: string; titleEn: string }[] | undefined) =>
    (rows ?? []).map((one) => ({
      value: one.key,
      text: `${one.key} ${name({ nameZh: one.titleZh, nameEn: one.titleEn })}`,
    }))
  return {
    text: { control: 'longText', wide: true },
    title: { wide: true },
    titleEn: { wide: true, label: 'governance.item.titleEn' },
    departments: {
      control: 'choices',
      wide: true,
      options: (departments.data?.rows ?? []).map((one) => ({ value: one.code, text: name(one) })),
    },
    dueOn: { control: 'day' },
    taskKey: { control: 'choice', options: titled(tasks.data?.rows) },
    goalKey: { control: 'choice', options: titled(goals.data?.rows) },
  } as const
}
