import { ListView, Panel, StatusTag, Time, useApi, useGo, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { factory } from '../contract.ts'
import type { OnePicture } from './types.ts'

const forgets = ['pictures', 'onePicture', 'pictureVersions', 'pictureValues'] as const

/** What was saved, by whom; any of it can be looked at and published again. */
export function PictureVersions({ picture }: { picture: OnePicture }) {
  const { t } = useWords()
  const go = useGo()
  const publish = useMutation(useApi(factory).tell.publishPicture({ forgets }))
  const params = { pictureId: picture.id }
  return (
    <Panel title={t('factory.route.pictureVersions')}>
      <ListView
        contract={factory}
        route="pictureVersions"
        name="versions"
        params={params}
        rowKey="hash"
        label={t('factory.route.pictureVersions')}
        rowActions={(row) => [
          {
            key: 'view',
            text: t('factory.picture.view'),
            onClick: () => go(`/factory/pictures/${picture.id}?version=${row.version}`),
          },
          {
            key: 'publish',
            text: t('factory.route.publishPicture'),
            may: 'factory.write',
            disabled: row.isPublished,
            onClick: () => publish.mutate({ params, body: { version: row.version } }),
          },
        ]}
        columns={[
          { key: 'version', main: true },
          {
            key: 'isPublished',
            render: (row) =>
              row.isPublished ? <StatusTag tone="success" text={t('factory.column.isPublished')} /> : '–',
          },
          { key: 'note' },
          { key: 'items', align: 'end' },
          { key: 'personName' },
          { key: 'createdAt', render: (row) => <Time at={row.createdAt} /> },
        ]}
      />
    </Panel>
  )
}
