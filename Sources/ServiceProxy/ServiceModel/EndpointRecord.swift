import KubernetesAPI
import NetworkAddress

/// One endpoint of a slice, in 24 bytes: there may be half a million of them.
struct EndpointRecord: Hashable, Sendable {
    var address: IPAddress
    var state: State
    /// How many bytes its Pod's name takes in the slice's `podNames`.
    var podNameLength: UInt16
    /// Where it is, and for whom: a number in `EndpointPlaces`.
    var place: UInt32

    /// What is known of an endpoint.
    struct State: OptionSet, Hashable, Sendable {
        var rawValue: UInt8

        init(rawValue: UInt8) { self.rawValue = rawValue }

        /// New connections may go to it.
        static let ready = State(rawValue: 1)
        /// It still answers.
        static let serving = State(rawValue: 2)
        /// It is being deleted.
        static let terminating = State(rawValue: 4)
        /// It runs on this node.
        static let here = State(rawValue: 8)
        /// It runs on another node; neither: nobody said where.
        static let elsewhere = State(rawValue: 16)
    }
}

extension EndpointRecord.State {
    /// What is absent counts as ready, serving and not terminating.
    init(_ conditions: EndpointConditions, node: String?, here: String) {
        self = []
        if conditions.isReady { insert(.ready) }
        if conditions.serving ?? true { insert(.serving) }
        if conditions.isTerminating { insert(.terminating) }
        if let node, !here.isEmpty { insert(node == here ? .here : .elsewhere) }
    }
}
