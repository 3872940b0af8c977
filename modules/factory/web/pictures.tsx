import {
  Allowed,
  FormDialog,
  Link,
  ListPage,
  SampleTag,
  StatusTag,
  Time,
  useApi,
  useGo,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { useFinders } from './finders.ts'

const forgets = ['pictures'] as const

/** The plant pictures by place and level. */
export function Page() {
  const { t, name } = useWords()
  const go = useGo()
  const [isAdding, setAdding] = useState(false)
  const remove = useMutation(useApi(factory).tell.removePicture({ forgets }))
  return (
    <>
      <ListPage
        contract={factory}
        route="pictures"
        title={t('factory.page.pictures')}
        rowKey="id"
        empty={{ text: t('factory.picture.none') }}
        actions={
          <Allowed may="factory.write">
            <Button type="primary" onClick={() => setAdding(true)}>
              {t('factory.route.addPicture')}
            </Button>
          </Allowed>
        }
        rowActions={(row) => [
          {
            key: 'edit',
            text: t('factory.action.edit'),
            may: 'factory.write',
            onClick: () => go(`/factory/pictures/${row.id}/edit`),
          },
          {
            key: 'remove',
            text: t('factory.route.removePicture'),
            may: 'factory.write',
            danger: true,
            onClick: () => remove.mutate({ params: { pictureId: row.id } }),
          },
        ]}
        columns={[
          {
            key: 'name',
            main: true,
            sort: true,
            render: (row) => (
              <>
                <Link to={`/factory/pictures/${row.id}`}>
                  {name({ nameZh: row.name, nameEn: row.nameEn })}
                </Link>{' '}
                {row.isSample ? <SampleTag /> : null}
              </>
            ),
          },
          { key: 'unitName', sort: true },
          { key: 'parentName', title: 'factory.picture.parent' },
          { key: 'isTemplate', render: (row) => t(row.isTemplate ? 'factory.yes' : 'factory.no') },
          {
            key: 'publishedVersion',
            render: (row) =>
              row.publishedVersion === null ? (
                <StatusTag tone="warning" text={t('factory.picture.unpublished')} />
              ) : (
                `${row.publishedVersion} / ${row.newestVersion}`
              ),
          },
          { key: 'changedAt', sort: true, render: (row) => <Time at={row.changedAt} /> },
          { key: 'personName', wideOnly: true },
        ]}
      />
      {isAdding ? <AddPicture onClose={() => setAdding(false)} /> : null}
    </>
  )
}

function AddPicture({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const go = useGo()
  return (
    <FormDialog
      contract={factory}
      route="addPicture"
      open
      onClose={onClose}
      title={t('factory.route.addPicture')}
      fields={usePictureFields()}
      forgets={forgets}
      onDone={({ id }) => go(`/factory/pictures/${id}/edit`)}
    />
  )
}

/** Choices of place and parent. */
function usePictureFields() {
  const { findUnits, findPictures } = useFinders()
  return {
    unitId: { find: findUnits },
    parentId: { label: 'factory.picture.parent', find: findPictures, hint: 'factory.picture.parentHint' },
  }
}
