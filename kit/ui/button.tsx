import type { ButtonHTMLAttributes, ReactNode } from 'react'

type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> & {
  /** `link` and `text` have no frame. */
  type?: 'default' | 'primary' | 'link' | 'text' | undefined
  size?: 'small' | 'middle' | undefined
  danger?: boolean | undefined
  /** Under way: it turns, and cannot be pressed. */
  loading?: boolean | undefined
  icon?: ReactNode
}

/**
 * The browser's own button in the look of Ant Design's, for what stands in the first view: that of the
 * library brings its whole machinery of styles with it.
 */
export function Button(props: ButtonProps) {
  const { type = 'default', size = 'middle', danger, loading, icon, disabled, children, ...others } = props
  const names = ['r-button', `r-button-${type}`, size === 'small' && 'r-button-small']
  if (danger) names.push('r-button-danger')
  return (
    <button
      {...others}
      type="button"
      className={names.filter(Boolean).join(' ')}
      disabled={disabled || loading}
      aria-busy={loading || undefined}
    >
      {loading ? <span className="r-button-turning" aria-hidden="true" /> : icon}
      {children}
    </button>
  )
}
