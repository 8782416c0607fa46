export { sweepExpired } from './housekeeping.ts'
export { repeat, type Repetition } from './repeat.ts'
export { enqueueTask, type NewTask, type Task } from './task-store.ts'
export {
  backOffMs,
  Hopeless,
  runDueTasks,
  type Errand,
  type TaskFailure,
  type TaskHandler,
  type WorkerOptions,
} from './worker.ts'
