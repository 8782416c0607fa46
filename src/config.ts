import { resolve } from 'node:path'
import { parseMailAddress, type MailAddress } from './kernel/mail-address.ts'

/** Every setting of the service. Read from the environment here and nowhere else; README has the table. */
export interface Config {
  readonly environment: 'development' | 'production' | 'test'
  readonly host: string
  readonly port: number
  /** Without trailing slash. Pinned in the database by the first signature. */
  readonly publicUrl: string
  readonly dataDir: string
  /** True when several processes may share `dataDir` for evidence bytes. */
  readonly dataDirIsShared: boolean
  readonly databaseUrl: string | null
  /** 32 bytes in hex or base64; null means: generate one into the data folder. */
  readonly keyEncryptionKey: string | null
  readonly sessionSecret: string | null
  readonly issuerDid: 'web' | 'key'
  readonly s3: S3Config | null
  readonly logLevel: string
  readonly trustProxy: boolean
  readonly maxUploadBytes: number
  /** Where clamd listens; null: one machine checks structure itself, several keep evidence in quarantine. */
  readonly clamav: ClamavAddress | null
  /** Null: no mail is sent, messages are kept in the outbox. */
  readonly mail: MailConfig | null
}

export interface MailConfig {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  readonly isTls: boolean
  readonly auth: { readonly user: string; readonly password: string } | null
  readonly from: MailAddress
}

/** A Unix socket, or a host and port. */
export type ClamavAddress = { readonly path: string } | { readonly host: string; readonly port: number }

export interface S3Config {
  readonly endpoint: string
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** The message names the variable, what is wrong with it and what to write instead. */
export class BadSetting extends Error {
  constructor(variable: string, detail: string) {
    super(`${variable}: ${detail}`)
    this.name = 'BadSetting'
  }
}

type Environment = Readonly<Record<string, string | undefined>>

/** Throws `BadSetting` for the first value that cannot be used. */
export function readConfig(env: Environment): Config {
  const port = integer(env, 'PORT', 3000, 1, 65_535)
  const publicUrl = address(env, 'PUBLIC_URL', `http://localhost:${String(port)}`)
  const databaseUrl = text(env, 'DATABASE_URL')
  const s3 = readS3(env)
  const config: Config = {
    environment: choice(env, 'NODE_ENV', ['development', 'production', 'test'] as const, 'development'),
    host: text(env, 'HOST') ?? '127.0.0.1',
    port,
    publicUrl,
    dataDir: resolve(text(env, 'DATA_DIR') ?? 'data'),
    dataDirIsShared: yesNo(env, 'DATA_DIR_IS_SHARED'),
    databaseUrl,
    keyEncryptionKey: text(env, 'KEY_ENCRYPTION_KEY'),
    sessionSecret: text(env, 'SESSION_SECRET'),
    issuerDid: choice(env, 'ISSUER_DID', ['web', 'key'] as const, publicUrl.startsWith('https:') ? 'web' : 'key'),
    s3,
    logLevel: choice(env, 'LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const, 'info'),
    trustProxy: yesNo(env, 'TRUST_PROXY'),
    maxUploadBytes: integer(env, 'MAX_UPLOAD_MB', 50, 1, 2000) * 1_000_000,
    clamav: clamavAddress(env),
    mail: readMail(env),
  }
  if (databaseUrl !== null) requireShared(config)
  return config
}

/** With a database server many processes may run, so nothing they need may live in one process's folder. */
function requireShared(config: Config): void {
  if (!/^postgres(ql)?:\/\//.test(config.databaseUrl ?? '')) {
    throw new BadSetting('DATABASE_URL', 'has to begin with postgres:// and name host and database')
  }
  if (config.keyEncryptionKey === null) {
    throw new BadSetting(
      'KEY_ENCRYPTION_KEY',
      'is required with DATABASE_URL: 32 random bytes, as `openssl rand -hex 32` prints them',
    )
  }
  if (config.sessionSecret === null) {
    throw new BadSetting('SESSION_SECRET', 'is required with DATABASE_URL: a random text of at least 32 characters')
  }
  if (config.s3 === null && !config.dataDirIsShared) {
    throw new BadSetting(
      'S3_BUCKET',
      'is required with DATABASE_URL, unless DATA_DIR_IS_SHARED=yes says that every process sees the same DATA_DIR',
    )
  }
}

function readS3(env: Environment): S3Config | null {
  const bucket = text(env, 'S3_BUCKET')
  if (bucket === null) return null
  const required = (name: string): string => {
    const value = text(env, name)
    if (value === null) throw new BadSetting(name, 'is required when S3_BUCKET is set')
    return value
  }
  return {
    bucket,
    endpoint: required('S3_ENDPOINT'),
    region: text(env, 'S3_REGION') ?? 'us-east-1',
    accessKeyId: required('S3_ACCESS_KEY_ID'),
    secretAccessKey: required('S3_SECRET_ACCESS_KEY'),
  }
}

const SMTP_EXAMPLE = 'smtps://user:password@mail.example.org:465'

/** The message never repeats the value, which may hold a password. */
function readMail(env: Environment): MailConfig | null {
  const value = text(env, 'SMTP_URL')
  if (value === null) return null
  const url = URL.canParse(value) ? new URL(value) : null
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw new BadSetting('SMTP_URL', `has to be smtp:// or smtps:// with a host, such as ${SMTP_EXAMPLE}`)
  }
  if (url.pathname.length > 1 || url.search !== '' || url.hash !== '') {
    throw new BadSetting('SMTP_URL', `ends with host and port, such as ${SMTP_EXAMPLE}`)
  }
  const isTls = url.protocol === 'smtps:'
  const from = parseMailAddress(text(env, 'MAIL_FROM') ?? '')
  if (!from) {
    throw new BadSetting(
      'MAIL_FROM',
      'is required with SMTP_URL: one address, such as badges@example.org or Insignia <badges@example.org>',
    )
  }
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isTls ? 465 : 587) : Number(url.port),
    isTls,
    auth: url.username === '' ? null : { user: unescaped(url.username), password: unescaped(url.password) },
    from,
  }
}

