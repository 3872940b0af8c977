import asking from 'virtual:asks'
import { headersOf, settings } from '@ronghe/kit/ui/settings'
import { askEarly, askedAt } from './early.ts'

// Runs before everything else, while the rest of the program is on its way.
askEarly(['/registry/me', ...askedAt(asking, window.location.pathname)], headersOf(settings()))
