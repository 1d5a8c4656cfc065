import FlowCleanup
import ProxyHealth

extension Console {
    /// Says what became of flows; that some were ended only when it is asked for details.
    func tell(_ event: FlowEvent) {
        switch event {
        case .swept(let sweep) where sweep.ended > 0:
            detail(
                "\(sweep.family): \(sweep.ended) \(sweep.transport.name) flows ended, "
                    + "\(sweep.seen) looked at")
        case .swept: break
        case .failed(let family, let error):
            say("\(ProxyError(error, doing: "flows of \(family)"))")
        case .untold(let family, let error):
            say("\(ProxyError(error, doing: "ends of connections that were cut, \(family)"))")
        }
    }
}

extension ProxyMetrics {
    /// Counts what became of flows.
    func note(_ event: FlowEvent) {
        guard case .swept(let sweep) = event else { return }
        cleanedFlows(
            sweep.family, took: .nanoseconds(Int64(sweep.seconds * 1e9)), ended: sweep.ended)
    }
}
