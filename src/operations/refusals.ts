export type BackupRefusalCode =
  | 'not-a-backup'
  | 'backup-damaged'
  | 'backup-newer'
  | 'key-missing'
  | 'key-other'
  | 'target-not-empty'
  | 'target-newer'
  | 'target-rights'
  | 'nothing-to-back-up'
  | 'service-silent'

/** A backup that cannot be made or restored; the message tells whoever runs the command what to do. */
export class BackupRefused extends Error {
  readonly code: BackupRefusalCode

  constructor(code: BackupRefusalCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.name = 'BackupRefused'
    this.code = code
  }
}
