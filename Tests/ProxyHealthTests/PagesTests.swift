import HTTPServer
import JSON
import NetworkAddress
import ProxyHealth
import ServiceModel
import Synchronization
import Testing

@Suite struct PagesTests {
    /// A clock that the test sets, in seconds.
    final class Clock: Sendable {
        private let seconds = Mutex<UInt64>(0)

        var now: HealthRecord.Moment {
            let seconds = seconds.withLock { $0 }
            return HealthRecord.Moment(
                wall: 1_795_000_000_000_000 + Int64(seconds) * 1_000_000,
                monotonic: seconds * 1_000_000_000)
        }

        func advance(_ count: UInt64) { seconds.withLock { $0 += count } }
    }

    private let clock = Clock()
    private let metrics = ProxyMetrics()
    private let state: ProxyHealthState

    init() {
        let clock = clock
        state = ProxyHealthState(longestWait: .seconds(60)) { clock.now }
    }

    private func ask(_ page: any HTTPHandler, _ path: String) async throws -> Answer {
        Answer(await page.respond(to: HTTPRequest(method: "GET", path: path)))
    }

    struct Answer {
        var status: Int
        var fields: HTTPFields
        var body: String

        init(_ response: HTTPResponse) {
            status = response.status
            fields = response.headers
            body = ""
            if case .bytes(let bytes) = response.body {
                body = String(decoding: bytes, as: UTF8.self)
            }
        }
    }

    @Test func `a healthy proxy is up to date now`() async throws {
        let pages = HealthPages(state: state, metrics: metrics)
        state.synchronise(.ipv4)
        clock.advance(600)
        let healthz = try await ask(pages, "/healthz")
        #expect(healthz.status == 200)
        #expect(healthz.fields["Content-Type"] == "application/json")
        #expect(healthz.fields["X-Content-Type-Options"] == "nosniff")
        let now = "2026-11-18 11:16:40.000000 +0000 UTC"
        #expect(
            healthz.body
                == #"{"lastUpdated": "\#(now)","currentTime": "\#(now)", "nodeEligible": true}"#)
        let livez = try await ask(pages, "/livez")
        #expect(livez.status == 200)
        #expect(livez.body == #"{"lastUpdated": "\#(now)","currentTime": "\#(now)"}"#)
    }

    @Test func `a late proxy fails both pages and says when it was last well`() async throws {
        let pages = HealthPages(state: state, metrics: metrics)
        state.synchronise(.ipv6)
        clock.advance(1)
        state.queue(.ipv6)
        clock.advance(60)
        for path in ["/healthz", "/livez"] {
            let answer = try await ask(pages, path)
            #expect(answer.status == 503)
            let body = try JSONDocument(parsing: Array(answer.body.utf8)).root
            #expect(body["lastUpdated"]?.string == "2026-11-18 11:06:40.000000 +0000 UTC")
            #expect(body["currentTime"]?.string == "2026-11-18 11:07:41.000000 +0000 UTC")
        }
        state.synchronise(.ipv6)
        #expect(try await ask(pages, "/healthz").status == 200)
    }

    @Test func `a node on its way out fails healthz and not livez`() async throws {
        let pages = HealthPages(state: state, metrics: metrics)
        state.isNodeEligible = false
        let answer = try await ask(pages, "/healthz")
        #expect(answer.status == 503)
        #expect(answer.body.hasSuffix(#""nodeEligible": false}"#))
        #expect(answer.body.contains(#""lastUpdated": "0001-01-01 00:00:00 +0000 UTC""#))
        #expect(try await ask(pages, "/livez").status == 200)
        #expect(try await ask(pages, "/livez/more").status == 404)
        let text = String(decoding: metrics.registry.text(), as: UTF8.self)
        #expect(text.contains("kubeproxy_proxy_healthz_total{code=\"503\"} 1\n"))
        #expect(text.contains("kubeproxy_proxy_livez_total{code=\"200\"} 1\n"))
    }

    @Test func `the metrics port has the pages of kube-proxy's`() async throws {
        let pages = MetricsPages(
            metrics: metrics, mode: "nftables", configuration: Array(#"{"mode":"nftables"}"#.utf8))
        #expect(try await ask(pages, "/proxyMode").body == "nftables")
        #expect(try await ask(pages, "/healthz").body == "ok")
        let configz = try await ask(pages, "/configz")
        let body = try JSONDocument(parsing: Array(configz.body.utf8)).root
        #expect(body["kubeproxy.config.k8s.io"]?["mode"]?.string == "nftables")
        let text = try await ask(pages, "/metrics")
        #expect(text.fields["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
        #expect(try await ask(pages, "/debug/pprof/").status == 404)
        let post = await pages.respond(to: HTTPRequest(method: "POST", path: "/metrics"))
        #expect(post.status == 405)
    }

    @Test(arguments: [(2, true, 200), (0, true, 503), (3, false, 503), (0, false, 503)])
    func `a Service's page counts its local endpoints`(
        count: Int, isHealthy: Bool, status: Int
    ) async throws {
        if !isHealthy {
            state.synchronise(.ipv4)
            state.queue(.ipv4)
            clock.advance(60)
        }
        let service = ServiceKey(namespace: "shop", name: "web")
        let page = ServiceHealthPage(
            ServiceHealthCheck(service: service, port: 31_043, localEndpoints: count), state)
        for path in ["/", "/healthz", "/anything"] {
            let answer = try await ask(page, path)
            #expect(answer.status == status)
            #expect(answer.fields["X-Load-Balancing-Endpoint-Weight"] == "\(count)")
            let body = try JSONDocument(parsing: Array(answer.body.utf8)).root
            #expect(body["service"]?["namespace"]?.string == "shop")
            #expect(body["service"]?["name"]?.string == "web")
            #expect(body["localEndpoints"]?.int == count)
            #expect(body["serviceProxyHealthy"]?.bool == isHealthy)
        }
    }
}
