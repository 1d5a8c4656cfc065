/// What the kernel's connection table is to be.
public struct ConntrackSettings: Hashable, Sendable {
    /// Entries for each processor; 0 leaves the limit alone.
    public var maxPerCore = 32 * 1024
    /// The least number of entries, if there is a limit to set at all.
    public var min = 128 * 1024
    /// How long an idle TCP connection is remembered.
    public var tcpEstablished = Timeout.atLeast(.seconds(24 * 3600))
    /// How long one whose peer has closed is remembered.
    public var tcpCloseWait = Timeout.atLeast(.seconds(3600))
    /// Whether packets outside a TCP window still belong to their connection; false leaves it.
    public var tcpBeLiberal = false
    /// How long an unanswered UDP flow is remembered.
    public var udp = Timeout.asItIs
    /// How long an answered UDP flow is remembered.
    public var udpStream = Timeout.asItIs

    /// kube-proxy's defaults.
    public init() {}

    /// One of the table's times.
    public enum Timeout: Hashable, Sendable {
        /// The system's own.
        case asItIs
        /// A default: raised to this, never lowered, since nobody asked for it.
        case atLeast(Duration)
        /// What was asked for.
        case exactly(Duration)

        /// From a duration somebody wrote down; zero leaves it alone.
        public init(asked duration: Duration) {
            self = duration == .zero ? .asItIs : .exactly(duration)
        }
    }

    /// A file below `/proc/sys/net/netfilter`, and what it should hold.
    struct Wish: Hashable, Sendable {
        var name: String
        var value: Int
        /// Whether a larger value is fine too.
        var isFloor: Bool
    }

    /// What is to be written on a machine with so many processors.
    func wishes(processors: Int) -> [Wish] {
        var wishes: [Wish] = []
        if maxPerCore > 0 {
            let entries = Swift.max(maxPerCore * Swift.max(processors, 1), min)
            // Lowering it would drop the connections that are over the new limit.
            wishes.append(Wish(name: "nf_conntrack_max", value: entries, isFloor: true))
        }
        for (name, timeout) in [
            ("nf_conntrack_tcp_timeout_established", tcpEstablished),
            ("nf_conntrack_tcp_timeout_close_wait", tcpCloseWait),
            ("nf_conntrack_udp_timeout", udp), ("nf_conntrack_udp_timeout_stream", udpStream),
        ] {
            switch timeout {
            case .asItIs: break
            case .atLeast(let time):
                wishes.append(Wish(name: name, value: time.wholeSeconds, isFloor: true))
            case .exactly(let time):
                wishes.append(Wish(name: name, value: time.wholeSeconds, isFloor: false))
            }
        }
        if tcpBeLiberal {
            wishes.append(Wish(name: "nf_conntrack_tcp_be_liberal", value: 1, isFloor: false))
        }
        return wishes
    }
}

extension Duration {
    /// Seconds, at least one: the kernel's table counts in them, and none would mean at once.
    fileprivate var wholeSeconds: Int { Swift.max(Int(components.seconds), 1) }
}
