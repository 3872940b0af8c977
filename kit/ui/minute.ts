import { useEffect, useState } from 'react'

const minuteMs = 60_000

/** The end of the present minute in Unix milliseconds; a page that uses it is drawn anew every minute. */
export function useMinute(): number {
  const [end, setEnd] = useState(endOfMinute)
  useEffect(() => {
    const timer = setInterval(() => setEnd(endOfMinute()), minuteMs / 4)
    return () => clearInterval(timer)
  }, [])
  return end
}

function endOfMinute(): number {
  return Math.ceil(Date.now() / minuteMs) * minuteMs
}
