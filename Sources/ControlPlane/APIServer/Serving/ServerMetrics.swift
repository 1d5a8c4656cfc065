import HTTPServer
import Metrics

/// What the server counts, by upstream's names.
struct ServerMetrics: Sendable {
    private let registry = MetricRegistry()
    private let requests: Counter
    private let durations: Histogram
    private let watches: Gauge
    private let inFlight: Gauge

    init() {
        requests = registry.counter(
            "apiserver_request_total", "Requests by what they asked for and the answer's code.",
            labels: [
                "verb", "dry_run", "group", "version", "resource", "subresource", "scope",
                "component", "code",
            ])
        durations = registry.histogram(
            "apiserver_request_duration_seconds", "Seconds until an answer was ready.",
            labels: ["verb", "group", "version", "resource", "subresource", "scope"],
            bounds: [
                0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10,
                15, 20, 30, 45, 60,
            ])
        watches = registry.gauge(
            "apiserver_longrunning_requests", "Watches and other requests that last.",
            labels: ["verb", "group", "version", "resource"])
        inFlight = registry.gauge(
            "apiserver_current_inflight_requests", "Requests under way.",
            labels: ["request_kind"])
    }

    /// Counts an answered request.
    func count(_ context: RequestContext, code: Int, seconds: Double) {
        let info = context.info
        let verb = Self.verb(info)
        let scope = Self.scope(info)
        requests.add(
            1,
            [
                verb, context.query["dryRun"] ?? "", info.group, info.version, info.resource,
                info.subresource, scope, "apiserver", String(code),
            ])
        if info.verb == "watch" { return }
        durations.observe(
            seconds,
            [verb, info.group, info.version, info.resource, info.subresource, scope])
    }

    /// Follows a body that comes as it comes.
    func follow(_ response: HTTPResponse, _ info: RequestInfo) -> HTTPResponse {
        guard case .stream(let begin) = response.body else { return response }
        let labels = [Self.verb(info), info.group, info.version, info.resource]
        var followed = response
        let watches = watches
        followed.body = .stream { stream in
            watches.add(1, labels)
            stream.onClose { watches.add(-1, labels) }
            begin(stream)
        }
        return followed
    }

    /// All of it, in Prometheus' text format.
    func response(_ current: (reading: Int, writing: Int)) -> HTTPResponse {
        inFlight.set(Double(current.reading), ["readOnly"])
        inFlight.set(Double(current.writing), ["mutating"])
        var headers = HTTPFields()
        headers.add("Content-Type", MetricRegistry.contentType)
        return HTTPResponse(status: 200, headers: headers, body: .bytes(registry.text()))
    }

    private static func verb(_ info: RequestInfo) -> String {
        switch info.verb {
        case "create": "POST"
        case "update": "PUT"
        default: info.verb.uppercased()
        }
    }

    private static func scope(_ info: RequestInfo) -> String {
        if !info.isResource { return "" }
        if !info.name.isEmpty || info.verb == "create" { return "resource" }
        return info.namespace.isEmpty ? "cluster" : "namespace"
    }
}
