import { claim } from './asked-entities.ts'
import { fetchEntities, withoutKnown, type EntityFetch } from './compile-fetch.ts'
import type { Step } from './run.ts'

/** The step of an entity fetch that is sent alone. */
export function entityStep(entityFetch: EntityFetch): Step {
  return async (run) => {
    const { wanted, settle } = claim(run, entityFetch, await withoutKnown(run, entityFetch, entityFetch.want(run)))
    await fetchEntities(run, entityFetch, wanted)
    await settle?.()
  }
}
