/** What a memory may hold, as the descriptions of the API say it: of texts the length in characters, of lists how many. */
export const memoryLimits = { titleLength: 500, tags: 50, tagLength: 100, propertiesBytes: 16_384 } as const
