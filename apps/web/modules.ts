import * as assess from '@ronghe/assess/web'
import * as factory from '@ronghe/factory/web'
import * as governance from '@ronghe/governance/web'
import { loadLaterWords, type PageEntry, type WebModule } from '@ronghe/kit/ui'
import * as registry from '@ronghe/registry/web'
import * as trace from '@ronghe/trace/web'

/** The rooms whose words the first view needs: the overview, and signing in. */
export const firstModules: readonly WebModule[] = [governance, registry]
/** Those whose words come with the first of their pages that is opened. */
export const laterModules: readonly WebModule[] = [factory, assess, trace]

/** The rooms whose pages this shell shows. */
export const modules: readonly WebModule[] = [governance, factory, registry, assess, trace]

export const pages = modules.flatMap((module) =>
  laterModules.includes(module) ? module.pages.map(withWords) : [...module.pages],
)

function withWords(page: PageEntry): PageEntry {
  return {
    ...page,
    async load() {
      const [file] = await Promise.all([page.load(), loadLaterWords()])
      return file
    },
  }
}
