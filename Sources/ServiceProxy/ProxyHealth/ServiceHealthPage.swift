import HTTPServer
import JSON
import ServiceModel
import Synchronization

/// A health check node port: one Service's page, whatever the path.
///
/// A load balancer asks it on each node, and sends only to those that answer 200.
package final class ServiceHealthPage: HTTPHandler {
    private let check: Mutex<ServiceHealthCheck>
    private let state: ProxyHealthState

    package init(_ check: ServiceHealthCheck, _ state: ProxyHealthState) {
        self.check = Mutex(check)
        self.state = state
    }

    /// Tells of another count, or of another Service that has the port now.
    package func show(_ check: ServiceHealthCheck) { self.check.withLock { $0 = check } }

    package func respond(to request: HTTPRequest) async -> HTTPResponse {
        let check = check.withLock { $0 }
        let isHealthy = state.isHealthy
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("service")
            writer.object { writer in
                writer.member("namespace", check.service.namespace)
                writer.member("name", check.service.name)
            }
            writer.member("localEndpoints", check.localEndpoints)
            writer.member("serviceProxyHealthy", isHealthy)
        }
        let isServing = check.localEndpoints > 0 && isHealthy
        var response = HTTPResponse.page(
            isServing ? 200 : 503, "application/json", writer.bytes)
        response.headers.add("X-Load-Balancing-Endpoint-Weight", "\(check.localEndpoints)")
        return response
    }
}
