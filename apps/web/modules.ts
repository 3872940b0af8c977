import * as assess from '@ronghe/assess/web'
import * as factory from '@ronghe/factory/web'
import * as governance from '@ronghe/governance/web'
import { loadWords, type PageEntry, type WebModule } from '@ronghe/kit/ui'
import * as registry from '@ronghe/registry/web'
import * as trace from '@ronghe/trace/web'

/** The room whose words the first view needs: signing in. Those of the overview come with the titles. */
export const firstModules: readonly WebModule[] = [registry]
/** Those whose words come with the first of their pages that is opened, each with its own. */
export const laterModules: readonly WebModule[] = [governance, factory, assess, trace]

/** The rooms whose pages this shell shows. */
export const modules: readonly WebModule[] = [governance, factory, registry, assess, trace]

export const pages = modules.flatMap((module) => module.pages.map((page) => withWords(module, page)))

/** The overview is the first view and waits for nothing. */
function withWords({ words }: WebModule, page: PageEntry): PageEntry {
  if (page.path === '/') return page
  return {
    ...page,
    async load() {
      const [file] = await Promise.all([page.load(), loadWords(words)])
      return file
    },
  }
}
