import type { Environment } from '@graphmemory/service/resources.ts'
import type { AttemptLimit } from './limit-attempts.ts'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/**
 * The limits before anybody is signed in. What a stranger can use up is his own pair of account and network, or his
 * network: an account as such is limited for networks only that it was never used from, so nobody can lock its owner out.
 */
export type AttemptLimits = {
  /** Failed sign-ins at one account from one network. */
  readonly signIn: AttemptLimit
  /** Failed sign-ins from one network, at any account. */
  readonly signInFromNetwork: AttemptLimit
  /** Failed sign-ins at one account from networks it was never used from. */
  readonly signInFromElsewhere: AttemptLimit
  /** Mails to one address that one network, or one tenant, asks for. */
  readonly mail: AttemptLimit
  /** Mails to one address, whoever asks. */
  readonly mailToAddress: AttemptLimit
  /** Mails that one network asks for. */
  readonly mailFromNetwork: AttemptLimit
  /** Mailed tokens tried from one network. */
  readonly token: AttemptLimit
}

/** In development everything comes from one network: there it may do thirty times as much. */
export function attemptLimits(environment: Environment): AttemptLimits {
  const crowd = environment === 'development' ? 30 : 1
  return {
    signIn: { name: 'sign-in', free: 5, waitMs: second, maxWaitMs: 15 * minute, forgetMs: hour },
    signInFromNetwork: {
      name: 'sign-in-from-network',
      free: 30 * crowd,
      waitMs: second,
      maxWaitMs: 5 * minute,
      forgetMs: 15 * minute,
    },
    signInFromElsewhere: {
      name: 'sign-in-from-elsewhere',
      free: 100,
      waitMs: second,
      maxWaitMs: minute,
      forgetMs: hour,
    },
    mail: { name: 'mail', free: 5, waitMs: 30 * second, maxWaitMs: hour, forgetMs: 6 * hour },
    mailToAddress: { name: 'mail-to-address', free: 20, waitMs: 10 * second, maxWaitMs: minute, forgetMs: 6 * hour },
    mailFromNetwork: {
      name: 'mail-from-network',
      free: 50 * crowd,
      waitMs: 5 * second,
      maxWaitMs: 5 * minute,
      forgetMs: hour,
    },
    token: { name: 'token', free: 30 * crowd, waitMs: second, maxWaitMs: 5 * minute, forgetMs: hour },
  }
}
