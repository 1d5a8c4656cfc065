import RouteNetlink

extension PodShaper {
    /// What shapes a pod now.
    public struct Observation: Hashable, Sendable {
        /// What limits the pod's receiving.
        public var ingress: TokenBucket?
        /// The link that the pod's packets wait at.
        public var queue: String?
        /// What limits the pod's sending.
        public var egress: TokenBucket?
    }

    /// Reads what shapes the pod behind the node's end of a pair, whoever made it.
    public static func observe(_ link: Link, socket: RouteSocket) throws -> Observation {
        var found = Observation()
        found.ingress = try socket.qdisc(of: link.index)?.tokenBucket
        guard let ingress = try socket.qdisc(of: link.index, at: .ingress) else { return found }
        for filter in try socket.filters(of: link.index, at: ingress.handle) {
            // A queue that was deleted leaves index 0.
            guard let target = filter.redirection, target.rawValue != 0,
                let queue = try socket.link(target)
            else { continue }
            found.queue = queue.name
            found.egress = try socket.qdisc(of: queue.index)?.tokenBucket
            break
        }
        return found
    }

    /// What is not as `install` leaves it, a sentence each; none when all is well.
    public func discrepancies(of bandwidth: Bandwidth, on link: Link) throws -> [String] {
        let found = try Self.observe(link, socket: socket)
        var problems: [String] = []
        func compare(_ wanted: Bandwidth.Limit?, _ told: TokenBucket?, _ what: String) {
            guard let wanted else { return }
            guard let told else {
                problems.append("what the pod \(what) is not limited")
                return
            }
            if !wanted.matches(told) {
                problems.append(
                    "what the pod \(what) is limited to \(told.rate.bytesPerSecond) bytes a "
                        + "second and \(told.limitBytes) bytes that wait, not to "
                        + "\(wanted.tokenBucket.rate.bytesPerSecond) and "
                        + "\(wanted.tokenBucket.limitBytes)")
            }
        }
        compare(bandwidth.ingress, found.ingress, "receives")
        if bandwidth.egress != nil, found.queue == nil {
            problems.append("what the pod sends is not redirected from \(link.name) to a queue")
        } else {
            compare(bandwidth.egress, found.egress, "sends")
        }
        return problems
    }
}

extension Qdisc {
    /// Its options, when it is a token bucket.
    var tokenBucket: TokenBucket? {
        if case .tokenBucket(let bucket) = kind { bucket } else { nil }
    }
}

extension TrafficFilter {
    /// The link that every packet is redirected to; nil when some are not.
    var redirection: LinkIndex? {
        guard case .words(let words) = kind, words.selector?.keys == [.any],
            etherType == TrafficFilter.everyProtocol
        else { return nil }
        for action in words.actions {
            if case .redirect(let redirection) = action.kind,
                redirection.direction == .toEgress
            {
                return redirection.link
            }
        }
        return nil
    }
}
