/** Why we close a socket: codes of graphql-transport-ws (4xxx) and of the WebSocket registry. */
export const closeCodes = {
  forbidden: 4403,
  /** The server goes away; connect again. */
  serviceRestart: 1012,
  /** The client reads too slowly, or there are too many; connect again later. */
  tryAgainLater: 1013,
} as const
