import KubernetesAPI
import LinuxSystem
import ServiceProxy

/// One change among many Services, from its object to the kernel's acknowledgement.
struct Changing {
    var bench: Bench

    /// What changes.
    enum Change: String, CaseIterable {
        case endpoint = "one endpoint replaced"
        case count = "from 8 to 9 endpoints and back"
        case added = "one Service added, ten endpoints"
        case removed = "one Service removed"
    }

    func run(sizes: [Int]) throws {
        Report.line("one change, object to acknowledgement", "p50", "p99", "worst")
        for change in Change.allCases {
            print(change.rawValue)
            for size in sizes {
                let figures = try measure(change, Cluster(services: size))
                Report.line(
                    "  among \(size) Services", Report.milliseconds(figures.median),
                    Report.milliseconds(figures.quantile(0.99)),
                    Report.milliseconds(figures.quantile(1)))
            }
        }
    }

    private func measure(_ change: Change, _ cluster: Cluster) throws -> Figures {
        let events = cluster.events()
        return try NetworkNamespace.create().run {
            var engine = try bench.engine()
            engine.take(events)
            try Bench.sync(&engine)
            var figures = Figures()
            for turn in 0..<bench.changes + 50 {
                var own = Figures()
                try own.measure {
                    engine.take(cluster.events(change, turn: turn))
                    try Bench.sync(&engine)
                }
                if turn >= 50 { figures.times += own.times }
                // What was added goes again, and what was removed comes back, unmeasured.
                let undo = cluster.undoing(change, turn: turn)
                guard !undo.isEmpty else { continue }
                engine.take(undo)
                try Bench.sync(&engine)
            }
            return figures
        }
    }
}

extension Cluster {
    /// The events of one change.
    fileprivate func events(_ change: Changing.Change, turn: Int) -> [ObjectEvent] {
        let number = turn * 7919 % services
        switch change {
        case .endpoint: return [.applied(.endpointSlice(slice(number, last: 1 + turn % 200)))]
        case .count:
            // Two turns a Service, so that each turn changes its number of endpoints.
            let number = turn / 2 * 7919 % services
            return [.applied(.endpointSlice(slice(number, count: turn % 2 == 0 ? 8 : 9)))]
        case .added: return events(of: services + turn % 1000)
        case .removed: return deletions(of: number)
        }
    }

    fileprivate func undoing(_ change: Changing.Change, turn: Int) -> [ObjectEvent] {
        switch change {
        case .endpoint, .count: []
        case .added: deletions(of: services + turn % 1000)
        case .removed: events(of: turn * 7919 % services)
        }
    }
}
