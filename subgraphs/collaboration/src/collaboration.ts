import type { Resources } from '@graphmemory/service/resources.ts'
import type { ActivityNews } from './activity/activity-news.ts'
import type { DocumentLog } from './document-log.ts'
import type { Limits } from './limits.ts'
import type { PatchAuthors } from './patch-authors.ts'
import type { PlaceAccess } from './place-access.ts'
import type { DocumentRoles } from './roles/document-roles.ts'
import type { RoleWatches } from './roles/role-watches.ts'
import type { Rooms } from './rooms.ts'
import type { Sessions } from './sessions.ts'
import type { UpdateTrial } from './update-trial.ts'
import type { WriteWatch } from './write-watch.ts'

/** What the operations of this subgraph work with. */
export type Collaboration = Pick<Resources, 'database' | 'source' | 'log'> & {
  readonly documentLog: DocumentLog
  readonly rooms: Rooms
  readonly sessions: Sessions
  readonly roles: DocumentRoles
  readonly roleWatches: RoleWatches
  readonly patchAuthors: PatchAuthors
  readonly activityNews: ActivityNews
  readonly trial: UpdateTrial
  readonly access: PlaceAccess
  readonly writes: WriteWatch
  readonly limits: Limits
}
