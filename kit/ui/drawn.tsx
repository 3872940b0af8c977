import type { IconDefinition } from '@ant-design/icons-svg/lib/types.js'

/** The package's types speak of CommonJS, its files are ES modules. */
export type Drawable = IconDefinition | { readonly default: IconDefinition }

type Props = { 'aria-hidden'?: 'true'; className?: string }

/** A picture of Ant Design's set without its machinery, as large as the words around it. */
export function Picture({ of, className }: Props & { of: Drawable | null }) {
  const icon = of && 'default' in of ? of.default.icon : of?.icon
  const drawing = typeof icon === 'object' ? icon : null
  return (
    <span className={className ? `anticon ${className}` : 'anticon'} aria-hidden="true">
      <svg
        viewBox={drawing?.attrs.viewBox ?? '0 0 1024 1024'}
        width="1em"
        height="1em"
        fill="currentColor"
        aria-hidden="true"
      >
        {drawing?.children?.map(({ attrs }) => (
          <path key={attrs.d} d={attrs.d ?? ''} />
        ))}
      </svg>
    </span>
  )
}

/** A component that draws this picture. */
export function drawn(of: Drawable) {
  return (props: Props) => <Picture of={of} {...props} />
}