/** Throws `BadSetting` where a percent sign escapes nothing. */
function unescaped(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new BadSetting('SMTP_URL', 'has a % in user or password that escapes nothing: write %25 for it')
  }
}

function clamavAddress(env: Environment): ClamavAddress | null {
  const value = text(env, 'CLAMAV')
  if (value === null) return null
  if (value.startsWith('/')) return { path: value }
  const [, host, port] = /^([^\s:]+|\[[0-9a-f:]+\]):(\d{1,5})$/i.exec(value) ?? []
  if (host === undefined || Number(port) > 65_535 || Number(port) === 0) {
    throw new BadSetting('CLAMAV', `has to be /path/of/socket or host:port, not "${value}"`)
  }
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}

function text(env: Environment, name: string): string | null {
  const value = env[name]?.trim()
  return value === undefined || value === '' ? null : value
}

function integer(env: Environment, name: string, fallback: number, least: number, most: number): number {
  const value = text(env, name)
  if (value === null) return fallback
  const number = Number(value)
  if (!Number.isInteger(number) || number < least || number > most) {
    throw new BadSetting(name, `has to be a whole number from ${String(least)} to ${String(most)}, not "${value}"`)
  }
  return number
}

function choice<T extends string>(env: Environment, name: string, options: readonly T[], fallback: T): T {
  const value = text(env, name)
  if (value === null) return fallback
  const found = options.find((option) => option === value)
  if (!found) throw new BadSetting(name, `has to be one of ${options.join(', ')}, not "${value}"`)
  return found
}

function yesNo(env: Environment, name: string): boolean {
  return choice(env, name, ['yes', 'no'] as const, 'no') === 'yes'
}

function address(env: Environment, name: string, fallback: string): string {
  const value = (text(env, name) ?? fallback).replace(/\/+$/, '')
  const url = URL.canParse(value) ? new URL(value) : null
  if (!url || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new BadSetting(name, `has to be an address without path, such as https://badges.example.org, not "${value}"`)
  }
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) {
    throw new BadSetting(
      name,
      'has to begin with https:// (http:// is accepted for localhost, where every badge is marked as a trial)',
    )
  }
  return value
}
