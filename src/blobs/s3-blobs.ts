import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { Blobs } from './blobs.ts'
import { requireIntact, shardedName } from './integrity.ts'

export interface S3Place {
  readonly endpoint: string
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** Bytes in an S3-compatible bucket, which has to exist. Path-style addresses, which every such store understands. */
export function s3Blobs(place: S3Place): Blobs {
  const client = new S3Client({
    endpoint: place.endpoint,
    region: place.region,
    forcePathStyle: true,
    credentials: { accessKeyId: place.accessKeyId, secretAccessKey: place.secretAccessKey },
    // Not every compatible store knows the newer checksums; ours is the SHA-256 that is the address.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const objectOf = (sha256: string) => ({ Bucket: place.bucket, Key: `evidence/${shardedName(sha256)}` })
  return {
    async put(sha256, content) {
      const object = objectOf(sha256)
      requireIntact(sha256, content)
      await client.send(new PutObjectCommand({ ...object, Body: content, ContentType: 'application/octet-stream' }))
    },
    async get(sha256) {
      try {
        const answer = await client.send(new GetObjectCommand(objectOf(sha256)))
        const content = (await answer.Body?.transformToByteArray()) ?? new Uint8Array()
        requireIntact(sha256, content)
        return content
      } catch (error) {
        if (error instanceof NoSuchKey) return null
        throw error
      }
    },
    async remove(sha256) {
      await client.send(new DeleteObjectCommand(objectOf(sha256)))
    },
  }
}
