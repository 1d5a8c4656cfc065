import HTTPServer
import Metrics

/// Port 10249: `/metrics`, `/proxyMode`, `/configz`, and a `/healthz` that says that it answers.
package struct MetricsPages: HTTPHandler {
    let metrics: ProxyMetrics
    let mode: String
    let configuration: [UInt8]

    package init(metrics: ProxyMetrics, mode: String, configuration: [UInt8]) {
        self.metrics = metrics
        self.mode = mode
        self.configuration = configuration
    }

    package func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard ["GET", "HEAD"].contains(request.method) else {
            return .text(405, "Method Not Allowed\n")
        }
        switch request.path {
        case "/metrics":
            return .page(200, MetricRegistry.contentType, metrics.registry.text())
        case "/proxyMode": return .text(200, mode)
        case "/configz": return .page(200, "application/json", configz)
        case "/healthz" where request.query?.split(separator: "&").contains("verbose") == true:
            return .text(200, "[+]ping ok\nhealthz check passed\n")
        case "/healthz", "/healthz/ping": return .text(200, "ok")
        default: return .notFound
        }
    }

    private var configz: [UInt8] {
        Array("{\"kubeproxy.config.k8s.io\":".utf8) + configuration + Array("}".utf8)
    }
}
