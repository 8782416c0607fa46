export type { Blobs } from './blobs.ts'
export { CorruptBlob } from './integrity.ts'
export { diskBlobs } from './disk-blobs.ts'
export { s3Blobs, type S3Place } from './s3-blobs.ts'
