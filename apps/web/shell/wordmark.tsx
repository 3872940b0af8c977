/** Our own mark: two parts that become one. */
export function Wordmark({ label }: { label: string }) {
  return (
    <span className="w-mark">
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <rect width="32" height="32" rx="7" fill="#1d5fc4" />
        <rect x="7.3" y="7.3" width="12" height="12" rx="3" fill="none" stroke="#fff" strokeWidth="2.6" />
        <rect x="13.6" y="13.6" width="11.4" height="11.4" rx="3" fill="#fff" />
        <rect x="16.6" y="16.6" width="5.4" height="5.4" rx="1.2" fill="#1d5fc4" />
      </svg>
      <span>{label}</span>
    </span>
  )
}
