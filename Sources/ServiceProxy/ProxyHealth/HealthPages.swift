import HTTPServer
import LinuxSystem

/// Port 10256: `/healthz` for load balancers, which send a node traffic by it, and `/livez` for
/// whoever restarts the proxy, which a node on its way out is no reason for.
package struct HealthPages: HTTPHandler {
    let state: ProxyHealthState
    let metrics: ProxyMetrics

    package init(state: ProxyHealthState, metrics: ProxyMetrics) {
        self.state = state
        self.metrics = metrics
    }

    package func respond(to request: HTTPRequest) async -> HTTPResponse {
        let (verdict, isNodeEligible, now) = state.look()
        switch request.path {
        case "/healthz":
            let isHealthy = verdict.isHealthy && isNodeEligible
            metrics.answeredHealthz(isHealthy)
            let times = times(verdict, isHealthy, now)
            return answer(isHealthy, "{\(times), \"nodeEligible\": \(isNodeEligible)}")
        case "/livez":
            metrics.answeredLivez(verdict.isHealthy)
            return answer(verdict.isHealthy, "{\(times(verdict, verdict.isHealthy, now))}")
        default: return .notFound
        }
    }

    /// A healthy proxy is up to date now, whenever it last had something to do.
    private func times(_ verdict: HealthRecord.Verdict, _ isHealthy: Bool, _ now: Int64) -> String {
        let last = isHealthy ? now : verdict.lastUpdated
        return "\"lastUpdated\": \"\(Self.text(last))\",\"currentTime\": \"\(Self.text(now))\""
    }

    private func answer(_ isHealthy: Bool, _ body: String) -> HTTPResponse {
        .page(isHealthy ? 200 : 503, "application/json", Array(body.utf8))
    }

    /// `2026-11-21 20:55:40.000123 +0000 UTC`: how Go prints times, and so how kube-proxy does.
    package static func text(_ microseconds: Int64?) -> String {
        guard let microseconds else { return "0001-01-01 00:00:00 +0000 UTC" }
        let time = CalendarTime(microseconds: microseconds)
        return "\(padded(time.year, 4))-\(padded(time.month, 2))-\(padded(time.day, 2)) "
            + "\(padded(time.hour, 2)):\(padded(time.minute, 2)):\(padded(time.second, 2))."
            + "\(padded(time.microsecond, 6)) +0000 UTC"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
