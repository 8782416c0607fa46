import helmet from '@fastify/helmet'
import type { App } from './app-types.ts'

/**
 * What a browser may do with our answers: nothing from elsewhere, no frame around us, no address handed on to others. What
 * anybody may read – badges, profiles, status lists – may also be read by other sites' scripts, without a session.
 */
export async function registerSecurityHeaders(app: App, isSecure: boolean): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        scriptSrc: ["'self'"],
        fontSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
    frameguard: { action: 'deny' },
    strictTransportSecurity: isSecure,
  })
  app.addHook('onSend', (request, reply, _payload, done) => {
    const { access, csrf } = request.routeOptions.config
    if (access === 'public' && csrf !== true) {
      reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin')
    }
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    done()
  })
}
