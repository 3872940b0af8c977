import { useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'

/** Controls of a node's fields, with the bodies and goals to choose from. */
export function useNodeFields() {
  const { name } = useWords()
  const api = useApi(governance)
  const query = { pageSize: 200 }
  const departments = useQuery(api.ask.departments({ query }))
  const goals = useQuery(api.ask.goals({ query }))
  return {
    titleZh: { wide: true },
    titleEn: { wide: true },
    textZh: { control: 'longText', wide: true },
    textEn: { control: 'longText', wide: true },
    units: {
      control: 'choices',
      wide: true,
      options: (departments.data?.rows ?? []).map((one) => ({ value: one.code, text: name(one) })),
    },
    dueOn: { control: 'day' },
    goalKey: {
      control: 'choice',
      options: (goals.data?.rows ?? []).map((one) => ({
        value: one.key,
        text: name({ nameZh: one.titleZh, nameEn: one.titleEn }),
      })),
    },
    version: { hidden: true },
  } as const
}
