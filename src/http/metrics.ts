import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import Type from 'typebox'
import type { App } from './app-types.ts'

/** Seconds; a page answers in hundredths, drawing a certificate takes tenths, an upload seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * `GET /metrics` in the Prometheus text format: the process, and every request by method, route and status. Routes,
 * never addresses: these hold codes and one-time links.
 */
export function registerMetrics(app: App): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'insignia_http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown'
    duration.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000)
    done()
  })
  app.get(
    '/metrics',
    {
      config: { access: 'public' },
      schema: { tags: ['operations'], summary: 'Figures for Prometheus', response: { 200: Type.String() } },
    },
    async (_request, reply) =>
      reply
        .header('cache-control', 'no-store')
        .type(registry.contentType)
        .send(await registry.metrics()),
  )
}
