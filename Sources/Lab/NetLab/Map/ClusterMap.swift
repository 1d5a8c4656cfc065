/// A cluster as it is at one moment: what a map draws.
public struct ClusterMap: Hashable, Sendable {
    /// A machine of the cluster.
    package struct Node: Hashable, Sendable {
        package var name: String
        package var addresses: [String]
        /// What its pods get addresses from.
        package var ranges: [String]
        package var isReady: Bool
        /// What `netlab break` did to it.
        package var breaks: [String]
        /// The nodes that it can't reach.
        package var lost: [String]
        package var pods: [Pod]

        package init(
            name: String, addresses: [String], ranges: [String], isReady: Bool,
            breaks: [String] = [], lost: [String] = [], pods: [Pod] = []
        ) {
            self.name = name
            self.addresses = addresses
            self.ranges = ranges
            self.isReady = isReady
            self.breaks = breaks
            self.lost = lost
            self.pods = pods
        }
    }

    /// A pod on a node, or on none yet.
    package struct Pod: Hashable, Sendable {
        package var key: PodKey
        package var address: String
        /// `running`, `terminating` …
        package var state: String

        package init(key: PodKey, address: String, state: String) {
            self.key = key
            self.address = address
            self.state = state
        }
    }

    /// A Service and the pods it leads to.
    package struct Service: Hashable, Sendable {
        package var key: PodKey
        /// `10.96.0.80`; `headless`.
        package var address: String
        /// `80/TCP`, `80:30080/TCP`.
        package var ports: [String]
        /// Pods that get its connections.
        package var backends: [PodKey]

        package init(key: PodKey, address: String, ports: [String], backends: [PodKey]) {
            self.key = key
            self.address = address
            self.ports = ports
            self.backends = backends
        }
    }

    package var name: String
    package var nodes: [Node]
    /// Pods that no node has.
    package var waiting: [Pod]
    package var services: [Service]

    package init(name: String, nodes: [Node], waiting: [Pod] = [], services: [Service] = []) {
        self.name = name
        self.nodes = nodes
        self.waiting = waiting
        self.services = services
    }

    /// The node of a pod.
    func node(of key: PodKey) -> Node? {
        nodes.first { node in node.pods.contains { $0.key == key } }
    }
}
