// The project's own main job as a script: `node main-job-alone.ts URL`.
import { mainJob } from '../harness/main-job.ts'

await mainJob(process.argv[2] ?? '', `alone-${process.pid}`)
console.log('the main job is done, 0 failed')
process.exit(0)
