/** What a search shows at once; who wants another types more of its name. */
const pageSize = 50

/** The query of a list for what was typed into a field that searches; nothing typed finds the first. */
export const searchQuery = (q: string): { pageSize: number; q?: string } => ({
  pageSize,
  ...(q === '' ? {} : { q }),
})
